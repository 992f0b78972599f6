package io.penstock.bench.application;

import io.penstock.Broker;
import io.penstock.Consumer;
import io.penstock.ConsumerOptions;
import io.penstock.Delivery;
import io.penstock.Destination;
import io.penstock.Message;
import io.penstock.bench.application.load.Flow;
import io.penstock.bench.application.load.Transport;
import io.penstock.bench.application.load.Way;
import io.penstock.quarkus.listener.Listeners;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Penstock, as the application has it injected. */
@Singleton
class BrokerTransport implements Transport {

    private static final int PARTITIONS = 16;

    private final Broker broker;
    private final Listeners listeners;

    @Inject
    BrokerTransport(Broker broker, Listeners listeners) {
        this.broker = broker;
        this.listeners = listeners;
    }

    @Override
    public void open(Way way) {
        broker.declare(Destination.queue(way.label()).partitions(PARTITIONS).build());
        if (way.isListener()) {
            listeners.start(way.label());
        }
    }

    @Override
    public void send(Way way, byte[] body, Flow flow) {
        broker.sendAsync(message(way, body)).whenComplete((receipt, failure) -> flow.failIf(failure));
    }

    @Override
    public void send(Way way, List<byte[]> bodies, Flow flow) {
        var messages = new ArrayList<Message>(bodies.size());
        bodies.forEach(body -> messages.add(message(way, body)));
        broker.sendAllAsync(messages).whenComplete((receipts, failure) -> flow.failIf(failure));
    }

    private static Message message(Way way, byte[] body) {
        return Message.to(way.label()).body(body).build();
    }

    @Override
    public AutoCloseable take(Way way, Flow flow) {
        var self = new AtomicReference<Consumer>();
        var options = ConsumerOptions.ofQueue(way.label(), "bench").build();
        var consumer = broker.consume(options, deliveries -> {
            deliveries.forEach(delivery -> flow.look(delivery.message().body()));
            if (way.isBatch()) {
                acceptTogether(self.get(), deliveries, flow);
            } else {
                deliveries.forEach(delivery -> acceptEach(delivery, flow));
            }
        });
        self.set(consumer);
        // One batch is being accepted while the next is handed out; who takes one by one takes what comes.
        consumer.request(way.isBatch() ? 2 * Flow.BATCH : Long.MAX_VALUE);
        return consumer;
    }

    private static void acceptEach(Delivery delivery, Flow flow) {
        delivery.acceptAsync().whenComplete((accepted, failure) -> {
            flow.failIf(failure);
            flow.done(1);
        });
    }

    private static void acceptTogether(Consumer consumer, List<Delivery> deliveries, Flow flow) {
        consumer.acceptAsync(deliveries).whenComplete((accepted, failure) -> {
            flow.failIf(failure);
            flow.doneTogether(deliveries.size());
            consumer.request(deliveries.size());
        });
    }
}
