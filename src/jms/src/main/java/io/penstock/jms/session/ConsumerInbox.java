package io.penstock.jms.session;

import io.penstock.Broker;
import io.penstock.Consumer;
import io.penstock.Delivery;
import io.penstock.DeliveryHandler;
import io.penstock.PenstockException;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import jakarta.jms.JMSException;

/**
 * Takes the deliveries of one consumer as they arrive. It asks the broker for messages while the client waits for one,
 * and not before: so competing consumers share fairly. How many it asks for, its {@link PrefetchWindow} says; what then
 * waits here goes back to the broker, as if it had never left, when earlier messages are to be delivered again. State
 * is guarded by the gate's lock.
 */
final class ConsumerInbox implements DeliveryHandler {

    /**
     * The interval in which one who waits looks whether messages can still come: a broker that ends tells nobody who
     * only waits.
     */
    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final DeliveryGate gate;
    private final Broker broker;
    private final PrefetchWindow window;

    /** At most what was asked for, and what was on its way when a receive timed out. */
    private final Deque<Delivery> arrived = new ArrayDeque<>();

    private Consumer source;

    /** Messages to ask for; used by the thread that asks. */
    private int wanted;

    /** Messages asked for that have not arrived. */
    private int outstanding;

    /** Messages taken since the last time that the broker was asked. */
    private int taken;

    private boolean listening;
    private boolean receiving;

    /** Whether the client's receive has taken a message, and not returned it yet. */
    private boolean holding;

    private boolean closed;

    ConsumerInbox(DeliveryGate gate, Provider provider) {
        this.gate = gate;
        broker = provider.broker();
        window = new PrefetchWindow(provider.options().prefetch(), provider.clock());
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
                outstanding = Math.max(0, outstanding - deliveries.size());
                arrived.addAll(deliveries);
                gate.signal();
            }
        } finally {
            gate.unlock();
        }
        if (late) {
            deliveries.forEach(delivery -> delivery.releaseAsync(Duration.ZERO, false));
        }
    }

    /**
     * Waits for a delivery.
     *
     * @param timeoutNanos {@link Long#MAX_VALUE} for as long as it takes
     * @return null if the time is over, or this or the session was closed
     * @throws PenstockException.Unavailable if the broker was closed or has failed meanwhile
     */
    Delivery take(long timeoutNanos) throws InterruptedException {
        long remaining = timeoutNanos;
        try {
            while (true) {
                gate.lock();
                try {
                    putDown();
                    while (!mayAsk()) {
                        if (closed || gate.isClosed()) {
                            return null;
                        }
                        if (gate.isStarted() && !arrived.isEmpty()) {
                            return pollReceived();
                        }
                        if (remaining <= 0) {
                            return null;
                        }
                        long look = Math.min(remaining, LOOK_NANOS);
                        long left = gate.await(look);
                        remaining = timeoutNanos == Long.MAX_VALUE ? timeoutNanos : remaining - look + left;
                        requireRunning();
                    }
                    expect();
                } finally {
                    gate.unlock();
                }
                ask();
            }
        } finally {
            // The client has its message, or none in time: what was asked for and is not here shall go to others.
            stopAsking();
        }
    }

    private void requireRunning() {
        var health = broker.health();
        if (!health.isRunning() && arrived.isEmpty() && !closed && !gate.isClosed()) {
            throw new PenstockException.Unavailable(
                    "No message will come: the broker is " + health.state() + ". " + health.detail());
        }
    }

    /** Fails if the calling thread may not receive on this session. */
    void requireReceiver() throws JMSException {
        gate.requireReceiver();
    }

    /** Tells when the client's receive begins and ends. */
    void receiving(boolean begins) {
        gate.lock();
        try {
            receiving = begins;
            holding = false;
            gate.signal();
        } finally {
            gate.unlock();
        }
    }

    /** Whether it has a listener; the lock must be held. */
    boolean isListening() {
        return listening;
    }

    /** Whether the client is in the middle of a receive; the lock must be held. */
    boolean isReceiving() {
        return receiving;
    }

    /** Whether a receive is about to return a message; the lock must be held. */
    boolean isHolding() {
        return holding;
    }

    /** Takes what has arrived already, or null. */
    Delivery poll() {
        gate.lock();
        try {
            return gate.isStarted() && !closed ? pollReceived() : null;
        } finally {
            gate.unlock();
        }
    }

    /** Makes a delivery the next one again, as if it had not been taken. */
    void putBack(Delivery delivery) {
        gate.lock();
        try {
            arrived.addFirst(delivery);
            taken--;
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

    /** The member of the subscription that takes messages for this inbox now. */
    Consumer member() {
        gate.lock();
        try {
            return source;
        } finally {
            gate.unlock();
        }
    }

    void ask() {
        member().request(wanted);
    }

    void pause() {
        member().pause();
    }

    /** Whether there was something to take back; the lock must be held. */
    boolean withdraw() {
        boolean had = outstanding > 0;
        outstanding = 0;
        return had;
    }

    /** Whether messages are here, or on their way, that the client has not seen; the lock must be held. */
    boolean isAhead() {
        return outstanding > 0 || !arrived.isEmpty();
    }

    /**
     * Gives back what the client has not seen, as if it had not been handed out: only the end of a member does that, so
     * another one takes its place. It joins before the old one leaves, which may be the last of its subscription.
     */
    void rejoin() {
        var old = member();
        var fresh = broker.consume(old.options(), this);
        old.close();
        boolean late;
        gate.lock();
        try {
            late = closed;
            if (!late) {
                arrived.clear();
                outstanding = 0;
                source = fresh;
                gate.signal();
            }
        } finally {
            gate.unlock();
        }
        if (late) {
            fresh.close();
        }
    }

    /** Whether to ask now, on behalf of a listener; the lock must be held. */
    boolean asksForListener() {
        boolean now = listening && mayAsk();
        if (now) {
            expect();
        }
        return now;
    }

    /** Takes what has arrived for a listener, or null; the lock must be held. */
    Delivery pollForListener() {
        return listening ? pollArrived() : null;
    }

    private Delivery pollReceived() {
        var next = pollArrived();
        holding = next != null;
        return next;
    }

    /** What the receive had taken before was not for its client; it looks for another one. */
    private void putDown() {
        if (holding) {
            holding = false;
            gate.signal();
        }
    }

    private Delivery pollArrived() {
        var next = arrived.poll();
        taken += next == null ? 0 : 1;
        return next;
    }

    private void expect() {
        wanted = window.next(taken);
        outstanding = wanted;
        taken = 0;
    }

    private boolean mayAsk() {
        return gate.isStarted() && !closed && outstanding == 0 && arrived.isEmpty();
    }

    /** Lets go to others what was asked for and is not here. */
    void stopAsking() {
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
