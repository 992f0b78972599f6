package io.penstock.broker.alert;

import io.penstock.AlertState;
import io.penstock.broker.entry.EngineBounds;
import org.jboss.logging.Logger;

import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Hands changes to the receiver, one after the other. What fails is tried again after a while. It never waits for the
 * receiver. Safe for use by any thread.
 */
final class HandOn {

    private static final Logger LOG = Logger.getLogger(HandOn.class);

    /** The time after which a change is offered again that the receiver failed to take. */
    private static final long RETRY_MILLIS = 5_000;

    /** The changes that wait for a first receiver, which comes soon after the start if there is one. */
    private static final int KEPT_FOR_THE_FIRST = 1_000;

    private final ArrayDeque<AlertState> waiting = new ArrayDeque<>();
    private final Runnable wake;
    private Function<AlertState, CompletionStage<?>> receiver;
    private boolean isRestored;
    private boolean underWay;
    private boolean failed;
    private long retryAt;

    /** @param wake is called when {@link #go} should be, or what waits has changed */
    HandOn(Runnable wake) {
        this.wake = wake;
    }

    synchronized void restore(List<AlertState> changes) {
        waiting.addAll(changes);
        isRestored = !changes.isEmpty();
    }

    void to(Function<AlertState, CompletionStage<?>> receiver) {
        synchronized (this) {
            this.receiver = receiver;
        }
        wake.run();
    }

    synchronized void add(AlertState change) {
        if (receiver == null && waiting.size() >= KEPT_FOR_THE_FIRST) {
            waiting.poll();
        } else if (waiting.size() >= EngineBounds.ALERT_CHANGES_WAITING) {
            LOG.warnf("An alert is not handed on, since %d others wait: %s", waiting.size(), waiting.poll());
        }
        waiting.add(change);
    }

    /** Offers the next one, if it is time to. */
    void go(long nowMillis) {
        AlertState next;
        Function<AlertState, CompletionStage<?>> to;
        synchronized (this) {
            boolean isTime = nowMillis >= retryAt || retryAt > nowMillis + RETRY_MILLIS;
            if (receiver == null || underWay || waiting.isEmpty() || !isTime) {
                return;
            }
            underWay = true;
            next = waiting.peek();
            to = receiver;
        }
        offer(next, to).whenComplete((done, failure) -> ended(next, failure, nowMillis));
    }

    private static CompletionStage<?> offer(AlertState next, Function<AlertState, CompletionStage<?>> receiver) {
        try {
            return receiver.apply(next);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private void ended(AlertState change, Throwable failure, long nowMillis) {
        synchronized (this) {
            underWay = false;
            if (failure == null) {
                failed = false;
                retryAt = 0;
                waiting.remove(change);
            } else {
                if (!failed) {
                    LOG.warnf("An alert cannot be handed on, and is tried again: %s", failure);
                }
                failed = true;
                retryAt = nowMillis + RETRY_MILLIS;
            }
        }
        wake.run();
    }

    /** What has to survive: nothing, as long as nobody wants it. */
    synchronized List<AlertState> waiting() {
        return receiver == null && !isRestored ? List.of() : List.copyOf(waiting);
    }

    synchronized boolean hasNothingToDo() {
        return receiver == null || waiting.isEmpty();
    }
}
