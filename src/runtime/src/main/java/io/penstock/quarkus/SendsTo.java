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
 * application's {@code ObjectMapper} writes the objects as JSON, or a bean of type {@link io.penstock.spi.PayloadCodec}
 * writes them in another format. Text and bytes are sent as they are.
 *
 * <p>The destination exists when the application starts. It is declared as a queue, unless it exists already, or
 * configuration, a listener or a channel of the application declares it. A payload type that cannot be sent, or an
 * invalid name, fails the build.
 */
@Qualifier
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.METHOD, ElementType.TYPE})
public @interface SendsTo {

    /** The name of a queue, a topic or an exchange. It may be a configuration expression. */
    @Nonbinding
    String value();
}
