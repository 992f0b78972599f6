package io.penstock.quarkus.jta;

import io.penstock.Consumer;
import io.penstock.ConsumerOptions;
import io.penstock.Delivery;

import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * A consumer that, when it is closed in a JTA transaction, stays joined until the transaction has ended, because
 * deliveries that the transaction accepts must not be released before. All other deliveries are released at once.
 *
 * @param open the deliveries of this consumer that are not settled; bounded by what it requests
 */
record JtaConsumer(Consumer consumer, Set<Delivery> open, JtaTransactions transactions) implements Consumer {

    /** Requests deliveries, unless the thread's transaction could not accept them. */
    @Override
    public void request(long deliveries) {
        transactions.active();
        consumer.request(deliveries);
    }

    @Override
    public void pause() {
        consumer.pause();
    }

    @Override
    public void drain() {
        consumer.drain();
    }

    /** Accepts deliveries together, with the commit if the thread has a transaction. */
    @Override
    public CompletionStage<Void> acceptAsync(Collection<? extends Delivery> deliveries) {
        return transactions.present()
                ? Consumer.super.acceptAsync(deliveries)
                : consumer.acceptAsync(
                        deliveries.stream().map(JtaDelivery::taken).toList());
    }

    @Override
    public ConsumerOptions options() {
        return consumer.options();
    }

    @Override
    public void close() {
        var branch = transactions.branchIfAny();
        if (branch == null) {
            consumer.close();
            return;
        }
        consumer.pause();
        open.forEach(delivery -> delivery.releaseAsync(Duration.ZERO, false));
        open.clear();
        branch.atEnd(consumer::close);
    }
}
