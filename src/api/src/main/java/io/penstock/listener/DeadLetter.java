package io.penstock.listener;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says where the messages of a listener go that cannot be processed. Without it, they go to the queue with the default
 * name.
 */
@Documented
@Target({ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
public @interface DeadLetter {

    /** The queue that takes them; empty for the default, {@code <queue>.dlq} or {@code <topic>.<subscription>.dlq}. */
    String value() default "";

    /** What to do with them. Losing messages has to be written out. */
    Policy policy() default Policy.QUEUE;

    /** Other queues for certain failures; that of the class nearest to the failure's own takes it. */
    Route[] routes() default {};

    /** A queue for the letters that died of a certain failure. */
    @Documented
    @Target({})
    @Retention(RetentionPolicy.RUNTIME)
    @interface Route {

        /** The failure, subclasses included. */
        Class<? extends Throwable> on();

        /** The queue. */
        String to();
    }

    /** What becomes of a dead letter. */
    enum Policy {
        /** Put it into the queue. */
        QUEUE,

        /** Throw it away. It is counted, and gone. */
        DISCARD
    }
}
