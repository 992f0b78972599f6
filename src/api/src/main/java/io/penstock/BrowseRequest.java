package io.penstock;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/** A browse request says which messages are to be read without being taken. Immutable. */
public final class BrowseRequest extends Value {

    /** The largest number of messages that one request returns. Ask again from the next offset for more. */
    public static final int MAX_LIMIT = 10_000;

    /** The partition of a request that is for all of them. */
    public static final int ALL_PARTITIONS = -1;

    private final String destination;
    private final @Nullable String subscription;
    private final int partition;
    private final long fromOffset;
    private final int limit;
    private final @Nullable String filter;
    private final boolean parked;

    private BrowseRequest(Builder builder) {
        destination = builder.destination;
        subscription = builder.subscription;
        partition = builder.partition;
        fromOffset = builder.fromOffset;
        limit = builder.limit;
        filter = builder.filter;
        parked = builder.parked;
        Objects.requireNonNull(destination, "destination");
        if (partition < -1 || fromOffset < 0 || limit < 1 || limit > MAX_LIMIT) {
            throw new PenstockException.InvalidConfiguration("Cannot browse partition " + partition + " of '"
                    + destination + "' from offset " + fromOffset + " with limit " + limit
                    + ": partition is -1 (all) or more, offset 0 or more, limit 1 to " + MAX_LIMIT + ".");
        }
        if (parked && subscription == null) {
            throw new PenstockException.InvalidConfiguration("Cannot browse what is parked of '" + destination
                    + "' without a subscription: name the one that has parked it.");
        }
    }

    /** Starts with all messages of a destination, whether settled or not, oldest first within each partition. */
    public static Builder all(String destination, int limit) {
        return new Builder(destination, limit);
    }

    /** Starts with what a queue still holds, oldest first within each partition. */
    public static Builder waiting(String queue, int limit) {
        return all(Objects.requireNonNull(queue, "queue"), limit).subscription(queue);
    }

    /** A builder that starts with everything that this one has. */
    public Builder copy() {
        var builder = new Builder(destination, limit);
        builder.subscription = subscription;
        builder.partition = partition;
        builder.fromOffset = fromOffset;
        builder.filter = filter;
        builder.parked = parked;
        return builder;
    }

    /** The name of the destination. */
    public String destination() {
        return destination;
    }

    /** The subscription whose unsettled messages alone are read; null to read everything. */
    public @Nullable String subscription() {
        return subscription;
    }

    /** The partition that is read; {@value #ALL_PARTITIONS} for all, one after the other. */
    public int partition() {
        return partition;
    }

    /** The offset at which to begin in each partition that is read. */
    public long fromOffset() {
        return fromOffset;
    }

    /** The number of messages to return at most; 1 to {@value #MAX_LIMIT}. */
    public int limit() {
        return limit;
    }

    /** The filter of the messages, in the language of message selectors; null for all. */
    public @Nullable String filter() {
        return filter;
    }

    /** Whether only messages are read that the subscription has parked. */
    public boolean parked() {
        return parked;
    }

    @Override
    Object[] fields() {
        return new Object[] {
            "destination",
            destination,
            "subscription",
            subscription,
            "partition",
            partition,
            "fromOffset",
            fromOffset,
            "limit",
            limit,
            "filter",
            filter,
            "parked",
            parked
        };
    }

    /** Collects what the value consists of. Not thread-safe. */
    public static final class Builder {

        private final String destination;
        private @Nullable String subscription;
        private int partition = ALL_PARTITIONS;
        private long fromOffset;
        private final int limit;
        private @Nullable String filter;
        private boolean parked;

        private Builder(String destination, int limit) {
            this.destination = destination;
            this.limit = limit;
        }

        /** Sets the subscription whose unsettled messages alone are read; null to read everything. */
        public Builder subscription(@Nullable String subscription) {
            this.subscription = subscription;
            return this;
        }

        /** Sets the partition that is read; {@value #ALL_PARTITIONS} for all, one after the other. */
        public Builder partition(int partition) {
            this.partition = partition;
            return this;
        }

        /** Sets the offset at which to begin in each partition that is read. */
        public Builder fromOffset(long fromOffset) {
            this.fromOffset = fromOffset;
            return this;
        }

        /**
         * Sets the filter of the messages, in the language of message selectors; null for all. It may ask dead letters
         * for {@code penstock_reason} and whatever else a {@link DeadLetterRequest} may.
         */
        public Builder filter(@Nullable String filter) {
            this.filter = filter;
            return this;
        }

        /** Sets whether only messages are read that the subscription has parked; without this, all that wait. */
        public Builder parked(boolean parked) {
            this.parked = parked;
            return this;
        }

        /** @throws PenstockException.InvalidConfiguration if values do not fit; the message names them */
        public BrowseRequest build() {
            return new BrowseRequest(this);
        }
    }
}
