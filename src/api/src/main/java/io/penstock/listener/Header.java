package io.penstock.listener;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a parameter of a listener that takes a header of the message: a {@code String}, a {@code byte[]}, or what its
 * text is converted to: {@code boolean}, {@code int}, {@code long}, {@code double} and the other numbers,
 * {@code Instant}, {@code Duration}, {@code UUID}, or an enum, by the names of its constants. It is null, or an empty
 * {@code Optional}, if the message has no such header.
 *
 * <p>A message whose header cannot be converted, or is not there for a primitive, is unreadable: it becomes a dead
 * letter at once.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface Header {

    /** The name of the header. */
    String value();
}
