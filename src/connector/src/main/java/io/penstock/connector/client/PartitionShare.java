package io.penstock.connector.client;

import io.vertx.core.Context;
import org.jboss.logging.Logger;

import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The partitions that one consumer of a channel owns, and the listener that is told of them. Used on the channel's
 * context, except where it says otherwise.
 */
public final class PartitionShare {

    private static final Logger LOG = Logger.getLogger(PartitionShare.class);

    private final String channel;
    private final String destination;
    private final Optional<PenstockRebalanceListener> listener;
    private final Context context;
    private final Runnable goOn;
    private volatile SortedSet<Integer> owned = Collections.emptySortedSet();
    private int calls;

    /** Held while the listener is called. */
    private final Lock calling = new ReentrantLock();

    /** What the listener knows of. */
    private SortedSet<Integer> told = Collections.emptySortedSet();

    private boolean isEnded;

    /** @param goOn is called on the context when the listener has returned, and messages may be handed on again */
    public PartitionShare(
            String channel,
            String destination,
            Optional<PenstockRebalanceListener> listener,
            Context context,
            Runnable goOn) {
        this.channel = channel;
        this.destination = destination;
        this.listener = listener;
        this.context = context;
        this.goOn = goOn;
    }

    /** The partitions that are owned now. Any thread may ask. */
    public Set<Integer> owned() {
        return owned;
    }

    /** Whether the listener is being told, and messages have to wait. */
    public boolean isChanging() {
        return calls > 0;
    }

    /** Notes what is owned from now on, and tells the listener on a worker thread. */
    public void now(Set<Integer> partitions) {
        owned = Collections.unmodifiableSortedSet(new TreeSet<>(partitions));
        if (listener.isEmpty()) {
            return;
        }
        var next = owned;
        calls++;
        context.<Void>executeBlocking(
                        () -> {
                            tell(next);
                            return null;
                        },
                        true)
                .onComplete(done -> {
                    calls--;
                    goOn.run();
                });
    }

    /**
     * Nothing is owned any more, because the consumer has left. It waits for a call of the listener that has begun, but
     * not longer than the limit. Any thread may call this.
     */
    public void end(Duration limit) {
        owned = Collections.emptySortedSet();
        if (listener.isEmpty()) {
            return;
        }
        try {
            if (!calling.tryLock(limit.toNanos(), TimeUnit.NANOSECONDS)) {
                LOG.warnf(
                        "The rebalance listener of channel '%s' has not returned after %s: it is not told of the end.",
                        channel, limit);
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        try {
            tellUnlessEnded(owned);
            isEnded = true;
        } finally {
            calling.unlock();
        }
    }

    private void tell(SortedSet<Integer> next) {
        calling.lock();
        try {
            tellUnlessEnded(next);
        } finally {
            calling.unlock();
        }
    }

    private void tellUnlessEnded(SortedSet<Integer> next) {
        if (isEnded) {
            return;
        }
        var before = told;
        told = next;
        call(listener.get()::onPartitionsRevoked, without(before, next), "revoked");
        call(listener.get()::onPartitionsAssigned, without(next, before), "assigned");
    }

    private void call(Told method, Set<Integer> partitions, String what) {
        if (partitions.isEmpty()) {
            return;
        }
        try {
            method.accept(channel, destination, partitions);
        } catch (RuntimeException | Error e) {
            LOG.errorf(
                    e,
                    "The rebalance listener of channel '%s' failed when partitions %s of '%s' were %s.",
                    channel,
                    partitions,
                    destination,
                    what);
        }
    }

    @FunctionalInterface
    private interface Told {
        void accept(String channel, String destination, Set<Integer> partitions);
    }

    private static Set<Integer> without(SortedSet<Integer> all, SortedSet<Integer> others) {
        var rest = new TreeSet<>(all);
        rest.removeAll(others);
        return Collections.unmodifiableSortedSet(rest);
    }
}
