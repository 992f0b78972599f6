package io.penstock.server.http.subscription;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.penstock.DeadLetterAlert;
import io.penstock.DeadLetterPolicy;
import io.penstock.Lagging;
import io.penstock.Ordering;
import io.penstock.RetryPolicy;
import io.penstock.StartPosition;
import io.penstock.Subscription;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Shows a subscription with its policies.
 *
 * @param isProtected whether the retention of its topic waits for it
 */
public record SubscriptionView(
        String destination,
        String name,
        boolean durable,
        Ordering ordering,
        Start start,
        Retry retry,
        DeadLetter deadLetter,
        int maxDeliveries,
        Lagging lagging,
        String filter,
        boolean exclusive,
        @JsonProperty("protected") boolean isProtected) {

    static SubscriptionView of(Subscription subscription) {
        return new SubscriptionView(
                subscription.destination(),
                subscription.name(),
                subscription.durable(),
                subscription.ordering(),
                Start.of(subscription.start()),
                Retry.of(subscription.retry()),
                DeadLetter.of(subscription.deadLetter()),
                subscription.maxDeliveries(),
                subscription.lagging(),
                subscription.filter(),
                subscription.exclusive(),
                subscription.isProtected());
    }

    /** Shows where a new subscription begins. */
    public record Start(StartPosition.Kind kind, long offset, Instant time) {

        static Start of(StartPosition position) {
            return new Start(position.kind(), position.offset(), position.time());
        }
    }

    /** Shows how failed deliveries are repeated. */
    public record Retry(
            int maxRetries,
            Duration delay,
            double factor,
            Duration maxDelay,
            Duration jitter,
            Duration maxDuration,
            List<String> retryOn,
            List<String> abortOn) {

        static Retry of(RetryPolicy policy) {
            return new Retry(
                    policy.maxRetries(),
                    policy.delay(),
                    policy.factor(),
                    policy.maxDelay(),
                    policy.jitter(),
                    policy.maxDuration(),
                    policy.retryOn(),
                    policy.abortOn());
        }
    }

    /** Shows where messages go that cannot be processed. */
    public record DeadLetter(boolean discard, String destination, Map<String, String> routes, Alert alert) {

        static DeadLetter of(DeadLetterPolicy policy) {
            return new DeadLetter(policy.discard(), policy.destination(), policy.routes(), Alert.of(policy.alert()));
        }
    }

    /** Shows how many dead letters in which time raise an alert. */
    public record Alert(int moreThan, Duration window) {

        /** The view of an alert; null if there is none. */
        static Alert of(DeadLetterAlert alert) {
            return alert == null ? null : new Alert(alert.moreThan(), alert.window());
        }
    }
}
