package io.penstock.listener;

import io.penstock.Delivery;
import io.penstock.Message;
import io.penstock.Ordering;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes a method of a CDI bean a consumer of a queue. The queue is declared if it does not exist.
 *
 * <p>The method takes the payload as its first parameter, or as the one with {@link Body}: {@code String},
 * {@code byte[]}, {@link Message}, {@link Delivery}, or a type that the JSON body is read into; {@link Key} and
 * {@link Header} mark parameters for those, and any other parameter is a {@link Message} or a {@link Delivery}.
 * Instead of what may be missing it can take an {@code Optional} of it. If all parameters are lists, it takes
 * batches.
 *
 * <p>When it returns (or the {@code CompletionStage} or {@code Uni} that it returned completes), the message is
 * accepted; when it fails, {@link Retry} and {@link DeadLetter} decide. A result is sent: see {@link SendTo}. It runs
 * on a worker thread and may block.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface QueueListener {

    /** The name of the queue. It may be a configuration expression, such as <code>${orders.queue}</code>. */
    String value();

    /** The number of partitions of the queue, if it has to be declared. */
    int partitions() default 1;

    /** The number of consumers, and so the largest number of messages that are processed at a time. */
    int concurrency() default 1;

    Ordering ordering() default Ordering.NONE;

    /**
     * A message selector, such as {@code region = 'eu' AND price > 100}; the listener takes only messages that match
     * it. Other messages stay in the queue for other consumers. It may be a configuration expression, and needs the
     * ordering NONE or KEY. The default takes all messages.
     */
    String filter() default "";

    /**
     * Whether only one consumer is active, in all applications that share the subscription, while the others stand by.
     */
    boolean exclusive() default false;

    /**
     * The largest number of messages that each consumer holds, including the one that it processes; 0 means 1,024, and
     * with batches 256, or two batches if that is more. A consumer prefetches as many messages as it processes within
     * some milliseconds.
     */
    int prefetch() default 0;

    /**
     * The time that a consumer may hold a message without renewing its lease, before the message is delivered to
     * another consumer, such as {@code 30s} or {@code 5m}. The lease is renewed while the method runs. The default is 5
     * minutes, {@code 0} means no limit.
     */
    String lease() default "";

    /**
     * The time that one call of the method may take, such as {@code 10m}; it is at least as long as the lease. After it
     * the thread is interrupted, or what the method returned is cancelled, and the message goes to another consumer,
     * which counts as a delivery. The default is 30 minutes, {@code 0} means no limit.
     */
    String maxProcessingTime() default "";

    /**
     * Whether a message is settled before the method is called, so that it is delivered at most once, whatever the
     * method does.
     */
    boolean settleFirst() default false;

    /**
     * The largest number of messages in one call of a method that takes lists: 1 to 10000; 0 means 100. A call gets
     * what is there and does not wait for more. Only for methods that take lists.
     */
    int batchSize() default 0;

    /**
     * Whether the listener begins to take messages when the application has started. If not, the application starts it;
     * its destination and subscription are declared all the same.
     */
    boolean autoStart() default true;

    /** The name of this listener in the configuration. The default is the name of the queue. */
    String name() default "";
}
