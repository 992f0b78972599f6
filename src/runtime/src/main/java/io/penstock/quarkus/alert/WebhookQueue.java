package io.penstock.quarkus.alert;

import io.penstock.Broker;
import io.penstock.Destination;
import io.penstock.Ordering;
import io.penstock.PenstockException;
import io.penstock.RetryPolicy;
import io.penstock.Subscription;
import io.penstock.quarkus.config.Setting;

import java.time.Duration;
import java.util.Set;

/** The queue in which what webhooks are to be told waits, over restarts and over the failures of who is called. */
public final class WebhookQueue {

    public static final String NAME = "penstock.webhooks";

    /** Where what could not be told goes in the end. */
    public static final String DEAD_LETTERS = NAME + ".dlq";

    /** A change may be handed on again after a restart: for so long it is known to be written. */
    private static final Duration DEDUPLICATION = Duration.ofDays(1);

    /**
     * A second, then twice as long each time, up to ten minutes: in all about two hours, as long as an outage lasts.
     */
    private static final RetryPolicy RETRIES = RetryPolicy.builder()
            .maxRetries(20)
            .delay(Duration.ofSeconds(1))
            .factor(2)
            .maxDelay(Duration.ofMinutes(10))
            .build();

    /** More than retries, since restarts deliver anew as well. */
    private static final int MAX_DELIVERIES = 100;

    private WebhookQueue() {}

    /** Refuses that its policies are set in two places. */
    public static void requireUndeclared(Set<String> configured) {
        if (configured.contains(NAME)) {
            throw new Setting(Webhook.ROOT)
                    .wrong(new PenstockException.InvalidConfiguration("quarkus.penstock.destinations.\"" + NAME
                            + "\" declares the queue of webhooks too. Remove that."));
        }
    }

    public static void declare(Broker broker) {
        try {
            var existing = broker.destination(NAME);
            if (existing.isEmpty()) {
                broker.declare(
                        Destination.queue(NAME).deduplication(DEDUPLICATION).build());
            }
            broker.declare(Subscription.ofQueue(NAME)
                    .ordering(Ordering.KEY)
                    .retry(RETRIES)
                    .maxDeliveries(MAX_DELIVERIES)
                    .build());
        } catch (PenstockException.Conflict | PenstockException.Unsupported e) {
            throw new Setting(Webhook.ROOT).wrong(e);
        }
    }
}
