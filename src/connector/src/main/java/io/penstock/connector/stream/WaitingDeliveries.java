package io.penstock.connector.stream;

import io.penstock.Delivery;
import io.vertx.core.Context;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * What a channel has taken from the broker and not yet handed on, in order. One message is handed on at a time, or a
 * batch when it is full or its time has come. Used on the channel's context, except where it says otherwise.
 */
public final class WaitingDeliveries {

    /**
     * The longest time that messages wait for a consumer that takes none. By then it has met a slow message, is paused
     * or hangs, and others should have them.
     */
    public static final Duration PATIENCE = Duration.ofSeconds(1);

    private record Taken(Delivery delivery, long atMillis) {}

    private final int batchSize;
    private final long batchMillis;
    private final long leaseMillis;
    private final long patienceMillis;
    private final Context context;
    private final InstantSource clock;
    private final Runnable emit;
    private final Consumer<List<Delivery>> giveBack;
    private final Deque<Taken> waiting = new ArrayDeque<>();
    private volatile boolean isAny;
    private boolean isBatchTimed;
    private boolean isBatchDue;
    private boolean isWatched;
    private boolean isTaking;

    /**
     * @param batchSize the largest number that is taken at once; 1 for one message after the other
     * @param emit is called when a batch has waited as long as it may
     * @param giveBack gets what has waited for too long
     */
    public WaitingDeliveries(
            int batchSize,
            Duration batchTimeout,
            Duration lease,
            Context context,
            InstantSource clock,
            Runnable emit,
            Consumer<List<Delivery>> giveBack) {
        this.batchSize = batchSize;
        batchMillis = batchTimeout.toMillis();
        leaseMillis = lease.toMillis();
        patienceMillis =
                leaseMillis == 0 ? PATIENCE.toMillis() : Math.max(1, Math.min(PATIENCE.toMillis(), leaseMillis / 2));
        this.context = context;
        this.clock = clock;
        this.emit = emit;
        this.giveBack = giveBack;
    }

    /** Whether anything waits. Any thread may ask. */
    public boolean isAny() {
        return isAny;
    }

    public void add(List<Delivery> deliveries) {
        long now = clock.millis();
        deliveries.forEach(delivery -> waiting.add(new Taken(delivery, now)));
        isAny = !waiting.isEmpty();
        watch();
    }

    /** Takes the next message, or the next batch; nothing if a batch is not full and may still wait. */
    public List<Delivery> take() {
        if (waiting.isEmpty() || waiting.size() < batchSize && batchMillis > 0 && !isBatchDue) {
            awaitBatch();
            return List.of();
        }
        isTaking = true;
        isBatchDue = false;
        if (batchSize == 1) {
            var next = List.of(waiting.poll().delivery);
            isAny = !waiting.isEmpty();
            return next;
        }
        var next = new ArrayList<Delivery>(Math.min(batchSize, waiting.size()));
        while (next.size() < batchSize && !waiting.isEmpty()) {
            next.add(waiting.poll().delivery);
        }
        isAny = !waiting.isEmpty();
        return next;
    }

    /** Forgets what others have by now, because its lease ended while the context was busy with something else. */
    public void dropExpired(IntConsumer dropped) {
        if (leaseMillis == 0 || waiting.isEmpty()) {
            return;
        }
        long oldest = clock.millis() - leaseMillis;
        int before = waiting.size();
        while (!waiting.isEmpty() && waiting.peek().atMillis <= oldest) {
            waiting.poll();
        }
        if (waiting.size() < before) {
            dropped.accept(before - waiting.size());
            isAny = !waiting.isEmpty();
        }
    }

    /**
     * Forgets all that waits, because a seek has taken it away.
     *
     * @return how many there were
     */
    public int forget() {
        int forgotten = waiting.size();
        waiting.clear();
        isAny = false;
        return forgotten;
    }

    private void awaitBatch() {
        if (!waiting.isEmpty() && !isBatchTimed) {
            isBatchTimed = true;
            context.owner().setTimer(batchMillis, timer -> context.runOnContext(ignored -> batchIsDue()));
        }
    }

    private void batchIsDue() {
        isBatchTimed = false;
        isBatchDue = !waiting.isEmpty();
        emit.run();
    }

    private void watch() {
        if (isAny && !isWatched) {
            isWatched = true;
            isTaking = false;
            context.owner().setTimer(patienceMillis, timer -> context.runOnContext(ignored -> look()));
        }
    }

    private void look() {
        isWatched = false;
        if (!isTaking && !isBatchTimed && !waiting.isEmpty()) {
            var late = waiting.stream().map(Taken::delivery).toList();
            waiting.clear();
            isAny = false;
            giveBack.accept(late);
        }
        watch();
    }
}
