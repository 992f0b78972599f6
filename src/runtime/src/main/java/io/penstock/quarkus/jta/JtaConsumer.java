package io.penstock.quarkus.jta;

import io.penstock.Consumer;
import io.penstock.ConsumerOptions;

/**
 * A consumer that stays until the JTA transaction has ended in which it is closed: what it was handed and the
 * transaction accepts must not be released before.
 */
record JtaConsumer(Consumer consumer, JtaTransactions transactions) implements Consumer {

    @Override
    public void request(long deliveries) {
        consumer.request(deliveries);
    }

    @Override
    public void pause() {
        consumer.pause();
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
        } else {
            consumer.pause();
            branch.atEnd(consumer::close);
        }
    }
}
