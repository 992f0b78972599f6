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
 * <p>The method takes the payload as its first parameter: {@code String}, {@code byte[]}, {@link Message},
 * {@link Delivery}, or a class that the JSON body is read into; any other parameter is a {@link Message} or a
 * {@link Delivery}. It returns {@code void}, a {@code CompletionStage} or a {@code Uni}. When it returns (or what it
 * returned completes), the message is accepted; when it fails, {@link Retry} and {@link DeadLetter} decide.
 * It runs on a worker thread and may block.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface QueueListener {

    /** The queue. May be a configuration expression, such as <code>${orders.queue}</code>. */
    String value();

    /** Partitions of the queue if it has to be declared. */
    int partitions() default 1;

    /** How many consumers compete. At most that many messages are processed at a time. */
    int concurrency() default 1;

    Ordering ordering() default Ordering.NONE;

    /**
     * Which messages this listener takes, as a message selector such as {@code region = 'eu' AND price > 100}. Others
     * stay in the queue for other consumers. May be a configuration expression. Not with ordering PARTITION.
     */
    String filter() default "";

    /** Whether only one consumer is active, in all applications that share the subscription; the others stand by. */
    boolean exclusive() default false;

    /**
     * How many messages each consumer may hold at most, the one that it processes included; 0 for as many as are usual
     * (256). It takes in advance what it processes within some milliseconds.
     */
    int prefetch() default 0;

    /**
     * How long a consumer may keep a message without a sign of life before another one gets it, such as {@code 30s} or
     * {@code 5m}; renewed while the method runs. Empty for what is usual (5 minutes), {@code 0} for no end.
     */
    String lease() default "";

    /**
     * How long the method may run, such as {@code 10m}: then its thread is interrupted, what it returns is ignored, and
     * the message goes to another consumer, which counts as a delivery. At least the lease. Empty for what is usual
     * (30 minutes), {@code 0} for no end.
     */
    String maxProcessingTime() default "";

    /** Whether messages are settled before the method is called: at most once, whatever becomes of it. */
    boolean settleFirst() default false;

    /** The name of this listener in the configuration; the default is the queue's name. */
    String name() default "";
}
