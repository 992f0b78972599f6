package io.penstock.quarkus.listener;

import io.penstock.DeadLetterReason;
import io.penstock.Delivery;
import io.penstock.Message;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A delivery that remembers its disposition, and settles when the test says so. */
public final class FakeDelivery implements Delivery {

    public final CompletableFuture<Void> settled = new CompletableFuture<>();
    private final Message message;
    private final long offset;
    public volatile String disposition = "none";
    volatile Throwable failure;
    volatile int renewals;

    public FakeDelivery(String body) {
        this(body, 0);
    }

    FakeDelivery(String body, long offset) {
        this.offset = offset;
        message = Message.to("orders").id(body).body(body).build();
    }

    private CompletionStage<Void> end(String how, Throwable why) {
        disposition = how;
        failure = why;
        return settled;
    }

    @Override
    public Message message() {
        return message;
    }

    @Override
    public String subscription() {
        return "orders";
    }

    @Override
    public String consumer() {
        return "orders-1";
    }

    @Override
    public int partition() {
        return 0;
    }

    @Override
    public long offset() {
        return offset;
    }

    @Override
    public int attempt() {
        return 1;
    }

    @Override
    public int deliveries() {
        return 1;
    }

    @Override
    public CompletionStage<Void> acceptAsync() {
        return end("accepted", null);
    }

    @Override
    public CompletionStage<Void> releaseAsync(Duration delay, boolean countsAsAttempt) {
        return end("released after " + delay + (countsAsAttempt ? ", counted" : ", not counted"), null);
    }

    @Override
    public CompletionStage<Void> failAsync(Throwable why) {
        return end("failed", why);
    }

    @Override
    public CompletionStage<Void> rejectAsync(DeadLetterReason reason, String description, Throwable why) {
        return end("rejected as " + reason + ": " + description, why);
    }

    @Override
    public CompletionStage<Void> renewAsync(Duration lease) {
        renewals++;
        return CompletableFuture.completedFuture(null);
    }
}
