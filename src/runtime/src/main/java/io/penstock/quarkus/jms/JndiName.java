package io.penstock.quarkus.jms;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import jakarta.enterprise.util.Nonbinding;
import jakarta.inject.Qualifier;

/** Qualifies an injection point of Jakarta Messaging. The build adds it where {@code @Resource} stands. */
@Qualifier
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER})
public @interface JndiName {

    /** The JNDI name, such as {@code java:/jms/queue/orders}. */
    @Nonbinding
    String value();
}
