package io.penstock;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/** A replay request says which part of a destination is to be read again. Immutable. */
public final class ReplayRequest extends Value {

    private final String destination;
    private final StartPosition from;
    private final StartPosition to;
    private final @Nullable String filter;

    private ReplayRequest(Builder builder) {
        destination = builder.destination;
        from = builder.from;
        to = builder.to;
        filter = builder.filter;
        Objects.requireNonNull(destination, "destination");
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(to, "to");
    }

    /** Starts with everything that is there now. */
    public static Builder all(String destination) {
        return new Builder(destination);
    }

    /** A builder that starts with everything that this one has. */
    public Builder copy() {
        var builder = new Builder(destination);
        builder.from = from;
        builder.to = to;
        builder.filter = filter;
        return builder;
    }

    /** The name of the destination. */
    public String destination() {
        return destination;
    }

    /** The place where to begin in each partition. */
    public StartPosition from() {
        return from;
    }

    /**
     * The place where to end in each partition, that message excluded; never beyond where the partition ends when the
     * replay begins.
     */
    public StartPosition to() {
        return to;
    }

    /** The filter of the messages, in the language of message selectors; null for all. */
    public @Nullable String filter() {
        return filter;
    }

    @Override
    Object[] fields() {
        return new Object[] {"destination", destination, "from", from, "to", to, "filter", filter};
    }

    /** Collects what the value consists of. Not thread-safe. */
    public static final class Builder {

        private final String destination;
        private StartPosition from = StartPosition.EARLIEST;
        private StartPosition to = StartPosition.LATEST;
        private @Nullable String filter;

        private Builder(String destination) {
            this.destination = destination;
        }

        /** Sets the place where to begin in each partition. */
        public Builder from(StartPosition from) {
            this.from = from;
            return this;
        }

        /**
         * Sets the place where to end in each partition, that message excluded; never beyond where the partition ends
         * when the replay begins.
         */
        public Builder to(StartPosition to) {
            this.to = to;
            return this;
        }

        /** Sets the filter of the messages, in the language of message selectors; null for all. */
        public Builder filter(@Nullable String filter) {
            this.filter = filter;
            return this;
        }

        /** @throws PenstockException.InvalidConfiguration if values do not fit; the message names them */
        public ReplayRequest build() {
            return new ReplayRequest(this);
        }
    }
}
