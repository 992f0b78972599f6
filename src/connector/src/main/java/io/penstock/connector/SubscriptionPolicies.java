package io.penstock.connector;

import io.penstock.DeadLetterPolicy;
import io.penstock.PenstockException;
import io.penstock.RetryPolicy;
import io.penstock.Subscription;

/**
 * The retry and dead-letter policies that a channel asks for: the defaults, with the attributes that are set in place.
 *
 * @param configured whether any attribute is set
 */
record SubscriptionPolicies(RetryPolicy retry, DeadLetterPolicy deadLetter, int maxDeliveries, boolean configured) {

    static SubscriptionPolicies of(PenstockConnectorIncomingConfiguration config) {
        var maxRetries = config.getRetryMaxRetries();
        var delay = config.getRetryDelay();
        var factor = config.getRetryFactor();
        var maxDelay = config.getRetryMaxDelay();
        var jitter = config.getRetryJitter();
        var deadLetterQueue = config.getDeadLetterQueue();
        var maxDeliveries = config.getMaxDeliveries();
        var retry = RetryPolicy.builder();
        maxRetries.ifPresent(retry::maxRetries);
        delay.ifPresent(retry::delay);
        factor.ifPresent(retry::factor);
        maxDelay.ifPresent(retry::maxDelay);
        jitter.ifPresent(retry::jitter);
        try {
            return new SubscriptionPolicies(
                    retry.build(),
                    deadLetterQueue.map(DeadLetterPolicy::to).orElse(DeadLetterPolicy.DEFAULT),
                    maxDeliveries.orElse(Subscription.DEFAULT_MAX_DELIVERIES),
                    maxRetries.isPresent()
                            || delay.isPresent()
                            || factor.isPresent()
                            || maxDelay.isPresent()
                            || jitter.isPresent()
                            || deadLetterQueue.isPresent()
                            || maxDeliveries.isPresent());
        } catch (PenstockException.InvalidConfiguration e) {
            throw new PenstockException.InvalidConfiguration(
                    "Channel '" + config.getChannel() + "': " + e.getMessage());
        }
    }

    Subscription.Builder applyTo(Subscription.Builder subscription) {
        return subscription.retry(retry).deadLetter(deadLetter).maxDeliveries(maxDeliveries);
    }
}
