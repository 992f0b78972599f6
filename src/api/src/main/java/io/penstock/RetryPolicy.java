package io.penstock;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * A retry policy says when a message whose handler failed is delivered again. It describes redelivery, which is durable
 * and survives a restart.
 *
 * <p>Names and meaning follow MicroProfile Fault Tolerance 4.1, section 4 ("Retry Policy"), where they are equal.
 * Exceptions are named, not held, so that a policy can be stored and shown. Immutable.
 */
public final class RetryPolicy extends Value {

    /** The longest of every duration in it: nobody waits for longer. */
    public static final Duration MAX_DELAY = Times.MAX_DELAY;

    /** The default policy: four retries after about 1, 2, 4 and 8 seconds. */
    public static final RetryPolicy DEFAULT = builder().build();

    /** The policy without retries: the first failure makes a dead letter. */
    public static final RetryPolicy NONE = builder().maxRetries(0).build();

    private final int maxRetries;
    private final Duration delay;
    private final double factor;
    private final Duration maxDelay;
    private final Duration jitter;
    private final Duration maxDuration;
    private final List<String> retryOn;
    private final List<String> abortOn;

    private RetryPolicy(Builder builder) {
        maxRetries = builder.maxRetries;
        delay = builder.delay;
        factor = builder.factor;
        maxDelay = builder.maxDelay;
        jitter = builder.jitter;
        maxDuration = builder.maxDuration;
        Objects.requireNonNull(delay, "delay");
        Objects.requireNonNull(maxDelay, "maxDelay");
        Objects.requireNonNull(jitter, "jitter");
        Objects.requireNonNull(maxDuration, "maxDuration");
        retryOn = classNames("retryOn", builder.retryOn);
        abortOn = classNames("abortOn", builder.abortOn);
        require(maxRetries >= -1, "maxRetries = " + maxRetries + ": use -1 for no limit, or 0 and more");
        requireWithin("delay", delay);
        requireWithin("maxDelay", maxDelay);
        require(factor >= 1 && Double.isFinite(factor), "factor = " + factor + ": use a finite number of at least 1");
        requireWithin("jitter", jitter);
        requireWithin("maxDuration", maxDuration);
        require(
                maxDelay.compareTo(delay) >= 0,
                "maxDelay = " + maxDelay + " is less than delay = " + delay + ": raise maxDelay or lower delay");
        require(
                maxDuration.isZero() || maxDuration.compareTo(delay) > 0,
                "maxDuration = " + maxDuration + " does not exceed delay = " + delay + ": no retry could ever begin");
    }

    /** Starts with the default policy. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder that starts with everything that this one has. */
    public Builder copy() {
        var builder = new Builder();
        builder.maxRetries = maxRetries;
        builder.delay = delay;
        builder.factor = factor;
        builder.maxDelay = maxDelay;
        builder.jitter = jitter;
        builder.maxDuration = maxDuration;
        builder.retryOn = retryOn;
        builder.abortOn = abortOn;
        return builder;
    }

    /** The number of runs after the first one; -1 for no limit. */
    public int maxRetries() {
        return maxRetries;
    }

    /** The delay before the first retry. */
    public Duration delay() {
        return delay;
    }

    /** The factor by which the delay grows with each retry; at least 1. */
    public double factor() {
        return factor;
    }

    /** The delay that is never exceeded, jitter included. */
    public Duration maxDelay() {
        return maxDelay;
    }

    /** The time up to which the delay is varied at random, in both directions. */
    public Duration jitter() {
        return jitter;
    }

    /** The time since the first delivery after which no retry is begun; zero for no limit. */
    public Duration maxDuration() {
        return maxDuration;
    }

    /** The class names of failures that are retried, subclasses included; empty for all. */
    public List<String> retryOn() {
        return retryOn;
    }

    /** The class names of failures that are not retried; at equal specificity this wins. */
    public List<String> abortOn() {
        return abortOn;
    }

    /** Times are added to the clock; they must stay numbers. */
    private static void requireWithin(String name, Duration value) {
        require(
                !value.isNegative() && value.compareTo(MAX_DELAY) <= 0,
                name + " = " + value + ": use zero to " + MAX_DELAY.toDays() + " days");
    }

