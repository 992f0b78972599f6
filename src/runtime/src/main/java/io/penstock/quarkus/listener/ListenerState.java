package io.penstock.quarkus.listener;

import java.time.Instant;
import java.util.Optional;

/**
 * What a listener is doing.
 *
 * @param name the name of the listener in the configuration
 * @param destination the queue or topic whose messages it takes
 * @param subscription the subscription of a topic; that of a queue has the queue's name
 * @param concurrency the number of its consumers
 * @param lastError what failed last since the application started, as the log has it
 * @param lastErrorAt when that was
 */
public record ListenerState(
        String name,
        String destination,
        String subscription,
        int concurrency,
        Status status,
        Optional<String> lastError,
        Optional<Instant> lastErrorAt) {

    /** What a listener can be doing. */
    public enum Status {
        /** It takes messages. */
        RUNNING,
        /** It takes none, and stays joined to its subscription. */
        PAUSED,
        /** It takes none, and is still processing some. */
        STOPPING,
        /** It is not joined to its subscription. */
        STOPPED,
        /** The broker has closed it, because what it reads was deleted. */
        CLOSED
    }
}
