package io.penstock;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What becomes of a message that cannot be processed.
 *
 * @param discard true to throw it away, which loses it and is counted as such, unless a route names a queue for it
 * @param destination the queue that takes dead letters; null for the default, {@code <queue>.dlq} or
 *     {@code <topic>.<subscription>.dlq}
 * @param routes queues for certain failures: from the class name of an exception, whose subclasses count too, to the
 *     queue
 * @param alert when many of them are worth a call; null for never
 */
public record DeadLetterPolicy(boolean discard, String destination, Map<String, String> routes, DeadLetterAlert alert) {

    /** More than a person can keep apart; every failure is compared with them. */
    public static final int MAX_ROUTES = 100;

    /** Of the class name of an exception; the Java compiler allows more, and nobody reads it. */
    public static final int MAX_CLASS_NAME_LENGTH = 512;

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
        if (routes.size() > MAX_ROUTES) {
            throw new PenstockException.InvalidConfiguration("A dead-letter policy has " + routes.size()
                    + " routes: at most " + MAX_ROUTES + " are possible. Name a common superclass.");
        }
        routes.forEach(DeadLetterPolicy::requireRoute);
        // Sorted: two that say the same are equal, and are written down in the same way.
        routes = Collections.unmodifiableMap(new TreeMap<>(routes));
    }

    private static void requireRoute(String exception, String queue) {
        Destination.requireName(queue, "dead-letter queue");
        if (exception.isBlank() || exception.length() > MAX_CLASS_NAME_LENGTH) {
            throw new PenstockException.InvalidConfiguration("The route of dead letters to '" + queue
                    + "' names the exception '" + exception + "': use the name of its class.");
        }
    }

    /** One without routes and alert. */
    public DeadLetterPolicy(boolean discard, String destination) {
        this(discard, destination, Map.of(), null);
    }

    /** To the queue of that name. */
    public static DeadLetterPolicy to(String queue) {
        return new DeadLetterPolicy(false, queue);
    }

    /** The same with these routes instead of its own. */
    public DeadLetterPolicy withRoutes(Map<String, String> others) {
        return new DeadLetterPolicy(discard, destination, others, alert);
    }

    /** The same with that alert; null for none. */
    public DeadLetterPolicy withAlert(DeadLetterAlert other) {
        return new DeadLetterPolicy(discard, destination, routes, other);
    }

    /** The queue that takes the dead letters of a subscription under this policy, if no route names another. */
    public String queueFor(String source, String subscription) {
        if (destination != null) {
            return destination;
        }
        return source.equals(subscription) ? source + ".dlq" : source + "." + subscription + ".dlq";
    }

    /**
     * The queue that takes a letter that died of that failure: that of the route whose class is nearest to the
     * failure's own.
     *
     * @param failure null if it did not die of one
     * @return null if it is thrown away
     */
    public String queueFor(String source, String subscription, Throwable failure) {
        for (Class<?> type = failure == null ? null : failure.getClass(); type != null; type = type.getSuperclass()) {
            String queue = routes.get(type.getName());
            if (queue != null) {
                return queue;
            }
        }
        return discard ? null : queueFor(source, subscription);
    }

    /** All queues that may get dead letters of a subscription under this policy. */
    public Set<String> queues(String source, String subscription) {
        var queues = new LinkedHashSet<>(routes.values());
        if (!discard) {
            queues.add(queueFor(source, subscription));
        }
        return queues;
    }
}
