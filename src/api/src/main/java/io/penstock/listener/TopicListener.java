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

    /** The topic. May be a configuration expression, such as <code>${orders.topic}</code>. */
    String value();

    /** The durable subscription. May be a configuration expression. */
    String subscription();

    /** The place where a new subscription begins; configuration can also name an offset or a time. */
    enum Start {
        /** At the oldest message that is still there. */
        EARLIEST,

        /** After the newest message: only what is sent from now on. */
        LATEST
    }

    /** Where the subscription begins when it is new. */
    Start start() default Start.LATEST;

    /** Partitions of the topic if it has to be declared. */
    int partitions() default 1;

    /** How many consumers share the subscription. At most that many messages are processed at a time. */
    int concurrency() default 1;

    Ordering ordering() default Ordering.KEY;

    /**
     * Which messages the subscription is for, as a message selector such as {@code region = 'eu' AND price > 100}; the
     * others are skipped. May be a configuration expression.
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

    /** The name of this listener in the configuration; the default is {@code <topic>.<subscription>}. */
    String name() default "";
}
