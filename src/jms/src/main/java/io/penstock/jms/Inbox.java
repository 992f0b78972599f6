package io.penstock.jms;

import io.penstock.Consumer;
import io.penstock.Delivery;
import io.penstock.DeliveryHandler;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Where deliveries of one consumer arrive. It asks the broker for a message when the client does, and not before: so
 * competing consumers share fairly, nothing waits behind a slow one, and roll-back and recovery never have to put back
 * what the client has not seen. State is guarded by the gate's lock.
 */
final class Inbox implements DeliveryHandler {

    /** Messages asked for at a time. */
    private static final int CREDIT = 1;

    private final DeliveryGate gate;

    /** At most the credit, and what was on its way when a receive timed out. */
    private final Deque<Delivery> arrived = new ArrayDeque<>();

    private Consumer source;
    private boolean asked;
    private boolean listening;
    private boolean receiving;
    private boolean closed;

    Inbox(DeliveryGate gate) {
        this.gate = gate;
    }

    /** Names whom to ask. Once, before anything else. */
    void open(Consumer consumer) {
        source = consumer;
        gate.add(this);
    }

    @Override
    public void handle(List<Delivery> deliveries) {
        boolean late;
        gate.lock();
        try {
            late = closed;
            if (!late) {
                asked = false;
                arrived.addAll(deliveries);
                gate.signal();
            }
        } finally {
            gate.unlock();
        }
        if (late) {
            deliveries.forEach(delivery -> delivery.release(Duration.ZERO, false));
        }
    }

    /**
     * Waits for a delivery.
     *
     * @param timeoutNanos {@link Long#MAX_VALUE} for as long as it takes
     * @return null if the time is over, or this or the session was closed
     */
    Delivery take(long timeoutNanos) throws InterruptedException {
        long remaining = timeoutNanos;
        try {
            while (true) {
                gate.lock();
                try {
                    while (!mayAsk()) {
                        if (closed || gate.isClosed()) {
                            return null;
                        }
                        if (gate.isStarted() && !arrived.isEmpty()) {
                            return arrived.poll();
                        }
                        if (remaining <= 0) {
                            return null;
                        }
                        long left = gate.await(remaining);
                        remaining = timeoutNanos == Long.MAX_VALUE ? timeoutNanos : left;
                    }
                    asked = true;
                } finally {
                    gate.unlock();
                }
                ask();
            }
        } finally {
            // Time is over, or the thread was interrupted: what was asked for shall go to others.
            stopAsking();
        }
    }

    /** Tells when the client's receive begins and ends. */
    void receiving(boolean begins) {
        gate.lock();
        try {
            receiving = begins;
            gate.signal();
        } finally {
            gate.unlock();
        }
    }

    /** Whether the client is in the middle of a receive; the lock must be held. */
    boolean isReceiving() {
        return receiving;
    }

    /** What has arrived already, or null. */
    Delivery poll() {
        gate.lock();
        try {
            return gate.isStarted() && !closed ? arrived.poll() : null;
        } finally {
            gate.unlock();
        }
    }

    /** Makes a delivery the next one again, as if it had not been taken. */
    void putBack(Delivery delivery) {
        gate.lock();
        try {
            arrived.addFirst(delivery);
            gate.signal();
        } finally {
            gate.unlock();
        }
    }

    void listening(boolean hasListener) {
        gate.lock();
        try {
            listening = hasListener;
            gate.signal();
        } finally {
            gate.unlock();
        }
        if (!hasListener) {
            stopAsking();
        }
    }

    /**
     * Accepts no more, wakes a waiting receiver, and waits until it, or a running listener, has returned.
     *
     * @return what has arrived and nobody took
     */
    List<Delivery> close() {
        gate.lock();
        try {
            closed = true;
            var untaken = new ArrayList<>(arrived);
            arrived.clear();
            gate.remove(this);
            return untaken;
        } finally {
            gate.unlock();
        }
    }

    void ask() {
        source.request(CREDIT);
    }

    void pause() {
        source.pause();
    }

    /** Whether there was something to take back; the lock must be held. */
    boolean withdraw() {
        boolean had = asked;
        asked = false;
        return had;
    }

    /** Whether to ask now, on behalf of a listener; the lock must be held. */
    boolean asksForListener() {
        boolean now = listening && mayAsk();
        asked |= now;
        return now;
    }

    /** What has arrived for a listener, or null; the lock must be held. */
    Delivery pollForListener() {
        return listening ? arrived.poll() : null;
    }

    private boolean mayAsk() {
        return gate.isStarted() && !closed && !asked && arrived.isEmpty();
    }

    private void stopAsking() {
        boolean had;
        gate.lock();
        try {
            had = withdraw();
        } finally {
            gate.unlock();
        }
        if (had) {
            pause();
        }
    }
}
