package io.penstock.security;

import io.penstock.Consumer;
import io.penstock.ConsumerOptions;
import io.penstock.Delivery;

import java.util.Collection;
import java.util.concurrent.CompletionStage;

/** A consumer that is handed nothing any more when its caller may not receive any more. */
record GuardedConsumer(Consumer consumer, ReceiveRight right) implements Consumer {

    @Override
    public void request(long deliveries) {
        right.require();
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
        return consumer.acceptAsync(deliveries);
    }

    @Override
    public void accept(Collection<? extends Delivery> deliveries) {
        consumer.accept(deliveries);
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
