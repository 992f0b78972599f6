package io.penstock.quarkus;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a class that the application itself writes as JSON or reads from it, with an {@code ObjectMapper}; or an
 * interface or base class, and with it whatever implements or extends it. In a native image their members, and those of
 * all that they are made of, are then there for Jackson to find.
 *
 * <p>What a listener, a channel or a REST method takes or returns needs no mark: its signature says as much.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface JsonDocument {}
