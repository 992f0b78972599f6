package io.penstock.quarkus.listener;

import io.penstock.RetryPolicy;
import io.quarkus.runtime.ObjectSubstitution;

import java.time.Duration;
import java.util.List;

/** Carries a retry policy from build time to run time. */
public record RecordedRetry(
        int maxRetries,
        Duration delay,
        double factor,
        Duration maxDelay,
        Duration jitter,
        Duration maxDuration,
        List<String> retryOn,
        List<String> abortOn) {

    /** Tells Quarkus how to carry the policy over. */
    public static final class Substitution implements ObjectSubstitution<RetryPolicy, RecordedRetry> {

        @Override
        public RecordedRetry serialize(RetryPolicy policy) {
            return new RecordedRetry(
                    policy.maxRetries(),
                    policy.delay(),
                    policy.factor(),
                    policy.maxDelay(),
                    policy.jitter(),
                    policy.maxDuration(),
                    policy.retryOn(),
                    policy.abortOn());
        }

        @Override
        public RetryPolicy deserialize(RecordedRetry recorded) {
            return RetryPolicy.builder()
                    .maxRetries(recorded.maxRetries)
                    .delay(recorded.delay)
                    .factor(recorded.factor)
                    .maxDelay(recorded.maxDelay)
                    .jitter(recorded.jitter)
                    .maxDuration(recorded.maxDuration)
                    .retryOn(recorded.retryOn)
                    .abortOn(recorded.abortOn)
                    .build();
        }
    }
}
