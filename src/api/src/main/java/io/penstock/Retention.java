package io.penstock;

import java.time.Duration;
import java.util.Objects;

/**
 * How long a destination keeps messages that are old enough to lie in its archive; those of the last few journal files
 * are kept in any case. Immutable.
 *
 * @param cleanup what decides; fits the kind of destination
 * @param maxAge counted from when a message was sent, at most {@link #MAX_AGE}; null for ever
 * @param maxBytes of all messages of one partition, as they lie in the archive; 0 for any number
 * @param tombstoneAge how long a message without body stays, which marks its key as gone, once the key was compacted
 */
public record Retention(Cleanup cleanup, Duration maxAge, long maxBytes, Duration tombstoneAge) {

    /** A week: long enough for a weekend with a dead consumer, short enough that disks do not fill unnoticed. */
    public static final Duration DEFAULT_MAX_AGE = Duration.ofDays(7);

    /** A century: what is to stay for longer is kept for ever. */
    public static final Duration MAX_AGE = Duration.ofDays(36_525);

    /** Longer than any reader of a state topic should need to read all of it. */
    public static final Duration DEFAULT_TOMBSTONE_AGE = Duration.ofHours(24);

    /** Of every queue: what is settled goes. */
    public static final Retention SETTLED = new Retention(Cleanup.SETTLED, null, 0, DEFAULT_TOMBSTONE_AGE);

    /** Of a topic that says nothing else: seven days. */
    public static final Retention WEEK = builder().build();

    /** Of a topic that keeps everything. */
    public static final Retention FOREVER = builder().maxAge(null).build();

    public Retention {
        Objects.requireNonNull(cleanup, "cleanup");
        Objects.requireNonNull(tombstoneAge, "tombstoneAge");
        require(
                maxAge == null || maxAge.compareTo(Duration.ofMillis(1)) >= 0 && maxAge.compareTo(MAX_AGE) <= 0,
                "maxAge = " + maxAge + ": use a millisecond to " + MAX_AGE.toDays()
                        + " days, or none to keep messages for ever");
        require(maxBytes >= 0, "maxBytes = " + maxBytes + ": use 0 for any number, or more");
        require(
                !tombstoneAge.isNegative() && tombstoneAge.compareTo(MAX_AGE) <= 0,
                "tombstoneAge = " + tombstoneAge + ": use zero to " + MAX_AGE.toDays() + " days");
        require(
                cleanup != Cleanup.SETTLED || maxAge == null && maxBytes == 0,
                "cleanup = SETTLED keeps a message until it is settled, so that maxAge = " + maxAge + " and maxBytes = "
                        + maxBytes + " have no meaning: leave them out");
        require(
                cleanup == Cleanup.COMPACT || tombstoneAge.equals(DEFAULT_TOMBSTONE_AGE),
                "tombstoneAge = " + tombstoneAge + " has no meaning with cleanup = " + cleanup
                        + ": leave it out, or choose COMPACT");
    }

    private static void require(boolean valid, String problem) {
        if (!valid) {
            throw new PenstockException.InvalidConfiguration("Invalid retention: " + problem + ".");
        }
    }

    /** What a destination has that says nothing. */
    static Retention ofKind(DestinationKind kind) {
        return kind == DestinationKind.QUEUE ? SETTLED : WEEK;
    }

    /** Starts with the default of topics: seven days. */
    public static Builder builder() {
        return new Builder();
    }

    /** Starts with what is usual for that kind of destination. */
    public static Builder builder(DestinationKind kind) {
        return builder().cleanup(ofKind(kind).cleanup());
    }

    /** Not thread-safe. */
    public static final class Builder {

        private Cleanup cleanup = Cleanup.DELETE;
        private Duration maxAge = DEFAULT_MAX_AGE;
        private boolean maxAgeIsSet;
        private long maxBytes;
        private Duration tombstoneAge = DEFAULT_TOMBSTONE_AGE;

        private Builder() {}

        /** Unless an age is set, {@link Cleanup#COMPACT} and {@link Cleanup#SETTLED} have none. */
        public Builder cleanup(Cleanup by) {
            cleanup = Objects.requireNonNull(by, "cleanup");
            return this;
        }

        /** Null or zero for ever. */
        public Builder maxAge(Duration limit) {
            maxAge = limit == null || limit.isZero() ? null : limit;
            maxAgeIsSet = true;
            return this;
        }

        public Builder maxBytes(long limit) {
            maxBytes = limit;
            return this;
        }

        public Builder tombstoneAge(Duration age) {
            tombstoneAge = age;
            return this;
        }

        /** @throws PenstockException.InvalidConfiguration naming the values that do not fit */
        public Retention build() {
            var age = maxAgeIsSet || cleanup == Cleanup.DELETE ? maxAge : null;
            return new Retention(cleanup, age, maxBytes, tombstoneAge);
        }
    }
}
