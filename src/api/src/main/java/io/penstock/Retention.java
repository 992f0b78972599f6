package io.penstock;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Objects;

/**
 * Retention says how long a destination keeps messages that are not young any more; how long they are young, and kept
 * in any case, is for the engine to say. Immutable.
 */
public final class Retention extends Value {

    /** The longest age, a century: what is to stay for longer is kept for ever. */
    public static final Duration MAX_AGE = Duration.ofDays(36_525);

    /** The usual age, a week: long enough for a weekend with a dead consumer, short enough that disks do not fill. */
    public static final Duration DEFAULT_MAX_AGE = Duration.ofDays(7);

    /** The usual time of tombstones: longer than any reader of a state topic should need to read all of it. */
    public static final Duration DEFAULT_TOMBSTONE_AGE = Duration.ofHours(24);

    /** The retention of every queue: what is settled goes. */
    public static final Retention SETTLED = builder().cleanup(Cleanup.SETTLED).build();

    /** The retention of a topic that says nothing else: seven days. */
    public static final Retention WEEK = builder().build();

    /** The retention of a topic that keeps everything. */
    public static final Retention FOREVER = builder().maxAge(null).build();

    private final Cleanup cleanup;
    private final @Nullable Duration maxAge;
    private final long maxBytes;
    private final Duration tombstoneAge;

    private Retention(Builder builder) {
        cleanup = builder.cleanup;
        // Unless an age is set, only DELETE has one.
        maxAge = builder.maxAgeIsSet || cleanup == Cleanup.DELETE ? builder.maxAge : null;
        maxBytes = builder.maxBytes;
        tombstoneAge = builder.tombstoneAge;
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

    /** Starts with the default of topics: seven days. */
    public static Builder builder() {
        return new Builder();
    }

    /** Starts with what is usual for that kind of destination. */
    public static Builder builder(DestinationKind kind) {
        return builder().cleanup(ofKind(Objects.requireNonNull(kind, "kind")).cleanup());
    }

    /** A builder that starts with everything that this one has. */
    public Builder copy() {
        var builder = new Builder();
        builder.cleanup = cleanup;
        builder.maxAge = maxAge;
        builder.maxAgeIsSet = true;
        builder.maxBytes = maxBytes;
        builder.tombstoneAge = tombstoneAge;
        return builder;
    }

    /**
     * The rule that decides what goes; it fits the kind of destination. Unless an age is set, {@link Cleanup#COMPACT}
     * and {@link Cleanup#SETTLED} have none.
     */
    public Cleanup cleanup() {
        return cleanup;
    }

    /** The age after which a message goes, counted from its sending, at most {@link #MAX_AGE}; null for ever. */
    public @Nullable Duration maxAge() {
        return maxAge;
    }

    /** The bytes of all messages of one partition, as they are stored; 0 for any number. */
    public long maxBytes() {
        return maxBytes;
    }

    /** The time that a message without body stays, which marks its key as gone, once the key was compacted. */
    public Duration tombstoneAge() {
        return tombstoneAge;
    }

    private static void require(boolean valid, String problem) {
        if (!valid) {
            throw new PenstockException.InvalidConfiguration("Invalid retention: " + problem + ".");
        }
    }

    /** The retention of a destination that does not set one. */
    static Retention ofKind(DestinationKind kind) {
        return kind == DestinationKind.QUEUE ? SETTLED : WEEK;
    }

    @Override
    Object[] fields() {
        return new Object[] {"cleanup", cleanup, "maxAge", maxAge, "maxBytes", maxBytes, "tombstoneAge", tombstoneAge};
    }

    /** Collects what the value consists of. Not thread-safe. */
    public static final class Builder {

        private Cleanup cleanup = Cleanup.DELETE;
        private @Nullable Duration maxAge = DEFAULT_MAX_AGE;
        private boolean maxAgeIsSet;
        private long maxBytes;
        private Duration tombstoneAge = DEFAULT_TOMBSTONE_AGE;

        private Builder() {}

        /**
         * Sets the rule that decides what goes; it fits the kind of destination. Unless an age is set, {@link
         * Cleanup#COMPACT} and {@link Cleanup#SETTLED} have none.
         */
        public Builder cleanup(Cleanup cleanup) {
            this.cleanup = cleanup;
            return this;
        }

        /** Sets the age after which a message goes, counted from its sending; null or zero for ever. */
        public Builder maxAge(@Nullable Duration maxAge) {
            this.maxAge = maxAge == null || maxAge.isZero() ? null : maxAge;
            maxAgeIsSet = true;
            return this;
        }

        /** Sets the bytes of all messages of one partition, as they are stored; 0 for any number. */
        public Builder maxBytes(long maxBytes) {
            this.maxBytes = maxBytes;
            return this;
        }

        /** Sets the time that a message without body stays, which marks its key as gone, once the key was compacted. */
        public Builder tombstoneAge(Duration tombstoneAge) {
            this.tombstoneAge = tombstoneAge;
            return this;
        }

        /** @throws PenstockException.InvalidConfiguration if values do not fit; the message names them */
        public Retention build() {
            return new Retention(this);
        }
    }
}
