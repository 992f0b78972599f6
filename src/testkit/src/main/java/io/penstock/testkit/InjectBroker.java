package io.penstock.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A field of a test that gets the broker of the test: a {@link TestBroker} with {@link PenstockTest}, and the
 * application's {@code Broker} with {@code @QuarkusTest}. It may be declared as {@code Broker} in both.
 */
@Documented
@Target(ElementType.FIELD)
@Retention(RetentionPolicy.RUNTIME)
public @interface InjectBroker {}
