package io.penstock;

import java.util.Objects;
import java.util.Set;

/**
 * A redrive request says which dead letters are to be put back to where they failed, at once and while the caller
 * waits. {@link DeadLetterRequest} is for many, in the background. Immutable.
 */
public final class RedriveRequest extends Value {

    /**
     * The largest number of messages that one request puts back, so that a mistake cannot flood a consumer. Ask again
     * for more.
     */
    public static final int MAX_LIMIT = 10_000;

    /** The actor, if nobody says who it is. */
    public static final String UNKNOWN_ACTOR = "application";

    private final String deadLetterQueue;
    private final Set<String> messageIds;
    private final String filter;
    private final int limit;
    private final boolean dryRun;
    private final String actor;
    private final String reason;

    private RedriveRequest(Builder builder) {
        deadLetterQueue = builder.deadLetterQueue;
        filter = builder.filter;
        limit = builder.limit;
        dryRun = builder.dryRun;
        actor = builder.actor;
        reason = builder.reason;
        Objects.requireNonNull(deadLetterQueue, "deadLetterQueue");
        Objects.requireNonNull(filter, "filter");
        Objects.requireNonNull(actor, "actor");
        Objects.requireNonNull(reason, "reason");
        messageIds = DeadLetterRequest.ids(builder.messageIds, deadLetterQueue);
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new PenstockException.InvalidConfiguration("Cannot redrive messages of '" + deadLetterQueue
                    + "': limit = " + limit + ": use 1 to " + MAX_LIMIT + ".");
        }
    }

    /** Starts with all letters of a queue, up to the limit. */
    public static Builder all(String deadLetterQueue) {
        return new Builder(deadLetterQueue);
    }

    /** A builder that starts with everything that this one has. */
    public Builder copy() {
        var builder = new Builder(deadLetterQueue);
        builder.messageIds = messageIds;
        builder.filter = filter;
        builder.limit = limit;
        builder.dryRun = dryRun;
        builder.actor = actor;
        builder.reason = reason;
        return builder;
    }

    /** The name of the dead-letter queue. */
    public String deadLetterQueue() {
        return deadLetterQueue;
    }

    /** The ids of the letters; empty for any. */
    public Set<String> messageIds() {
        return messageIds;
    }

    /** The filter that letters must match, as {@link DeadLetterRequest#filter} says; empty for any. */
    public String filter() {
        return filter;
    }

    /** The number of letters to put back at most; 1 to {@value #MAX_LIMIT}. */
    public int limit() {
        return limit;
    }

    /** Whether letters are only counted. */
    public boolean dryRun() {
        return dryRun;
    }

    /** The name of who asks for it, which is written down. */
    public String actor() {
        return actor;
    }

    /** The reason, which is written down; empty if none is given. */
    public String reason() {
        return reason;
    }

    @Override
    Object[] fields() {
        return new Object[] {
            "deadLetterQueue",
            deadLetterQueue,
            "messageIds",
            messageIds,
            "filter",
            filter,
            "limit",
            limit,
            "dryRun",
            dryRun,
            "actor",
            actor,
            "reason",
            reason
        };
    }

    /** Collects what the value consists of. Not thread-safe. */
    public static final class Builder {

        private final String deadLetterQueue;
        private Set<String> messageIds = Set.of();
        private String filter = "";
        private int limit = MAX_LIMIT;
        private boolean dryRun;
        private String actor = UNKNOWN_ACTOR;
        private String reason = "";

        private Builder(String deadLetterQueue) {
            this.deadLetterQueue = deadLetterQueue;
        }

        /** Sets the ids of the letters; empty for any. */
        public Builder messageIds(Set<String> messageIds) {
            this.messageIds = messageIds;
            return this;
        }

        /** Sets the filter that letters must match, as {@link DeadLetterRequest#filter} says; empty for any. */
        public Builder filter(String filter) {
            this.filter = filter;
            return this;
        }

        /** Sets the number of letters to put back at most; 1 to {@value #MAX_LIMIT}. */
        public Builder limit(int limit) {
            this.limit = limit;
            return this;
        }

        /** Sets whether letters are only counted. */
        public Builder dryRun(boolean dryRun) {
            this.dryRun = dryRun;
            return this;
        }

        /** Sets the name of who asks for it, which is written down. */
        public Builder actor(String actor) {
            this.actor = actor;
            return this;
        }

        /** Sets the reason, which is written down; empty if none is given. */
        public Builder reason(String reason) {
            this.reason = reason;
            return this;
        }

        /** @throws PenstockException.InvalidConfiguration if values do not fit; the message names them */
        public RedriveRequest build() {
            return new RedriveRequest(this);
        }
    }
}
