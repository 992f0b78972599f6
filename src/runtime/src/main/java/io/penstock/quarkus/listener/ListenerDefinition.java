package io.penstock.quarkus.listener;

import io.penstock.DeadLetterPolicy;
import io.penstock.Destination;
import io.penstock.DestinationKind;
import io.penstock.Ordering;
import io.penstock.RetryPolicy;
import io.penstock.listener.TopicListener;

import java.time.Duration;
import java.util.List;

/**
 * A listener method as the build found it. Names may still be configuration expressions.
 *
 * @param method for people: class and method
 * @param name by which configuration names it
 * @param subscription of a topic; empty for a queue
 * @param durable whether a topic's subscription survives its consumers
 * @param start where a topic's subscription begins when it is new; a queue's means nothing, and may be null
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
        TopicListener.Start start,
        Consumption consumption,
        RetryPolicy retry,
        DeadLetterPolicy deadLetter,
        List<Parameter> parameters,
        boolean asynchronous,
        boolean virtualThread) {

    /** More consumers than that would only wait for each other. */
    public static final int MAX_CONCURRENCY = 10_000;

    /** What a consumer takes in advance waits in memory and cannot go to another one. */
    public static final int MAX_PREFETCH = 10_000;

    /** Of a lease and of a run; whoever needs more wants no end, which is 0. */
    public static final Duration LONGEST = RetryPolicy.MAX_DELAY;

    /**
     * How its consumers take messages, as far as the annotation says.
     *
     * @param filter null for everything
     * @param prefetch 0 for what is usual
     * @param lease null for what is usual
     * @param maxProcessingTime null for what is usual
     */
    public record Consumption(
            String filter,
            boolean exclusive,
            int prefetch,
            Duration lease,
            Duration maxProcessingTime,
            boolean settleFirst) {

        /** What is usual. */
        public static final Consumption USUAL = new Consumption(null, false, 0, null, null, false);
    }

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
                consumption,
                retry,
                deadLetter,
                parameters,
                asynchronous,
                virtualThread);
    }
}
