package io.penstock.quarkus;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a class that the application itself writes as JSON or reads from it, with an {@code ObjectMapper}. A mark on an
 * interface or a base class covers whatever implements or extends it. In a native image Jackson then finds the members
 * of these classes, and of all classes that they are made of.
 *
 * <p>The classes that a listener, a channel or a REST method takes or returns need no mark: its signature names them.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface JsonDocument {}
