package io.penstock.bench;

import io.penstock.Broker;
import io.penstock.Delivery;
import io.penstock.Message;

import java.nio.ByteBuffer;
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
    private final Semaphore inFlight = new Semaphore(MAX_IN_FLIGHT);

    BrokerFlow(BrokerLoad load, Meter meter) {
        this.load = load;
        this.meter = meter;
    }

    /** Sends until the scenario stops. */
    void produce(Broker broker) {
        try {
            if (load.perSecond() == 0) {
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

    private boolean acquired() throws InterruptedException {
        while (!meter.isStopped()) {
            if (inFlight.tryAcquire(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                return true;
            }
        }
        return false;
    }

    /** @param startNanos 0 for a message that is not timed */
    private void send(Broker broker, long startNanos) {
        var body = ByteBuffer.allocate(load.payloadBytes()).putLong(startNanos).array();
        var message = Message.to(load.destination().name()).body(body).build();
        broker.sendAsync(message).whenComplete((receipt, failure) -> failIf(failure));
    }

    private void failIf(Throwable failure) {
        if (failure != null && !meter.isStopped()) {
            meter.failed(failure);
        }
    }

    /** Accepts at once: what a handler does is not what is measured. */
    void handle(List<Delivery> deliveries) {
        for (var delivery : deliveries) {
            long startNanos = ByteBuffer.wrap(delivery.message().body()).getLong();
            if (startNanos != 0) {
                meter.took(System.nanoTime() - startNanos);
            }
            delivery.accept().whenComplete((accepted, failure) -> {
                failIf(failure);
                meter.completed(1);
                inFlight.release();
            });
        }
    }
}
