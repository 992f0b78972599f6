package io.penstock.quarkus.jms;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import jakarta.enterprise.util.Nonbinding;
import jakarta.inject.Qualifier;

/** Put by the build where {@code @Resource} asks for something of Jakarta Messaging. */
@Qualifier
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER})
public @interface JndiName {

    /** Such as {@code java:/jms/queue/orders}. */
    @Nonbinding
    String value();
}
