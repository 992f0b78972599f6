package io.penstock.bench.broker;

import io.penstock.Broker;
import io.penstock.Consumer;
import io.penstock.Delivery;
import io.penstock.Message;
import io.penstock.bench.measure.Meter;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** What producers and consumers of one load do. */
final class BrokerFlow {

    /** Messages sent and not accepted yet: enough to keep the disk busy, few enough that consumers are not behind. */
    private static final int MAX_IN_FLIGHT = 20_000;

    private static final long LOOK_MILLIS = 100;

    private final BrokerLoad load;
    private final Meter meter;

    /** One of these for each delivery of a message. */
    private final Semaphore inFlight;

    BrokerFlow(BrokerLoad load, Meter meter) {
        this.load = load;
        this.meter = meter;
        inFlight = new Semaphore(MAX_IN_FLIGHT * load.subscriptions());
    }

    /** Sends until the scenario stops. */
    void produce(Broker broker) {
        try {
            if (load.isBatched()) {
                produceTogether(broker);
            } else if (load.perSecond() == 0) {
                for (long i = 0; acquired(); i++) {
                    send(broker, i % Meter.SAMPLED == 0 ? System.nanoTime() : 0);
                }
            } else {
                producePaced(broker);
            }
        } catch (InterruptedException | RuntimeException | Error e) {
            meter.failed(e);
        }
    }

    /** Times each message from when it was due: one that had to wait for its turn was late, too. */
    private void producePaced(Broker broker) throws InterruptedException {
        long interval = TimeUnit.SECONDS.toNanos(load.workers()) / load.perSecond();
        long due = System.nanoTime();
        while (acquired()) {
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            send(broker, due);
            due += interval;
        }
    }

    private void produceTogether(Broker broker) throws InterruptedException {
        while (acquired(load.together())) {
            var messages = new ArrayList<Message>(load.together());
            for (int i = 0; i < load.together(); i++) {
                messages.add(message(i % Meter.SAMPLED == 0 ? System.nanoTime() : 0));
            }
            broker.sendAllAsync(messages).whenComplete((receipts, failure) -> failIf(failure));
        }
    }

    private boolean acquired() throws InterruptedException {
        return acquired(1);
    }

    private boolean acquired(int messages) throws InterruptedException {
        while (!meter.isStopped()) {
            if (inFlight.tryAcquire(messages * load.subscriptions(), LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                return true;
            }
        }
        return false;
    }

    /** @param startNanos 0 for a message that is not timed */
    private void send(Broker broker, long startNanos) {
        broker.sendAsync(message(startNanos)).whenComplete((receipt, failure) -> failIf(failure));
    }

    private Message message(long startNanos) {
        var body = ByteBuffer.allocate(load.payloadBytes()).putLong(startNanos).array();
        return Message.to(BrokerLoad.DESTINATION).body(body).build();
    }

    private void failIf(Throwable failure) {
        if (failure != null && !meter.isStopped()) {
            meter.failed(failure);
        }
    }

    /** Accepts at once: what a handler does is not what is measured. */
    void handle(Consumer consumer, List<Delivery> deliveries) {
        deliveries.forEach(this::look);
        if (load.isBatched()) {
            consumer.acceptAsync(deliveries).whenComplete((accepted, failure) -> done(deliveries.size(), failure));
        } else {
            deliveries.forEach(
                    delivery -> delivery.acceptAsync().whenComplete((accepted, failure) -> done(1, failure)));
        }
    }

    private void look(Delivery delivery) {
        long startNanos = ByteBuffer.wrap(delivery.message().body()).getLong();
        if (startNanos != 0) {
            meter.took(System.nanoTime() - startNanos);
        }
    }

    private void done(int messages, Throwable failure) {
        failIf(failure);
        meter.completed(messages);
        inFlight.release(messages);
    }
}
