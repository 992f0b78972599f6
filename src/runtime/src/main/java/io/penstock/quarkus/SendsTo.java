package io.penstock.quarkus;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import jakarta.enterprise.util.Nonbinding;
import jakarta.inject.Qualifier;

/**
 * Asks for a sender of objects to one destination: {@code @Inject @SendsTo("orders") TypedSender<Order> orders}. The
 * application's {@code ObjectMapper} writes them as JSON, or its own bean of type {@link io.penstock.spi.PayloadCodec}
 * in another format. Text and bytes are sent as they are.
 *
 * <p>The destination exists when the application starts. It is a queue, unless configuration, a listener or a channel
 * of the application makes it something else, or it exists already. What cannot be sent, or cannot be a name, fails the
 * build.
 */
@Qualifier
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.METHOD, ElementType.TYPE})
public @interface SendsTo {

    /** The name of a queue, a topic or an exchange; may be a configuration expression. */
    @Nonbinding
    String value();
}
