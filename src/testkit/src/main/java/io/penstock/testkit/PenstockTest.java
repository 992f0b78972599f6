package io.penstock.testkit;

import org.junit.jupiter.api.extension.ExtendWith;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A test class of plain JUnit whose methods have an empty {@link TestBroker} each, closed at their end: as a field with
 * {@link InjectBroker}, or as a parameter of a test, of {@code @BeforeEach} and of {@code @AfterEach}.
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(PenstockExtension.class)
public @interface PenstockTest {}
