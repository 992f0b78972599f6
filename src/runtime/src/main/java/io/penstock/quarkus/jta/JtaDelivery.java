package io.penstock.quarkus.jta;

import io.penstock.Broker;
import io.penstock.DeadLetterReason;
import io.penstock.Delivery;
import io.penstock.Message;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A delivery whose acceptance waits for the commit of the thread's JTA transaction, if there is one.
 *
 * @param open the deliveries of its consumer without a disposition
 */
record JtaDelivery(Delivery delivery, Set<Delivery> open, Broker broker, JtaTransactions transactions)
        implements Delivery {

    /** The delivery as the broker knows it, which gets its disposition now. */
    Delivery taken() {
        open.remove(delivery);
        return delivery;
    }

    @Override
    public CompletionStage<Void> accept() {
        if (!transactions.active()) {
            return taken().accept();
        }
        try {
            transactions.branch(broker).receive(taken());
            return CompletableFuture.completedFuture(null);
        } catch (RuntimeException e) {
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
    public CompletionStage<Void> release(Duration delay, boolean countsAsAttempt) {
        return taken().release(delay, countsAsAttempt);
    }

    @Override
    public CompletionStage<Void> fail(Throwable failure) {
        return taken().fail(failure);
    }

    @Override
    public CompletionStage<Void> reject(DeadLetterReason reason, String description, Throwable failure) {
        return taken().reject(reason, description, failure);
    }

    @Override
    public CompletionStage<Void> renew(Duration lease) {
        return delivery.renew(lease);
    }
}
