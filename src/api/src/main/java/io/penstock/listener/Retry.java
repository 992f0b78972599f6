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

    /** The number of retries after the first attempt; -1 means no limit. */
    int maxRetries() default 4;

    /** The delay before the first retry, in {@link #delayUnit()}. */
    long delay() default 1_000;

    ChronoUnit delayUnit() default ChronoUnit.MILLIS;

    /** The factor by which the delay grows with each retry; at least 1. */
    double factor() default 2;

    /** The longest delay before a retry, in {@link #maxDelayUnit()}. */
    long maxDelay() default 300_000;

    ChronoUnit maxDelayUnit() default ChronoUnit.MILLIS;

    /** The largest random variation of the delay, in both directions, in {@link #jitterDelayUnit()}. */
    long jitter() default 200;

    ChronoUnit jitterDelayUnit() default ChronoUnit.MILLIS;

    /** The time since the first delivery after which no retry begins, in {@link #durationUnit()}; 0 means no limit. */
    long maxDuration() default 0;

    ChronoUnit durationUnit() default ChronoUnit.MILLIS;

    /** The classes of failures that are retried; subclasses count too. By default all failures are. */
    Class<? extends Throwable>[] retryOn() default {};

    /**
     * The classes of failures that are not retried; subclasses count too. The class nearest to that of the failure
     * decides. One that both lists name fails the build.
     */
    Class<? extends Throwable>[] abortOn() default {};
}
