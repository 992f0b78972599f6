package io.penstock.listener;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says where the results of a listener method are sent. Without it a result is the reply to its message, and goes where
 * the message's sender wants replies.
 *
 * <p>The result has the key of the message, and its correlation id, or else its id. It is sent in the transaction that
 * accepts the message: both happen, or neither. A method that returns null, or completes with it, sends nothing.
 *
 * <p>It is not {@code @SendsTo} of the Quarkus extension, which asks for a sender at an injection point.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface SendTo {

    /**
     * The name of a queue, a topic or an exchange, which may be a configuration expression. It is declared as a queue
     * if nobody else declares it.
     */
    String value();
}
