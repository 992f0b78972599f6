package io.penstock.quarkus.listener;

import io.penstock.DeadLetterPolicy;
import io.penstock.Destination;
import io.penstock.DestinationKind;
import io.penstock.Ordering;
import io.penstock.RetryPolicy;
import io.penstock.StartPosition;

import java.util.List;

/**
 * A listener method as the build found it. Names may still be configuration expressions.
 *
 * @param method for people: class and method
 * @param name by which configuration names it
 * @param subscription of a topic; empty for a queue
 * @param durable whether a topic's subscription survives its consumers
 * @param parameters what the method takes, in order
 * @param asynchronous whether the method returns a {@code Uni} or a {@code CompletionStage}
 * @param virtualThread whether it runs on virtual threads, where the JVM has them
 */
public record ListenerDefinition(
        String method,
        String name,
        DestinationKind kind,
        String destination,
        String subscription,
        boolean durable,
        int partitions,
        int concurrency,
        Ordering ordering,
        StartPosition start,
        RetryPolicy retry,
        DeadLetterPolicy deadLetter,
        List<Parameter> parameters,
        boolean asynchronous,
        boolean virtualThread) {

    /** What a listener method may take. */
    public enum Parameter {
        TEXT,
        BYTES,
        MESSAGE,
        DELIVERY,
        JSON
    }

    public ListenerDefinition {
        parameters = List.copyOf(parameters);
    }

    /** The same, but for what it consumes and by how many consumers. */
    ListenerDefinition with(Destination other, int consumers) {
        return new ListenerDefinition(
                method,
                name,
                other.kind(),
                other.name(),
                subscription,
                durable,
                other.partitions(),
                consumers,
                ordering,
                start,
                retry,
                deadLetter,
                parameters,
                asynchronous,
                virtualThread);
    }
}
