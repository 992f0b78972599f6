package io.penstock;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * When a failed message is delivered again. Durable: it describes redelivery, and survives a restart.
 *
 * <p>Names and meaning follow MicroProfile Fault Tolerance 4.1, section 4 ("Retry Policy"), where they are equal.
 * Exceptions are named, not held, so that a policy can be stored and shown. Immutable.
 *
 * @param maxRetries runs after the first one; -1 for no limit
 * @param delay before the first retry
 * @param factor by which the delay grows with each retry; at least 1
 * @param maxDelay which the delay never exceeds, jitter included
 * @param jitter up to which the delay is varied at random, in both directions
 * @param maxDuration since the first delivery, after which no retry is begun; zero for no limit
 * @param retryOn class names of failures that are retried, subclasses included; empty: all
 * @param abortOn class names of failures that are not; at equal specificity this wins
 */
public record RetryPolicy(
        int maxRetries,
        Duration delay,
        double factor,
        Duration maxDelay,
        Duration jitter,
        Duration maxDuration,
        List<String> retryOn,
        List<String> abortOn) {

    /** Of every duration in it: nobody waits for longer. */
    public static final Duration MAX_DELAY = Duration.ofDays(3_660);

    /** Four retries after about 1, 2, 4 and 8 seconds. */
    public static final RetryPolicy DEFAULT = builder().build();

    /** No retry: the first failure makes a dead letter. */
    public static final RetryPolicy NONE = builder().maxRetries(0).build();

    public RetryPolicy {
        Objects.requireNonNull(delay, "delay");
        Objects.requireNonNull(maxDelay, "maxDelay");
        Objects.requireNonNull(jitter, "jitter");
        Objects.requireNonNull(maxDuration, "maxDuration");
        retryOn = List.copyOf(retryOn);
        abortOn = List.copyOf(abortOn);
        require(maxRetries >= -1, "maxRetries = " + maxRetries + ": use -1 for no limit, or 0 and more");
        requireWithin("delay", delay);
        requireWithin("maxDelay", maxDelay);
        require(factor >= 1 && Double.isFinite(factor), "factor = " + factor + ": it must be at least 1");
        requireWithin("jitter", jitter);
        requireWithin("maxDuration", maxDuration);
        require(
                maxDelay.compareTo(delay) >= 0,
                "maxDelay = " + maxDelay + " is less than delay = " + delay + ": raise maxDelay or lower delay");
        require(
                maxDuration.isZero() || maxDuration.compareTo(delay) > 0,
                "maxDuration = " + maxDuration + " does not exceed delay = " + delay + ": no retry could ever begin");
    }

    /** Times are added to the clock; they must stay numbers. */
    private static void requireWithin(String name, Duration value) {
        require(
                !value.isNegative() && value.compareTo(MAX_DELAY) <= 0,
                name + " = " + value + ": use zero to " + MAX_DELAY.toDays() + " days");
    }

    private static void require(boolean valid, String problem) {
        if (!valid) {
            throw new PenstockException.InvalidConfiguration("Invalid retry policy: " + problem + ".");
        }
    }

    public static Builder builder() {
        return new Builder();
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
        for (Class<?> type = failure.getClass(); type != null; type = type.getSuperclass()) {
            if (abortOn.contains(type.getName())) {
                return false;
            }
            if (retryOn.contains(type.getName())) {
                return true;
            }
        }
        return retryOn.isEmpty();
    }

    /** Starts with the default policy. Not thread-safe. */
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

        public Builder maxRetries(int retries) {
            maxRetries = retries;
            return this;
        }

        public Builder delay(Duration first) {
            delay = first;
            return this;
        }

        public Builder factor(double growth) {
            factor = growth;
            return this;
        }

        public Builder maxDelay(Duration limit) {
            maxDelay = limit;
            return this;
        }

        public Builder jitter(Duration variation) {
            jitter = variation;
            return this;
        }

        public Builder maxDuration(Duration limit) {
            maxDuration = limit;
            return this;
        }

        public Builder retryOn(List<String> classNames) {
            retryOn = classNames;
            return this;
        }

        public Builder abortOn(List<String> classNames) {
            abortOn = classNames;
            return this;
        }

        /** @throws PenstockException.InvalidConfiguration naming the values that do not fit */
        public RetryPolicy build() {
            return new RetryPolicy(maxRetries, delay, factor, maxDelay, jitter, maxDuration, retryOn, abortOn);
        }
    }
}
