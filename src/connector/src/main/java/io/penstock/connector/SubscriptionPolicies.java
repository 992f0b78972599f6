package io.penstock.connector;

import io.penstock.DeadLetterPolicy;
import io.penstock.PenstockException;
import io.penstock.RetryPolicy;
import io.penstock.Subscription;
import io.penstock.connector.attribute.ChannelAttributes;
import io.penstock.listener.DeadLetter;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * The retry and dead-letter policies that a channel asks for: its attributes, and defaults for those that are not set.
 * What they mean for a failed message, the broker decides, as for every other consumer of the subscription.
 *
 * @param configured whether any attribute is set
 */
record SubscriptionPolicies(RetryPolicy retry, DeadLetterPolicy deadLetter, int maxDeliveries, boolean configured) {

    static SubscriptionPolicies of(PenstockConnectorIncomingConfiguration config, ChannelAttributes attributes) {
        var maxDeliveries = attributes.within("max-deliveries", config.getMaxDeliveries(), 1, Integer.MAX_VALUE);
        return new SubscriptionPolicies(
                retry(config, attributes),
                deadLetter(config, attributes),
                maxDeliveries.orElse(Subscription.DEFAULT_MAX_DELIVERIES),
                Stream.of(
                                config.getRetryMaxRetries(),
                                config.getRetryDelay(),
                                config.getRetryFactor(),
                                config.getRetryMaxDelay(),
                                config.getRetryJitter(),
                                config.getRetryMaxDuration(),
                                config.getRetryRetryOn(),
                                config.getRetryAbortOn(),
                                config.getDeadLetterQueue(),
                                config.getDeadLetterPolicy(),
                                config.getDeadLetterRoutes(),
                                maxDeliveries)
                        .anyMatch(Optional::isPresent));
    }

    private static RetryPolicy retry(PenstockConnectorIncomingConfiguration config, ChannelAttributes attributes) {
        config.getRetryFactor()
                .filter(growth -> !(growth >= 1 && Double.isFinite(growth)))
                .ifPresent(growth -> {
                    throw attributes.wrong("retry.factor", growth, "use 1 or more");
                });
        var retry = RetryPolicy.builder();
        attributes
                .within("retry.max-retries", config.getRetryMaxRetries(), -1, Integer.MAX_VALUE)
                .ifPresent(retry::maxRetries);
        attributes
                .within("retry.delay", config.getRetryDelay(), RetryPolicy.MAX_DELAY)
                .ifPresent(retry::delay);
        config.getRetryFactor().ifPresent(retry::factor);
        attributes
                .within("retry.max-delay", config.getRetryMaxDelay(), RetryPolicy.MAX_DELAY)
                .ifPresent(retry::maxDelay);
        attributes
                .within("retry.jitter", config.getRetryJitter(), RetryPolicy.MAX_DELAY)
                .ifPresent(retry::jitter);
        attributes
                .within("retry.max-duration", config.getRetryMaxDuration(), RetryPolicy.MAX_DELAY)
                .ifPresent(retry::maxDuration);
        config.getRetryRetryOn()
                .map(names -> attributes.classes("retry.retry-on", names))
                .ifPresent(retry::retryOn);
        config.getRetryAbortOn()
                .map(names -> attributes.classes("retry.abort-on", names))
                .ifPresent(retry::abortOn);
        try {
            return retry.build();
        } catch (PenstockException.InvalidConfiguration e) {
            throw attributes.wrong("the attributes 'retry.*' do not fit together. " + e.getMessage());
        }
    }

    private static DeadLetterPolicy deadLetter(
            PenstockConnectorIncomingConfiguration config, ChannelAttributes attributes) {
        var queue = config.getDeadLetterQueue().map(name -> attributes.named("dead-letter-queue", name));
        boolean discard = attributes
                .choice("dead-letter-policy", config.getDeadLetterPolicy(), DeadLetter.Policy.class)
                .filter(policy -> policy == DeadLetter.Policy.DISCARD)
                .isPresent();
        queue.filter(name -> discard).ifPresent(name -> {
            throw attributes.wrong(
                    "dead-letter-policy",
                    "discard",
                    "it has no use for the 'dead-letter-queue' '" + name + "': remove one of them, or use 'queue'");
        });
        var policy = DeadLetterPolicy.builder().discard(discard).destination(queue.orElse(null));
        config.getDeadLetterRoutes()
                .map(routes -> attributes.routes("dead-letter-routes", routes))
                .ifPresent(policy::routes);
        try {
            return policy.build();
        } catch (PenstockException.InvalidConfiguration e) {
            throw attributes.wrong("the attributes 'dead-letter-*' do not fit together. " + e.getMessage());
        }
    }

    Subscription.Builder applyTo(Subscription.Builder subscription) {
        return subscription.retry(retry).deadLetter(deadLetter).maxDeliveries(maxDeliveries);
    }
}