    private static List<String> classNames(String field, List<String> names) {
        Objects.requireNonNull(names, field);
        require(names.stream().noneMatch(Objects::isNull), field + " contains null: name classes only");
        return List.copyOf(names);
    }

    private static void require(boolean valid, String problem) {
        if (!valid) {
            throw new PenstockException.InvalidConfiguration("Invalid retry policy: " + problem + ".");
        }
    }

    /**
     * The delay before retry number {@code retry}.
     *
     * @param retry 1 for the first retry
     * @param random uniformly distributed in [0, 1), from which the jitter is taken
     */
    public Duration backoff(int retry, double random) {
        double grown = delay.toMillis() * Math.pow(factor, Math.max(0, retry - 1));
        double varied = Math.min(grown, maxDelay.toMillis()) + (2 * random - 1) * jitter.toMillis();
        return Duration.ofMillis(Math.round(Math.max(0, Math.min(varied, maxDelay.toMillis()))));
    }

    /** Whether another run is due after that many failed ones; says nothing about time or kind of failure. */
    public boolean allowsRetryAfter(int failedRuns) {
        return maxRetries == -1 || failedRuns <= maxRetries;
    }

    /**
     * Whether this kind of failure is retried. The class named nearest to the failure's own class decides; named in
     * both lists, it is not retried.
     */
    public boolean retries(Throwable failure) {
        for (var type : ToldFailure.classNames(Objects.requireNonNull(failure, "failure"))) {
            if (abortOn.contains(type)) {
                return false;
            }
            if (retryOn.contains(type)) {
                return true;
            }
        }
        return retryOn.isEmpty();
    }

    @Override
    Object[] fields() {
        return new Object[] {
            "maxRetries",
            maxRetries,
            "delay",
            delay,
            "factor",
            factor,
            "maxDelay",
            maxDelay,
            "jitter",
            jitter,
            "maxDuration",
            maxDuration,
            "retryOn",
            retryOn,
            "abortOn",
            abortOn
        };
    }

    /** Collects what the value consists of. Not thread-safe. */
    public static final class Builder {

        private int maxRetries = 4;
        private Duration delay = Duration.ofSeconds(1);
        private double factor = 2;
        private Duration maxDelay = Duration.ofMinutes(5);
        private Duration jitter = Duration.ofMillis(200);
        private Duration maxDuration = Duration.ZERO;
        private List<String> retryOn = List.of();
        private List<String> abortOn = List.of();

        private Builder() {}

        /** Sets the number of runs after the first one; -1 for no limit. */
        public Builder maxRetries(int maxRetries) {
            this.maxRetries = maxRetries;
            return this;
        }

        /** Sets the delay before the first retry. */
        public Builder delay(Duration delay) {
            this.delay = delay;
            return this;
        }

        /** Sets the factor by which the delay grows with each retry; at least 1. */
        public Builder factor(double factor) {
            this.factor = factor;
            return this;
        }

        /** Sets the delay that is never exceeded, jitter included. */
        public Builder maxDelay(Duration maxDelay) {
            this.maxDelay = maxDelay;
            return this;
        }

        /** Sets the time up to which the delay is varied at random, in both directions. */
        public Builder jitter(Duration jitter) {
            this.jitter = jitter;
            return this;
        }

        /** Sets the time since the first delivery after which no retry is begun; zero for no limit. */
        public Builder maxDuration(Duration maxDuration) {
            this.maxDuration = maxDuration;
            return this;
        }

        /**
         * Sets the class names of failures that are retried, as {@link Class#getName} gives them, subclasses included;
         * empty for all.
         */
        public Builder retryOn(List<String> retryOn) {
            this.retryOn = retryOn;
            return this;
        }

        /**
         * Sets the class names of failures that are not retried, as {@link Class#getName} gives them; at equal
         * specificity this wins.
         */
        public Builder abortOn(List<String> abortOn) {
            this.abortOn = abortOn;
            return this;
        }

        /** @throws PenstockException.InvalidConfiguration if values do not fit; the message names them */
        public RetryPolicy build() {
            return new RetryPolicy(this);
        }
    }
}
