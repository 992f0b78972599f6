package io.penstock.server.http.consume;

import io.penstock.Broker;
import io.penstock.Consumer;
import io.penstock.ConsumerOptions;
import io.penstock.Delivery;
import io.penstock.PenstockException;
import io.penstock.spi.HandlerObserver;
import io.penstock.spi.ObservingHandler;
import org.jboss.logging.Logger;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntUnaryOperator;

/**
 * The consumer that all polls of one caller at one subscription share. It has credit for what polls wait for and no
 * more, so that it never holds a message that nobody asked for: when a poll ends that was not given all, the consumer
 * is drained before it asks for the others again. Safe for use by any thread.
 */
final class SharedConsumer implements ObservingHandler {

    private static final Logger LOG = Logger.getLogger(SharedConsumer.class);

    /** The size that messages are taken for before the first has come. */
    private static final int ASSUMED_BYTES = 32 << 10;

    /** What is left, with each message that comes, of the size of a larger one before: after a hundred, little. */
    private static final double REMEMBERED = 31.0 / 32;

    private final LeaseTable leases;
    private final Duration usualLease;
    private final Executor blocking;
    private final IntUnaryOperator room;
    private final HandlerObserver observer;
    private final Consumer consumer;

    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Poll> waiting = new ArrayDeque<>();
    private long credit;
    private boolean draining;
    private boolean closed;
    private long idleSinceNanos = System.nanoTime();

    /** The size of a large message among the last ones; forgotten message by message. */
    private volatile int messageBytes = ASSUMED_BYTES;

    /**
     * Joins, and waits for that.
     *
     * @param blocking runs what may wait
     * @param room for further leases of messages of that size
     */
    SharedConsumer(
            Broker broker, ConsumerOptions options, LeaseTable leases, Executor blocking, IntUnaryOperator room) {
        this.leases = leases;
        this.usualLease = options.lease();
        this.blocking = blocking;
        this.room = room;
        observer = HandlerObserver.of(broker);
        consumer = broker.consume(options, this);
    }

    LeaseTable leases() {
        return leases;
    }

    /** The most messages of the size that came lately that have room in so many bytes. */
    int most(int bytes) {
        return Math.max(1, bytes / Math.max(1, messageBytes));
    }

