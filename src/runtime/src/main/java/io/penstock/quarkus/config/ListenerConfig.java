package io.penstock.quarkus.config;

import io.penstock.Ordering;
import io.penstock.listener.DeadLetter;
import io.quarkus.runtime.annotations.ConfigGroup;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** The settings of one listener. A value that is set here takes precedence over the listener's annotations. */
@ConfigGroup
public interface ListenerConfig {

    /**
     * Whether the listener runs. A listener that is disabled consumes nothing, and declares no destination and no
     * subscription.
     */
    @WithDefault("true")
    boolean enabled();

    /**
     * The number of consumers of this listener, and so the number of messages that it processes at a time: 1 to 10000.
     * The default is the value in the annotation.
     */
    Optional<@WithConverter(WrittenInt.class) Integer> concurrency();

    /**
     * The order in which messages are handed out to several consumers: {@code none}, {@code key}, {@code group} or
     * {@code partition}. The default is the value in the annotation.
     */
    Optional<Ordering> ordering();

    /**
     * A message selector; the listener takes only messages that match it. The default is the value in the annotation.
     */
    Optional<String> filter();

    /**
     * Whether only one consumer of the subscription is active while the others stand by. The default is the value in
     * the annotation.
     */
    Optional<Boolean> exclusive();

    /**
     * The position at which a new subscription of a topic begins: {@code earliest}, {@code latest}, {@code offset:42},
     * or a time such as {@code 2026-01-31T12:00:00Z}. An existing subscription keeps its position. A listener on a
     * queue has no such position, and does not start with one. The default is the value in the annotation.
     */
    Optional<String> start();

    /**
     * The largest number of messages that each consumer holds, including the one that it processes: 1 to 10000. A
     * consumer prefetches as many messages as it processes within about 10 milliseconds, up to this number; 1 means
     * that it never prefetches. The default is the value in the annotation, or else 1024. With batches it is 256, or
     * two batches if that is more.
     */
    Optional<@WithConverter(WrittenInt.class) Integer> prefetch();

    /**
     * The largest number of messages in one call of a method that takes lists: 1 to 10000. A call gets what is there
     * and does not wait for more. The default is the value in the annotation, or 100.
     */
    Optional<@WithConverter(WrittenInt.class) Integer> batchSize();

    /**
     * Whether the listener begins to take messages when the application has started. If not, the application starts it
     * through {@code Listeners}. The default is the value in the annotation.
     */
    Optional<Boolean> autoStart();

    /**
     * The time that a consumer may hold a message without renewing its lease, before the message is delivered to
     * another consumer. The lease is renewed while the method runs. 0 means no limit; the longest is 3660 days. The
     * default is the value in the annotation, or 5 minutes.
     */
    Optional<@WithConverter(WrittenDuration.class) Duration> lease();

    /**
     * The time that one call of the method may take. After it the thread is interrupted, the result is ignored, and the
     * message is delivered to another consumer. It is at least as long as the lease. 0 means no limit; the longest is
     * 3660 days. The default is the value in the annotation, or 30 minutes, or the lease if that is longer.
     */
    Optional<@WithConverter(WrittenDuration.class) Duration> maxProcessingTime();

    /**
     * Whether a message is settled before the method is called, so that it is delivered at most once, and is not
     * retried if the method fails. The default is the value in the annotation.
     */
    Optional<Boolean> settleFirst();

    /**
     * The number of deliveries after which a message becomes a dead letter, at least 1. All deliveries count, also
     * those that ended with a crash or an expired lease.
     */
    @WithDefault("20")
    @WithConverter(WrittenInt.class)
    int maxDeliveries();

    /** The retry policy: when a message is delivered again whose processing failed. */
    RetryConfig retry();

    /** The dead-letter policy: what happens to a message that cannot be processed. */
    DeadLetterConfig deadLetter();

    /**
     * The retry policy of a listener. A property that is not set has the value in the annotation {@code @Retry}, or
     * that annotation's default. Durations are at most 3660 days.
     */
    interface RetryConfig {

        /**
         * The number of retries after the first attempt; 0 means none, -1 means no limit. The default is the value in
         * the annotation, or 4.
         */
        Optional<@WithConverter(WrittenInt.class) Integer> maxRetries();

        /** The delay before the first retry. The default is the value in the annotation, or 1 second. */
        Optional<@WithConverter(WrittenDuration.class) Duration> delay();

        /**
         * The factor by which the delay grows with each retry, at least 1. The default is the value in the annotation,
         * or 2.
         */
        OptionalDouble factor();

        /**
         * The longest delay before a retry, not less than {@code delay}. The default is the value in the annotation, or
         * 5 minutes.
         */
        Optional<@WithConverter(WrittenDuration.class) Duration> maxDelay();

        /**
         * The largest random variation of the delay, in both directions. The default is the value in the annotation, or
         * 200 milliseconds.
         */
        Optional<@WithConverter(WrittenDuration.class) Duration> jitter();

        /**
         * The time since the first delivery after which no retry begins. It is longer than {@code delay}; 0 means no
         * limit. The default is the value in the annotation, or 0.
         */
        Optional<@WithConverter(WrittenDuration.class) Duration> maxDuration();

        /**
         * The class names of exceptions that are retried; their subclasses are retried too. The default is the value in
         * the annotation, or all exceptions.
         */
        Optional<List<String>> retryOn();

        /**
         * The class names of exceptions that are not retried; their subclasses are not retried either. The class
         * nearest to the exception's own class decides, and if both lists name it, it is not retried. The default is
         * the value in the annotation, or none.
         */
        Optional<List<String>> abortOn();
    }

    /**
     * The dead-letter policy of a listener. A property that is not set has the value in the annotation
     * {@code @DeadLetter}, or that annotation's default.
     */
    interface DeadLetterConfig {

        /**
         * The name of the queue that takes dead letters; it is declared if it does not exist. The default is the value
         * in the annotation, or {@code <queue>.dlq} and {@code <topic>.<subscription>.dlq}.
         */
        Optional<String> queue();

        /**
         * The policy for dead letters: {@code queue} puts them into the dead-letter queue, {@code discard} deletes
         * them. The default is the value in the annotation, or {@code queue}.
         */
        Optional<DeadLetter.Policy> policy();

        /**
         * The queues that take the dead letters of certain exceptions, by the class name of the exception; subclasses
         * count too. They are added to the routes of the annotation.
         */
        Map<String, String> routes();

        /** The alert about many dead letters. It is an event of the broker, a line in the log and a meter. */
        AlertConfig alert();
    }

    /** The alert about dead letters of a listener: how many of them within which time raise it. */
    interface AlertConfig {

        /**
         * The number of dead letters within the window above which the alert is raised: 0 to 10000. By default there is
         * no alert.
         */
        Optional<@WithConverter(WrittenInt.class) Integer> moreThan();

        /** The time within which dead letters are counted for the alert: 1 second to 7 days. */
        @WithDefault("5m")
        @WithConverter(WrittenDuration.class)
        Duration window();
    }
}
