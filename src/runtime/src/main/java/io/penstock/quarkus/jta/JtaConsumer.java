package io.penstock.quarkus.jta;

import io.penstock.Consumer;
import io.penstock.ConsumerOptions;
import io.penstock.Delivery;

import java.time.Duration;
import java.util.Set;

/**
 * A consumer that stays until the JTA transaction has ended in which it is closed: what it was handed and the
 * transaction accepts must not be released before. Everything else is, at once.
 *
 * @param open its deliveries without a disposition; bounded by what it asks for
 */
record JtaConsumer(Consumer consumer, Set<Delivery> open, JtaTransactions transactions) implements Consumer {

    /** Asks for nothing that the thread's transaction could not accept. */
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
