package io.penstock.postgres.deployment;

import io.penstock.DeadLetterReason;
import io.penstock.Delivery;
import io.penstock.Message;

import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** A delivery that the inbox may read, and must leave to its caller to settle. */
record FakeDelivery(Message message, String subscription) implements Delivery {

    static FakeDelivery of(String destination, String subscription, String messageId) {
        return new FakeDelivery(Message.to(destination).id(messageId).body("42").build(), subscription);
    }

    @Override
    public String consumer() {
        return "test";
    }

    @Override
    public int partition() {
        return 0;
    }

    @Override
    public long offset() {
        return 0;
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
        throw settled();
    }

    @Override
    public CompletionStage<Void> releaseAsync(Duration delay, boolean countsAsAttempt) {
        throw settled();
    }

    @Override
    public CompletionStage<Void> failAsync(Throwable failure) {
        throw settled();
    }

    @Override
    public CompletionStage<Void> rejectAsync(DeadLetterReason reason, String description, Throwable failure) {
        throw settled();
    }

    @Override
    public CompletionStage<Void> renewAsync(Duration lease) {
        throw settled();
    }

    private static AssertionError settled() {
        return new AssertionError("The inbox settled a delivery; that is for the caller of the handler to do.");
    }
}
