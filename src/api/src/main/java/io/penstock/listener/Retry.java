package io.penstock.listener;

import io.penstock.RetryPolicy;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.time.temporal.ChronoUnit;

/**
 * Says when a message whose listener failed is delivered again. The redelivery is durable: the wait occupies no thread,
 * and attempts and due times survive a restart. Attributes mean what {@link RetryPolicy} says, and follow MicroProfile
 * Fault Tolerance where they are equal. Combinations that make no sense fail the build.
 */
@Documented
@Target({ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
public @interface Retry {

    /** Runs after the first one; -1 for no limit. */
    int maxRetries() default 4;

    /** The wait before the first retry, in {@link #delayUnit()}. */
    long delay() default 1_000;

    ChronoUnit delayUnit() default ChronoUnit.MILLIS;

    /** The factor by which the delay grows with each retry; at least 1. */
    double factor() default 2;

    /** The longest delay between retries, in {@link #maxDelayUnit()}. */
    long maxDelay() default 300_000;

    ChronoUnit maxDelayUnit() default ChronoUnit.MILLIS;

    /** Up to which the delay is varied at random in both directions, in {@link #jitterDelayUnit()}. */
    long jitter() default 200;

    ChronoUnit jitterDelayUnit() default ChronoUnit.MILLIS;

    /** Since the first delivery, after which no retry is begun, in {@link #durationUnit()}; 0 for no limit. */
    long maxDuration() default 0;

    ChronoUnit durationUnit() default ChronoUnit.MILLIS;

    /** Failures that are retried, subclasses included; empty: all. */
    Class<? extends Throwable>[] retryOn() default {};

    /** Failures that are not retried, subclasses included; at equal specificity this wins. */
    Class<? extends Throwable>[] abortOn() default {};
}
