package io.penstock;

import java.time.Duration;
import java.util.Objects;
import java.util.Set;

/**
 * A dead-letter request says which letters of a dead-letter queue are to be put back or thrown away, and who asks for
 * it. Immutable.
 */
public final class DeadLetterRequest extends Value {

    /** The largest number of ids, which are recorded with the request. Give a filter to choose more. */
    public static final int MAX_IDS = 1_000;

    /** The most characters of the actor, the reason and the filter: enough for a sentence. */
    public static final int MAX_TEXT_LENGTH = 1_024;

    /** The highest rate in messages per second; without a rate, messages are moved as fast as possible. */
    public static final int MAX_PER_SECOND = 1_000_000;

    /** The longest time before it begins. */
    public static final Duration MAX_DELAY = Duration.ofDays(1);

    private final String queue;
    private final Set<String> messageIds;
    private final String filter;
    private final long limit;
    private final int perSecond;
    private final String actor;
    private final String reason;
    private final Duration delay;

    private DeadLetterRequest(Builder builder) {
        queue = builder.queue;
        filter = builder.filter;
        limit = builder.limit;
        perSecond = builder.perSecond;
        actor = builder.actor;
        reason = builder.reason;
        delay = Objects.requireNonNull(builder.delay, "delay");
        Objects.requireNonNull(queue, "queue");
        Objects.requireNonNull(filter, "filter");
        requireActor(actor);
        Objects.requireNonNull(reason, "reason");
        messageIds = ids(builder.messageIds, queue);
        require(
                messageIds.size() <= MAX_IDS,
                queue,
                "it names " + messageIds.size() + " ids; at most " + MAX_IDS + " are possible. Use a filter");
        require(limit >= 1, queue, "limit = " + limit + ": use 1 or more");
        require(
                perSecond >= 0 && perSecond <= MAX_PER_SECOND,
                queue,
                "perSecond = " + perSecond + ": use 0 for as fast as possible, to " + MAX_PER_SECOND);
        require(
                !delay.isNegative() && delay.compareTo(MAX_DELAY) <= 0,
                queue,
                "delay = " + delay + ": use PT0S to begin at once, to " + MAX_DELAY);
        requireShort("filter", filter);
        requireShort("reason", reason);
    }

    /** Ids in a set of their own, each of which is checked. */
    static Set<String> ids(Set<String> named, String queue) {
        Objects.requireNonNull(named, "messageIds");
        require(named.stream().noneMatch(Objects::isNull), queue, "messageIds has null among its ids");
        return Set.copyOf(named);
    }

    /**
     * Checks the name of whoever asks for an operation.
     *
     * @throws PenstockException.InvalidConfiguration if it is blank, too long to be kept, or no text of one line
     */
    public static void requireActor(String actor) {
        Objects.requireNonNull(actor, "actor");
        if (actor.isBlank() || actor.length() > MAX_TEXT_LENGTH || !PlainText.isPlain(actor)) {
            throw new PenstockException.InvalidConfiguration("The actor of an operation has " + actor.length()
                    + " characters: say who asks for it, in 1 to " + MAX_TEXT_LENGTH
                    + " characters, without control characters.");
        }
    }

    private void requireShort(String field, String text) {
        Utf8.require(text, "'" + field + "' of the request for dead letters of '" + queue + "'");
        require(
                text.length() <= MAX_TEXT_LENGTH,
                queue,
                field + " has " + text.length() + " characters; at most " + MAX_TEXT_LENGTH + " are possible");
    }

    /** Starts with all letters that are in the queue when the request is served. */
    public static Builder all(String queue, String actor) {
        return new Builder(queue, actor);
    }

    /** A builder that starts with everything that this one has. */
    public Builder copy() {
        var builder = new Builder(queue, actor);
        builder.messageIds = messageIds;
        builder.filter = filter;
        builder.limit = limit;
        builder.perSecond = perSecond;
        builder.reason = reason;
        builder.delay = delay;
        return builder;
    }

    /** The name of the dead-letter queue. */
    public String queue() {
        return queue;
    }

    /** The ids of the letters; empty for any. */
    public Set<String> messageIds() {
        return messageIds;
    }

    /**
     * The filter that letters must match, as Jakarta Messaging selects ({@code penstock_reason = 'ABORTED'});
     * empty for any.
     */
    public String filter() {
        return filter;
    }

    /** The number of letters at most; 1 or more. */
    public long limit() {
        return limit;
    }

    /** The number of letters a second at most; 0 for as fast as possible. */
    public int perSecond() {
        return perSecond;
    }

    /** The name of who asks for it, which is written down. */
    public String actor() {
        return actor;
    }

    /** The reason, which is written down; empty if none is given. */
    public String reason() {
        return reason;
    }

    /** The time before it begins, until when stopping it leaves all as it was; zero to begin at once. */
    public Duration delay() {
        return delay;
    }

    private static void require(boolean valid, String queue, String problem) {
        if (!valid) {
            throw new PenstockException.InvalidConfiguration(
                    "The request for dead letters of '" + queue + "' cannot be served: " + problem + ".");
        }
    }

    @Override
    Object[] fields() {
        return new Object[] {
            "queue",
            queue,
            "messageIds",
            messageIds,
            "filter",
            filter,
            "limit",
            limit,
            "perSecond",
            perSecond,
            "actor",
            actor,
            "reason",
            reason,
            "delay",
            delay
        };
    }

    /** Collects what the value consists of. Not thread-safe. */
    public static final class Builder {

        private final String queue;
        private Set<String> messageIds = Set.of();
        private String filter = "";
        private long limit = Long.MAX_VALUE;
        private int perSecond;
        private String actor;
        private String reason = "";
        private Duration delay = Duration.ZERO;

        private Builder(String queue, String actor) {
            this.queue = queue;
            this.actor = actor;
        }

        /** Sets the name of who asks for it: a door that knows its caller sets the caller's. */
        public Builder actor(String actor) {
            this.actor = Objects.requireNonNull(actor, "actor");
            return this;
        }

        /** Sets the ids of the letters; empty for any. */
        public Builder messageIds(Set<String> messageIds) {
            this.messageIds = messageIds;
            return this;
        }

        /**
         * Sets the filter that letters must match, as Jakarta Messaging selects ({@code penstock_reason =
         * 'ABORTED'}); empty for any.
         */
        public Builder filter(String filter) {
            this.filter = filter;
            return this;
        }

        /** Sets the number of letters at most; 1 or more. */
        public Builder limit(long limit) {
            this.limit = limit;
            return this;
        }

        /** Sets the number of letters a second at most; 0 for as fast as possible. */
        public Builder perSecond(int perSecond) {
            this.perSecond = perSecond;
            return this;
        }

        /** Sets the reason, which is written down; empty if none is given. */
        public Builder reason(String reason) {
            this.reason = reason;
            return this;
        }

        /**
         * Sets the time before it begins: zero, which is usual, to {@link DeadLetterRequest#MAX_DELAY}. Until then
         * {@link Operations#stop} undoes it whole. It is for letters that are there when it is asked for.
         */
        public Builder delay(Duration delay) {
            this.delay = delay;
            return this;
        }

        /** @throws PenstockException.InvalidConfiguration if values do not fit; the message names them */
        public DeadLetterRequest build() {
            return new DeadLetterRequest(this);
        }
    }
}
