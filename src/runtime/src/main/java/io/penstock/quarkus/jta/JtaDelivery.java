package io.penstock.quarkus.jta;

import io.penstock.Broker;
import io.penstock.DeadLetterReason;
import io.penstock.Delivery;
import io.penstock.Headers;
import io.penstock.Message;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A delivery whose acceptance waits for the commit of the thread's JTA transaction, if there is one. If that
 * transaction takes no more work, the delivery is released: nobody has consumed it.
 *
 * @param open the deliveries of its consumer that are not settled
 */
record JtaDelivery(Delivery delivery, Set<Delivery> open, Broker broker, JtaTransactions transactions)
        implements Delivery {

    /** The delivery of the broker, which is about to be settled and so is no longer open. */
    Delivery taken() {
        open.remove(delivery);
        return delivery;
    }

    /** The broker's delivery that one is, whether it came in this form or not; it is about to be settled. */
    static Delivery taken(Delivery delivery) {
        return delivery instanceof JtaDelivery ours ? ours.taken() : delivery;
    }

    @Override
    public CompletionStage<Void> acceptAsync() {
        try {
            if (!transactions.active()) {
                return taken().acceptAsync();
            }
            transactions.branch(broker).receive(taken());
            return CompletableFuture.completedFuture(null);
        } catch (RuntimeException e) {
            taken().releaseAsync(Duration.ZERO, false);
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public Message message() {
        return delivery.message();
    }

    @Override
    public String subscription() {
        return delivery.subscription();
    }

    @Override
    public String consumer() {
        return delivery.consumer();
    }

    @Override
    public int partition() {
        return delivery.partition();
    }

    @Override
    public long offset() {
        return delivery.offset();
    }

    @Override
    public int attempt() {
        return delivery.attempt();
    }

    @Override
    public int deliveries() {
        return delivery.deliveries();
    }

    @Override
    public boolean redelivered() {
        return delivery.redelivered();
    }

    @Override
    public CompletionStage<Void> releaseAsync(Duration delay, boolean countsAsAttempt) {
        return taken().releaseAsync(delay, countsAsAttempt);
    }

    @Override
    public CompletionStage<Void> failAsync(Throwable failure) {
        return taken().failAsync(failure);
    }

    @Override
    public CompletionStage<Void> rejectAsync(DeadLetterReason reason, String description, Throwable failure) {
        return taken().rejectAsync(reason, description, failure);
    }

    @Override
    public CompletionStage<Void> rejectAsync(
            DeadLetterReason reason, String description, Throwable failure, Headers headers) {
        return taken().rejectAsync(reason, description, failure, headers);
    }

    @Override
    public CompletionStage<Void> renewAsync(Duration lease) {
        return delivery.renewAsync(lease);
    }
}
