package io.penstock.quarkus.alert;

import io.penstock.AlertState;
import io.penstock.Broker;
import io.penstock.Consumer;
import io.penstock.ConsumerOptions;
import io.penstock.DeadLetterReason;
import io.penstock.Delivery;
import org.jboss.logging.Logger;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * Puts each change of an alert into the queue of webhooks, and calls those that it is for. Nothing here blocks: neither
 * the engine of alerts, which hands changes on, nor the broker, which hands deliveries out.
 */
public final class WebhookDeliveries implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(WebhookDeliveries.class);

    /** The calls that are under way at a time: enough while one of the callees is slow, and few connections. */
    private static final int MAX_CALLS = 16;

    /** Longer than a call may take. */
    private static final Duration LEASE = Duration.ofMinutes(2);

    private final Broker broker;
    private final Map<String, Webhook> webhooks = new TreeMap<>();
    private final Map<String, LongAdder> delivered = new TreeMap<>();
    private final Map<String, LongAdder> failed = new TreeMap<>();
    private final WebhookCalls calls;
    private Consumer consumer;

    WebhookDeliveries(Broker broker, List<Webhook> webhooks, InstantSource clock) {
        this.broker = broker;
        webhooks.forEach(webhook -> {
            this.webhooks.put(webhook.name(), webhook);
            delivered.put(webhook.name(), new LongAdder());
            failed.put(webhook.name(), new LongAdder());
        });
        calls = new WebhookCalls(clock);
    }

    /** Takes changes, and what waits in the queue, from now on. */
    void start() {
        broker.alerts().handOn(this::enqueue);
        consumer = broker.consume(
                ConsumerOptions.ofQueue(WebhookQueue.NAME, "webhooks")
                        .lease(LEASE)
                        .build(),
                deliveries -> deliveries.forEach(this::deliver));
        consumer.request(MAX_CALLS);
    }

    private CompletionStage<?> enqueue(AlertState alert) {
        var notices = webhooks.values().stream()
                .filter(webhook -> webhook.isFor(alert))
                .map(webhook -> AlertNotice.message(WebhookQueue.NAME, webhook, alert))
                .toList();
        return notices.isEmpty() ? CompletableFuture.completedFuture(null) : broker.sendAllAsync(notices);
    }

    private void deliver(Delivery delivery) {
        end(delivery).whenComplete((done, failure) -> {
            if (failure != null) {
                LOG.debug("A call of a webhook could not be settled, and is made again", failure);
            }
            consumer.request(1);
        });
    }

    private CompletionStage<Void> end(Delivery delivery) {
        var name = delivery.message().headers().get(AlertNotice.WEBHOOK);
        var webhook = webhooks.get(String.valueOf(name));
        if (webhook == null
                || delivery.message().body() == null
                || delivery.message().id() == null) {
            return delivery.rejectAsync(DeadLetterReason.REJECTED, "There is no webhook '" + name + "'.", null);
        }
        try {
            return calls.call(webhook, delivery)
                    .handle((done, failure) -> failure)
                    .thenCompose(
                            failure -> failure == null ? told(webhook, delivery) : failed(webhook, delivery, failure));
        } catch (RuntimeException e) {
            return failed(webhook, delivery, e);
        }
    }

    private CompletionStage<Void> told(Webhook webhook, Delivery delivery) {
        delivered.get(webhook.name()).increment();
        return delivery.acceptAsync();
    }

    private CompletionStage<Void> failed(Webhook webhook, Delivery delivery, Throwable failure) {
        failed.get(webhook.name()).increment();
        var cause = failure instanceof WebhookFailure || failure.getCause() == null ? failure : failure.getCause();
        LOG.warnf("An alert could not be told, and is told again later: %s", cause.getMessage());
        return delivery.failAsync(cause);
    }

    /** How many calls were answered well, by the name of the webhook. */
    public Map<String, LongSupplier> delivered() {
        return suppliers(delivered);
    }

    /** How many calls failed, by the name of the webhook. */
    public Map<String, LongSupplier> failed() {
        return suppliers(failed);
    }

    private static Map<String, LongSupplier> suppliers(Map<String, LongAdder> adders) {
        var suppliers = new TreeMap<String, LongSupplier>();
        adders.forEach((name, adder) -> suppliers.put(name, adder::sum));
        return suppliers;
    }

    /** Takes nothing more. Calls that are under way are made again after the next start, unless they end before. */
    @Override
    public void close() {
        if (consumer != null) {
            consumer.close();
        }
    }
}
