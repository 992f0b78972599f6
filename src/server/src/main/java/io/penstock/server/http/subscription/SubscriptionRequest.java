package io.penstock.server.http.subscription;

import io.penstock.DeadLetterAlert;
import io.penstock.DeadLetterPolicy;
import io.penstock.Lagging;
import io.penstock.Ordering;
import io.penstock.RetryPolicy;
import io.penstock.StartPosition;
import io.penstock.Subscription;
import io.penstock.server.http.request.RequestException;
import io.penstock.server.http.request.SelectionChecks;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Asks for a subscription with these policies to be declared. What is absent has its default. */
public record SubscriptionRequest(
        Ordering ordering,
        StartPosition start,
        Retry retry,
        DeadLetter deadLetter,
        Integer maxDeliveries,
        Lagging lagging,
        String filter,
        Boolean exclusive) {

    static final SubscriptionRequest DEFAULTS = new SubscriptionRequest(null, null, null, null, null, null, null, null);

    /** Says when to retry, as {@link RetryPolicy} does. */
    public record Retry(
            Integer maxRetries,
            Duration delay,
            Double factor,
            Duration maxDelay,
            Duration jitter,
            Duration maxDuration,
            List<String> retryOn,
            List<String> abortOn) {

        RetryPolicy policy() {
            var standard = RetryPolicy.DEFAULT;
            return RetryPolicy.builder()
                    .maxRetries(or(maxRetries, standard.maxRetries()))
                    .delay(or(delay, standard.delay()))
                    .factor(or(factor, standard.factor()))
                    .maxDelay(or(maxDelay, standard.maxDelay()))
                    .jitter(or(jitter, standard.jitter()))
                    .maxDuration(or(maxDuration, standard.maxDuration()))
                    .retryOn(or(retryOn, standard.retryOn()))
                    .abortOn(or(abortOn, standard.abortOn()))
                    .build();
        }
    }

    /** Says where dead letters go, as {@link DeadLetterPolicy} does. */
    public record DeadLetter(Boolean discard, String destination, Map<String, String> routes, Alert alert) {

        DeadLetterPolicy policy() {
            if (routes != null && routes.containsValue(null)) {
                throw RequestException.malformed("A route of 'deadLetter' has no queue: name one, or leave it out.");
            }
            return DeadLetterPolicy.builder()
                    .discard(or(discard, false))
                    .destination(destination)
                    .routes(or(routes, Map.of()))
                    .alert(alert == null ? null : alert.of())
                    .build();
        }
    }

    /** Says when to raise an alert, as {@link DeadLetterAlert} does. */
    public record Alert(Integer moreThan, Duration window) {

        DeadLetterAlert of() {
            if (moreThan == null || window == null) {
                throw RequestException.malformed("The 'alert' of 'deadLetter' needs both 'moreThan' and 'window'.");
            }
            return DeadLetterAlert.of(moreThan, window).build();
        }
    }

    Subscription named(String destination, String name) {
        return of(destination, name, destination.equals(name) ? StartPosition.EARLIEST : StartPosition.LATEST);
    }

    /** Makes the subscription that each topic of a rule gets. */
    Subscription ofRule(String name) {
        return of(name, name, StartPosition.LATEST);
    }

    private Subscription of(String destination, String name, StartPosition usual) {
        return Subscription.ofTopic(destination, name)
                .ordering(or(ordering, Ordering.NONE))
                .start(or(start, usual))
                .retry(retry == null ? RetryPolicy.DEFAULT : retry.policy())
                .deadLetter(deadLetter == null ? DeadLetterPolicy.DEFAULT : deadLetter.policy())
                .maxDeliveries(or(maxDeliveries, Subscription.DEFAULT_MAX_DELIVERIES))
                .lagging(or(lagging, Lagging.PROTECT))
                .filter(SelectionChecks.filter(filter))
                .exclusive(or(exclusive, false))
                .build();
    }

    private static <T> T or(T value, T absent) {
        return value == null ? absent : value;
    }
}