    /** Lets a poll wait. The result is false if this consumer is closed, so that another one is needed. */
    boolean add(Poll poll) {
        lock.lock();
        try {
            if (closed) {
                return false;
            }
            waiting.add(poll);
            ask();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Lets a poll wait no longer: it takes what can be had at once. */
    void end(Poll poll) {
        lock.lock();
        try {
            if (waiting.contains(poll)) {
                poll.end();
                drainSoon();
            }
        } finally {
            lock.unlock();
        }
    }

    /** The client of a poll is gone: what it was given goes back. */
    void abandon(Poll poll) {
        lock.lock();
        try {
            if (!waiting.remove(poll)) {
                return;
            }
            drainSoon();
        } finally {
            lock.unlock();
        }
        poll.over();
        giveBack(poll.leases());
    }

    /** There is room for leases again. */
    void settled() {
        lock.lock();
        try {
            ask();
        } finally {
            lock.unlock();
        }
    }

    /** Asks for what polls wait for, if more than before. The lock is held. */
    private void ask() {
        if (draining || closed) {
            return;
        }
        long wanted = 0;
        for (var poll : waiting) {
            wanted += poll.room();
        }
        wanted = Math.min(wanted, Math.max(0, room.applyAsInt(messageBytes)));
        if (wanted > credit) {
            consumer.request(wanted - credit);
            credit = wanted;
        }
    }

    /** Has a thread drain the consumer that may wait. The lock is held. */
    private void drainSoon() {
        if (!draining && !closed) {
            draining = true;
            blocking.execute(this::drain);
        }
    }

    private void drain() {
        List<Poll> ending;
        lock.lock();
        try {
            ending = waiting.stream().filter(Poll::isEnding).toList();
        } finally {
            lock.unlock();
        }
        try {
            consumer.drain();
        } catch (RuntimeException e) {
            failed(e);
            return;
        }
        lock.lock();
        try {
            draining = false;
            credit = 0;
            // Those that were served in full meanwhile are gone already.
            ending = ending.stream().filter(waiting::remove).toList();
            ask();
            if (waiting.stream().anyMatch(Poll::isEnding)) {
                drainSoon();
            }
            idleSinceNanos = System.nanoTime();
        } finally {
            lock.unlock();
        }
        ending.forEach(this::answer);
    }

    private void answer(Poll poll) {
        if (!poll.isEmpty()) {
            observer.received(poll.leases().stream().map(Lease::delivery).toList());
        }
        if (!poll.over()) {
            giveBack(poll.leases());
        }
    }

    @Override
    public void handle(List<Delivery> deliveries) {
        var full = new ArrayList<Poll>();
        var unwanted = new ArrayList<Delivery>();
        lock.lock();
        try {
            credit = Math.max(0, credit - deliveries.size());
            int largest = 1;
            for (var delivery : deliveries) {
                var poll = waiting.peek();
                if (poll == null) {
                    unwanted.add(delivery);
                    continue;
                }
                largest = Math.max(largest, give(poll, delivery));
                if (poll.room() == 0) {
                    full.add(waiting.poll());
                }
            }
            messageBytes = Math.max(largest, (int) (messageBytes * Math.pow(REMEMBERED, deliveries.size())));
            if (!unwanted.isEmpty() || full.stream().anyMatch(poll -> !poll.isComplete())) {
                drainSoon();
            }
            var partly = waiting.peek();
            if (partly != null && !partly.isEmpty() && !partly.isEnding()) {
                partly.end();
                drainSoon();
            }
        } finally {
            lock.unlock();
        }
        unwanted.forEach(delivery -> delivery.releaseAsync(Duration.ZERO, false));
        if (!full.isEmpty()) {
            blocking.execute(() -> full.forEach(this::answer));
        }
    }

    /** Gives a delivery to a poll; the result is its size. */
    private int give(Poll poll, Delivery delivery) {
        var lease = leases.add(delivery, poll.lease());
        if (!poll.lease().equals(usualLease)) {
            delivery.renewAsync(poll.lease());
        }
        poll.add(lease);
        return lease.bytes();
    }

    @Override
    public void closed(PenstockException reason) {
        failed(reason);
    }

    private void failed(Throwable reason) {
        List<Poll> all;
        lock.lock();
        try {
            closed = true;
            draining = false;
            all = List.copyOf(waiting);
            waiting.clear();
        } finally {
            lock.unlock();
        }
        leases.clear();
        all.forEach(poll -> poll.failed(reason));
    }

    /** Nobody has got what is leased here, or nobody wants it: it goes back, and that counts as nothing. */
    void giveBack(List<Lease> unwanted) {
        for (var lease : unwanted) {
            if (leases.remove(lease)) {
                lease.delivery().releaseAsync(Duration.ZERO, false);
            }
        }
        settled();
    }

    /** Accepts what was leased here, together; whatever was lost before is handed out again. */
    void acceptAll(List<Lease> accepted) {
        var deliveries =
                accepted.stream().filter(leases::remove).map(Lease::delivery).toList();
        if (!deliveries.isEmpty()) {
            consumer.acceptAsync(deliveries).exceptionally(failure -> {
                LOG.debugf(failure, "Messages that were written to an event stream could not all be accepted");
                return null;
            });
        }
        settled();
    }

    /** How many polls wait. */
    int waiting() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Leaves the subscription if nobody has needed the consumer for so long.
     *
     * @return whether it has left, now or before
     */
    boolean closeIfIdle(Duration time) {
        lock.lock();
        try {
            if (!closed) {
                if (!waiting.isEmpty() || draining || leases.isHolding()) {
                    idleSinceNanos = System.nanoTime();
                    return false;
                }
                if (System.nanoTime() - idleSinceNanos < time.toNanos()) {
                    return false;
                }
                closed = true;
            }
        } finally {
            lock.unlock();
        }
        close();
        return true;
    }

    private void close() {
        leases.clear(); // Those that have ended, and are remembered.
        try {
            consumer.close();
        } catch (RuntimeException e) {
            LOG.debugf(e, "A consumer could not leave, since the broker has ended");
        }
    }

    /** Lets all polls end at once, with what they have: the server is being stopped. */
    void endAll() {
        lock.lock();
        try {
            waiting.forEach(Poll::end);
            if (!waiting.isEmpty()) {
                drainSoon();
            }
        } finally {
            lock.unlock();
        }
    }
}
