package io.penstock.spi;

import io.penstock.Broker;
import io.penstock.Consumer;
import io.penstock.ConsumerOptions;
import io.penstock.Delivery;
import io.penstock.PenstockException;
import io.penstock.PullConsumer;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A pull consumer over a consumer that any broker has: a receive gives it credit for what it wants, and takes the
 * credit back when the time is over.
 */
public final class QueuedPullConsumer implements PullConsumer, ObservingHandler {

    /**
     * The interval at which a waiting thread checks whether the broker still serves: a broker that ends does not wake
     * threads that wait.
     */
    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE / 2);

    private final Broker broker;
    private final HandlerObserver observer;
    private final Consumer consumer;

    /** The permit to receive, which one thread has at a time. */
    private final Semaphore turn = new Semaphore(1, true);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    /**
     * The deliveries that have come and nobody has taken: at most those that a receive asked for that did not return.
     */
    private final Deque<Delivery> arrived = new ArrayDeque<>();

    private boolean closed;

    /** Why nothing comes any more, though nobody closed it here; or null. */
    private @Nullable PenstockException gone;

    public QueuedPullConsumer(Broker broker, ConsumerOptions options) {
        this.broker = broker;
        observer = HandlerObserver.of(broker);
        consumer = broker.consume(options, this);
    }

    @Override
    public void handle(List<Delivery> deliveries) {
        lock.lock();
        try {
            arrived.addAll(deliveries);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void closed(PenstockException reason) {
        lock.lock();
        try {
            gone = reason;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Optional<Delivery> receive(Duration timeout) throws InterruptedException {
        var received = receive(1, timeout);
        return received.isEmpty() ? Optional.empty() : Optional.of(received.get(0));
    }

    @Override
    public List<Delivery> receive(int most, Duration timeout) throws InterruptedException {
        if (most < 1 || most > MAX_BATCH) {
            throw new PenstockException.InvalidConfiguration(
                    "Consumer '" + options().name() + "' would receive " + most + " messages at once: choose 1 to "
                            + MAX_BATCH + ".");
        }
        if (timeout.isNegative()) {
            throw new PenstockException.InvalidConfiguration(
                    "Consumer '" + options().name() + "' would wait for " + timeout
                            + ": choose zero for what is there now, or more.");
        }
        long nanos = timeout.compareTo(LONGEST) > 0 ? LONGEST.toNanos() : timeout.toNanos();
        long start = System.nanoTime();
        if (!turn.tryAcquire(nanos, TimeUnit.NANOSECONDS)) {
            return List.of();
        }
        try {
            requireOpen();
            var received = receiveAlone(most, nanos - (System.nanoTime() - start));
            if (!received.isEmpty()) {
                observer.received(received);
            }
            return received;
        } finally {
            turn.release();
        }
    }

    private void requireOpen() {
        lock.lock();
        try {
            if (closed) {
                throw new IllegalStateException("Consumer '" + options().name() + "' is closed.");
            }
            if (gone != null && arrived.isEmpty()) {
                throw gone;
            }
        } finally {
            lock.unlock();
        }
    }

    private List<Delivery> receiveAlone(int most, long nanos) throws InterruptedException {
        var earlier = takeArrived(most);
        if (!earlier.isEmpty()) {
            return earlier;
        }
        consumer.request(most);
        int came = 0;
        try {
            came = await(nanos);
        } finally {
            if (came < most) {
                endRequest();
            }
        }
        return takeArrived(most);
    }

    /** Waits until something has come; returns how many. */
    private int await(long nanos) throws InterruptedException {
        long left = nanos;
        lock.lockInterruptibly();
        try {
            while (arrived.isEmpty() && !closed && left > 0) {
                long look = Math.min(left, LOOK_NANOS);
                left -= look - changed.awaitNanos(look);
                requireRunning();
            }
            return arrived.size();
        } finally {
            lock.unlock();
        }
    }

    private void requireRunning() {
        if (arrived.isEmpty() && !closed) {
            if (gone != null) {
                throw gone;
            }
            var health = broker.health();
            if (!health.isRunning()) {
                throw new PenstockException.Unavailable(
                        "No message will come: the broker is " + health.state() + ". " + health.detail());
            }
        }
    }

    /** Ends the request: deliveries that can be had at once still come, none comes after that. */
    private void endRequest() {
        boolean left;
        lock.lock();
        try {
            left = closed;
        } finally {
            lock.unlock();
        }
        if (!left) {
            consumer.drain();
        }
    }

    private List<Delivery> takeArrived(int most) {
        lock.lock();
        try {
            var taken = new ArrayList<Delivery>(Math.min(most, arrived.size()));
            while (taken.size() < most && !arrived.isEmpty() && !closed) {
                taken.add(arrived.poll());
            }
            return taken;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public CompletionStage<Void> acceptAsync(Collection<? extends Delivery> deliveries) {
        return consumer.acceptAsync(deliveries);
    }

    @Override
    public ConsumerOptions options() {
        return consumer.options();
    }

    @Override
    public void close() {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            arrived.clear();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        consumer.close();
    }
}
