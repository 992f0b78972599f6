package io.penstock;

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

    /** By which configuration names this listener; the default is the queue's name. */
    String name() default "";
}
