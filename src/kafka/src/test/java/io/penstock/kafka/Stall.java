package io.penstock.kafka;

import io.penstock.kafka.owner.Moment;

import java.util.concurrent.CountDownLatch;

/** Holds up an owner, as a pause of its process does. */
final class Stall implements Moment.Listener {

    private volatile CountDownLatch gate = new CountDownLatch(0);

    void begin() {
        gate = new CountDownLatch(1);
    }

    void end() {
        gate.countDown();
    }

    @Override
    public void at(Moment moment) {
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
