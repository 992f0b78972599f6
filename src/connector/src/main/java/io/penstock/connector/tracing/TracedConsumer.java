package io.penstock.connector.tracing;

import io.penstock.Consumer;
import io.penstock.ConsumerOptions;
import io.penstock.Delivery;

import java.util.Collection;
import java.util.concurrent.CompletionStage;

/** A consumer whose deliveries have spans, which end when they are accepted together, too. */
record TracedConsumer(Consumer consumer) implements Consumer {

    @Override
    public void request(long deliveries) {
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
    public CompletionStage<Void> acceptAsync(Collection<? extends Delivery> deliveries) {
        return consumer.acceptAsync(accepted(deliveries));
    }

    @Override
    public void accept(Collection<? extends Delivery> deliveries) {
        consumer.accept(accepted(deliveries));
    }

    private static Collection<Delivery> accepted(Collection<? extends Delivery> deliveries) {
        return deliveries.stream().map(TracedDelivery::accepted).toList();
    }

    @Override
    public ConsumerOptions options() {
        return consumer.options();
    }

    @Override
    public void close() {
        consumer.close();
    }
}
