package io.penstock.connector;

import io.penstock.ConsumerOptions;
import io.penstock.DeadLetterReason;
import io.penstock.Delivery;
import io.penstock.Message;
import io.penstock.PenstockException;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Remembers its disposition, as words. Its stages complete at once unless told otherwise. */
final class ScriptedDelivery implements Delivery {

    private final ConsumerOptions options;
    private final Message message;
    private volatile String disposition;
    private volatile boolean leaseLost;
    private volatile CompletableFuture<Void> durable = CompletableFuture.completedFuture(null);

    ScriptedDelivery(ConsumerOptions options, String body) {
        this.options = options;
        message = Message.to(options.destination())
                .id("id-" + body)
                .timestamp(Instant.EPOCH)
                .key("key-" + body)
                .body(body)
                .build();
    }

    String disposition() {
        return disposition;
    }

    /** From now on a disposition is durable when the returned future completes. */
    CompletableFuture<Void> holdBack() {
        durable = new CompletableFuture<>();
        return durable;
    }

    void loseLease() {
        leaseLost = true;
    }

    private CompletionStage<Void> dispose(String words) {
        if (leaseLost) {
            return CompletableFuture.failedFuture(
                    new PenstockException.LeaseLost(options.destination(), options.subscription(), 0, 7));
        }
        disposition = words;
        return durable;
    }

    @Override
    public Message message() {
        return message;
    }

    @Override
    public String subscription() {
        return options.subscription();
    }

    @Override
    public String consumer() {
        return options.name();
    }

    @Override
    public int partition() {
        return 0;
    }

    @Override
    public long offset() {
        return 7;
    }

    @Override
    public int attempt() {
        return 2;
    }

    @Override
    public int deliveries() {
        return 3;
    }

    @Override
    public CompletionStage<Void> acceptAsync() {
        return dispose("accept");
    }

    @Override
    public CompletionStage<Void> releaseAsync(Duration delay, boolean countsAsAttempt) {
        return dispose("release " + delay + " " + countsAsAttempt);
    }

    @Override
    public CompletionStage<Void> failAsync(Throwable failure) {
        return dispose("fail " + failure.getMessage());
    }

    @Override
    public CompletionStage<Void> rejectAsync(DeadLetterReason reason, String description, Throwable failure) {
        return dispose("reject " + reason + " " + failure.getMessage());
    }

    @Override
    public CompletionStage<Void> renewAsync(Duration lease) {
        return dispose("renew " + lease);
    }
}
