package io.penstock.quarkus.jta;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import jakarta.inject.Qualifier;

/**
 * Asks for a {@link io.penstock.Broker}, or for a sender of objects, that takes no part in JTA transactions: what
 * it sends and accepts takes effect at once and survives the roll-back of the calling thread's transaction. An audit
 * trail wants that, or a message that reports the failure itself.
 *
 * <p>{@code @Inject @OutsideTransaction Broker broker}
 */
@Qualifier
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER, ElementType.TYPE})
public @interface OutsideTransaction {}
