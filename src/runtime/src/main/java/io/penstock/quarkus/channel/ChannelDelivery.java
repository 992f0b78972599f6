package io.penstock.quarkus.channel;

import io.penstock.DeadLetterReason;
import io.penstock.Delivery;
import io.penstock.Message;
import io.penstock.connector.IncomingPenstockMetadata;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The delivery that a channel's method is handling, for interceptors. It can be looked at; the channel settles it. */
record ChannelDelivery(IncomingPenstockMetadata metadata) implements Delivery {

    @Override
    public Message message() {
        return metadata.message();
    }

    @Override
    public String subscription() {
        return metadata.subscription();
    }

    @Override
    public String consumer() {
        return metadata.subscription();
    }

    @Override
    public int partition() {
        return metadata.partition();
    }

    @Override
    public long offset() {
        return metadata.offset();
    }

    @Override
    public int attempt() {
        return metadata.attempt();
    }

    @Override
    public int deliveries() {
        return metadata.deliveries();
    }

    @Override
    public CompletionStage<Void> acceptAsync() {
        return refused();
    }

    @Override
    public CompletionStage<Void> releaseAsync(Duration delay, boolean countsAsAttempt) {
        return refused();
    }

    @Override
    public CompletionStage<Void> failAsync(Throwable failure) {
        return refused();
    }

    @Override
    public CompletionStage<Void> rejectAsync(DeadLetterReason reason, String description, Throwable failure) {
        return refused();
    }

    @Override
    public CompletionStage<Void> renewAsync(Duration lease) {
        return refused();
    }

    private static CompletionStage<Void> refused() {
        return CompletableFuture.failedFuture(new UnsupportedOperationException(
                "The channel settles this delivery: return from the method, throw, or ack and nack its message."));
    }
}
