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
 * Describes a listener method as the build found it. Names may still be configuration expressions.
 *
 * @param method the class and method, for error messages
 * @param name the name of the listener in the configuration
 * @param kind the kind of the destination
 * @param destination the name of the destination, or the JNDI name that a message-driven bean gives
 * @param subscription the subscription of a topic; empty for a queue
 * @param durable whether a topic's subscription survives its consumers
 * @param partitions the number of partitions if the destination has to be declared
 * @param concurrency the number of consumers
 * @param ordering the order of hand-outs
 * @param start the position at which a topic's new subscription begins; it has no meaning for a queue, and may be null
 * @param consumption how consumers take messages
 * @param retry the retry policy
 * @param deadLetter the dead-letter policy
 * @param parameters what the method's parameters take, in order; of a batch, what each message gives
 * @param invocation how the method is called
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
        Invocation invocation) {

    /** More consumers than that would only wait for each other. */
    public static final int MAX_CONCURRENCY = 10_000;

    /** What a consumer takes in advance waits in memory and cannot go to another one. */
    public static final int MAX_PREFETCH = 10_000;

    /** More messages than that in one call would only delay the acceptance of the first. */
    public static final int MAX_BATCH = 10_000;

    /** Of a lease and of a run; whoever needs more wants no end, which is 0. */
    public static final Duration LONGEST = RetryPolicy.MAX_DELAY;

    /**
     * Describes how the consumers of a listener take messages, as far as the annotation says.
     *
     * @param filter the message selector; null for all messages
     * @param exclusive whether only one consumer is active
     * @param prefetch the largest number of messages that a consumer holds; 0 for the default
     * @param lease the lease; null for the default
     * @param maxProcessingTime the longest time of a run; null for the default
     * @param settleFirst whether messages are settled before they are processed
     * @param batchSize the largest number of messages in one call; 0 for the default
     * @param autoStart whether it takes messages from the start of the application on
     */
    public record Consumption(
            String filter,
            boolean exclusive,
            int prefetch,
            Duration lease,
            Duration maxProcessingTime,
            boolean settleFirst,
            int batchSize,
            boolean autoStart) {

        /** The defaults of an annotation without attributes. */
        public static final Consumption USUAL = new Consumption(null, false, 0, null, null, false, 0, true);
    }

    /**
     * A parameter of a listener method.
     *
     * @param header the name of the header that it takes; null for any other kind
     * @param isOptional whether it is an {@code Optional}, which is empty instead of null
     * @param type the name of the type that a header is converted to; null for any other kind
     */
    public record Parameter(ParameterKind kind, String header, boolean isOptional, String type) {

        public static Parameter of(ParameterKind kind) {
            return new Parameter(kind, null, false, null);
        }

        /** A parameter that takes a header, as it is or converted to a type. */
        public static Parameter ofHeader(ParameterKind kind, String header, String type) {
            return new Parameter(kind, header, false, type);
        }

        /** The same as an {@code Optional}. */
        public Parameter optional() {
            return new Parameter(kind, header, true, type);
        }
    }

    /** The kinds of parameters that a listener method may have. */
    public enum ParameterKind {
        TEXT,
        BYTES,
        MESSAGE,
        DELIVERY,
        JSON,
        KEY_TEXT,
        KEY_BYTES,
        HEADER_TEXT,
        HEADER_BYTES,
        HEADER_VALUE
    }

    public ListenerDefinition {
        parameters = List.copyOf(parameters);
    }

    /** The place of the parameter that JSON is read into; -1 if there is none. */
    public int jsonParameter() {
        return parameters.stream().map(Parameter::kind).toList().indexOf(ParameterKind.JSON);
    }

    /** A copy with another destination and another number of consumers. */
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
                invocation);
    }
}
