package io.penstock;

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

    /** Where the subscription begins when it is new. */
    StartPosition start() default StartPosition.LATEST;

    /** Partitions of the topic if it has to be declared. */
    int partitions() default 1;

    /** How many consumers share the subscription. At most that many messages are processed at a time. */
    int concurrency() default 1;

    Ordering ordering() default Ordering.KEY;

    /** By which configuration names this listener; the default is {@code <topic>.<subscription>}. */
    String name() default "";
}
