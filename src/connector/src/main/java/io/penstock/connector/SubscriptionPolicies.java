package io.penstock.connector;

import io.penstock.DeadLetterPolicy;
import io.penstock.PenstockException;
import io.penstock.RetryPolicy;
import io.penstock.Subscription;
import io.penstock.connector.attribute.ChannelAttributes;

/**
 * The retry and dead-letter policies that a channel asks for: its attributes, and defaults for those that are not set.
 *
 * @param configured whether any attribute is set
 */
record SubscriptionPolicies(RetryPolicy retry, DeadLetterPolicy deadLetter, int maxDeliveries, boolean configured) {

    static SubscriptionPolicies of(PenstockConnectorIncomingConfiguration config, ChannelAttributes attributes) {
        var maxRetries = attributes.within("retry.max-retries", config.getRetryMaxRetries(), -1, Integer.MAX_VALUE);
        var delay = attributes.within("retry.delay", config.getRetryDelay(), RetryPolicy.MAX_DELAY);
        var factor = config.getRetryFactor();
        var maxDelay = attributes.within("retry.max-delay", config.getRetryMaxDelay(), RetryPolicy.MAX_DELAY);
        var jitter = attributes.within("retry.jitter", config.getRetryJitter(), RetryPolicy.MAX_DELAY);
        var deadLetterQueue = config.getDeadLetterQueue().map(name -> attributes.named("dead-letter-queue", name));
        var maxDeliveries = attributes.within("max-deliveries", config.getMaxDeliveries(), 1, Integer.MAX_VALUE);
        factor.filter(growth -> !(growth >= 1 && Double.isFinite(growth))).ifPresent(growth -> {
            throw attributes.wrong("retry.factor", growth, "use 1 or more");
        });
        var retry = RetryPolicy.builder();
        maxRetries.ifPresent(retry::maxRetries);
        delay.ifPresent(retry::delay);
        factor.ifPresent(retry::factor);
        maxDelay.ifPresent(retry::maxDelay);
        jitter.ifPresent(retry::jitter);
        try {
            return new SubscriptionPolicies(
                    retry.build(),
                    deadLetterQueue
                            .map(queue -> DeadLetterPolicy.to(queue).build())
                            .orElse(DeadLetterPolicy.DEFAULT),
                    maxDeliveries.orElse(Subscription.DEFAULT_MAX_DELIVERIES),
                    maxRetries.isPresent()
                            || delay.isPresent()
                            || factor.isPresent()
                            || maxDelay.isPresent()
                            || jitter.isPresent()
                            || deadLetterQueue.isPresent()
                            || maxDeliveries.isPresent());
        } catch (PenstockException.InvalidConfiguration e) {
            throw attributes.wrong("the attributes 'retry.*' do not fit together. " + e.getMessage());
        }
    }

    Subscription.Builder applyTo(Subscription.Builder subscription) {
        return subscription.retry(retry).deadLetter(deadLetter).maxDeliveries(maxDeliveries);
    }
}
