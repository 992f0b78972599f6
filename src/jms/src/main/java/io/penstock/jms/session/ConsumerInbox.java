package io.penstock.jms.session;

import io.penstock.Broker;
import io.penstock.Consumer;
import io.penstock.Delivery;
import io.penstock.PenstockException;
import io.penstock.jms.spec.Failures;
import io.penstock.spi.ObservingHandler;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import jakarta.jms.JMSException;

/**
 * Takes the deliveries of one consumer as they arrive. It requests messages from the broker only while the client waits
 * for one, so that competing consumers share fairly. Its {@link PrefetchWindow} says how many. When earlier messages
 * are to be delivered again, those that wait here are released to the broker, as if they had never left it. Its state
 * is guarded by the gate's lock.
 */
final class ConsumerInbox implements ObservingHandler {

    /**
     * The interval at which a waiting thread checks whether messages can still come: a broker that ends does not wake
     * threads that wait.
     */
    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final DeliveryGate gate;
    private final Broker broker;
    private final PrefetchWindow window;

    /**
     * The deliveries that have arrived: those that were requested, and those that were on their way when a receive
     * timed out.
     */
    private final Deque<Delivery> arrived = new ArrayDeque<>();

    private Consumer source;

    /** The number of messages to request; used by the thread that requests them. */
    private int wanted;

    /** The number of messages that were requested and have not arrived. */
    private int outstanding;

    /** The number of messages that were taken since the last request. */
    private int taken;

    private boolean listening;
    private boolean receiving;

    /** Whether the client's receive has taken a message, and has not returned it yet. */
    private boolean holding;

    private boolean closed;

    /** The reason why no message comes any more, if the client has not closed the consumer; else null. */
    private PenstockException gone;

    private final java.util.function.Consumer<JMSException> problems;

    /** @param problems is told of problems that no call of the client reports */
    ConsumerInbox(DeliveryGate gate, Provider provider, java.util.function.Consumer<JMSException> problems) {
        this.gate = gate;
        this.problems = problems;
        broker = provider.broker();
        window = new PrefetchWindow(provider.options().prefetch(), provider.clock());
    }

    /** Sets the consumer that messages are requested from. This is called once, before anything else. */
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
     * Reports the end of the consumer on a thread of its own, because an exception listener is code of the client and
     * may take its time.
     */
    @Override
    public void closed(PenstockException reason) {
        gate.lock();
        try {
            gone = reason;
            gate.signal();
        } finally {
            gate.unlock();
        }
        var telling = new Thread(() -> problems.accept(Failures.of(reason)), "penstock-jms-closed");
        telling.setDaemon(true);
        telling.start();
    }

    /**
     * Waits for a delivery.
     *
     * @param timeoutNanos the longest wait; {@link Long#MAX_VALUE} for no limit
     * @return null if the time is over, or if the consumer or the session was closed
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
                        if (gone != null) {
                            throw gone;
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
            // The client has its message, or none in time: messages that were requested and have not arrived shall go
            // to others.
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

    /** Notes that a receive of the client begins or ends. */
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

    /** Whether the consumer has a listener; the lock must be held. */
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

    /** Takes a delivery that has arrived, or returns null. */
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
     * Accepts no more deliveries, wakes a waiting receiver, and waits until it, or a running listener, has returned.
     *
     * @return the deliveries that have arrived and nobody took
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

    /** The consumer of the broker that takes messages for this inbox now. */
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

    /**
     * Takes back the deliveries that the client has not seen, and says whether there were any; the lock must be held.
     */
    boolean withdraw() {
        boolean had = outstanding > 0;
        outstanding = 0;
        return had;
    }

    /** Whether deliveries that the client has not seen are here or on their way; the lock must be held. */
    boolean isAhead() {
        return outstanding > 0 || !arrived.isEmpty();
    }

    /**
     * Releases what the client has not seen, as if it had not been handed out. Only the end of a consumer of the broker
     * does that, so another one takes its place. It joins before the old one leaves, which may be the last of its
     * subscription.
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

    /** Whether messages should be requested now for a listener; the lock must be held. */
    boolean asksForListener() {
        boolean now = listening && mayAsk();
        if (now) {
            expect();
        }
        return now;
    }

    /** Takes a delivery that has arrived for a listener, or returns null; the lock must be held. */
    Delivery pollForListener() {
        return listening ? pollArrived() : null;
    }

    private Delivery pollReceived() {
        var next = pollArrived();
        holding = next != null;
        return next;
    }

    /** Notes that the message which the receive had taken was not for its client, so that it looks for another one. */
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
        return gate.isStarted() && !closed && gone == null && outstanding == 0 && arrived.isEmpty();
    }

    /** Lets messages that were requested and have not arrived go to others. */
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
