package io.penstock;

/**
 * What becomes of a message that cannot be processed.
 *
 * @param discard true to throw it away, which loses it and is counted as such
 * @param destination the queue that takes dead letters; null for the default, {@code <queue>.dlq} or
 *     {@code <topic>.<subscription>.dlq}
 */
public record DeadLetterPolicy(boolean discard, String destination) {

    /** To the queue with the default name. */
    public static final DeadLetterPolicy DEFAULT = new DeadLetterPolicy(false, null);

    /** Throw it away. */
    public static final DeadLetterPolicy DISCARD = new DeadLetterPolicy(true, null);

    public DeadLetterPolicy {
        if (destination != null) {
            Destination.requireName(destination, "dead-letter queue");
            if (discard) {
                throw new PenstockException.InvalidConfiguration(
                        "A dead-letter policy that discards has no use for the queue '" + destination + "'.");
            }
        }
    }

    /** To the queue of that name. */
    public static DeadLetterPolicy to(String queue) {
        return new DeadLetterPolicy(false, queue);
    }

    /** The queue that takes the dead letters of a subscription under this policy. */
    public String queueFor(String source, String subscription) {
        if (destination != null) {
            return destination;
        }
        return source.equals(subscription) ? source + ".dlq" : source + "." + subscription + ".dlq";
    }
}
