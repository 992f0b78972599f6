package io.penstock.listener;

import io.penstock.Ordering;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes a method of a CDI bean a consumer of a topic, through a durable subscription of that name. Topic and
 * subscription are declared if they do not exist. Parameters, results and failures are as in {@link QueueListener}.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface TopicListener {

    /** The name of the topic. It may be a configuration expression, such as <code>${orders.topic}</code>. */
    String value();

    /** The name of the durable subscription. It may be a configuration expression. */
    String subscription();

    /** The position at which a new subscription begins. Configuration can also name an offset or a time. */
    enum Start {
        /** The subscription begins at the oldest message that is still there. */
        EARLIEST,

        /** The subscription begins after the newest message, so that it gets only later ones. */
        LATEST
    }

    /** The position at which the subscription begins when it is new. */
    Start start() default Start.LATEST;

    /** The number of partitions of the topic, if it has to be declared. */
    int partitions() default 1;

    /**
     * The number of consumers that share the subscription, and so the largest number of messages that are processed at
     * a time.
     */
    int concurrency() default 1;

    Ordering ordering() default Ordering.KEY;

    /**
     * A message selector, such as {@code region = 'eu' AND price > 100}; the subscription is for messages that match
     * it, and skips the others. It may be a configuration expression. The default takes all messages.
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

    /** The name of this listener in the configuration. The default is {@code <topic>.<subscription>}. */
    String name() default "";
}
