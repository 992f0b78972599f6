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

    /**
     * The queue that takes dead letters, which cannot be the one that the listener listens to. The default is
     * {@code <queue>.dlq} or {@code <topic>.<subscription>.dlq}.
     */
    String value() default "";

    /** The policy for dead letters. To discard them has to be asked for. */
    Policy policy() default Policy.QUEUE;

    /** The queues for certain failures. The route whose class is nearest to that of the failure decides. */
    Route[] routes() default {};

    /** Says which queue takes the dead letters of a certain failure. */
    @Documented
    @Target({})
    @Retention(RetentionPolicy.RUNTIME)
    @interface Route {

        /** The class of the failure; its subclasses count too. */
        Class<? extends Throwable> on();

        /** The name of the queue. */
        String to();
    }

    /** Says what happens to a dead letter. */
    enum Policy {
        /** The dead letter is put into the queue. */
        QUEUE,

        /** The dead letter is deleted and counted. */
        DISCARD
    }
}
