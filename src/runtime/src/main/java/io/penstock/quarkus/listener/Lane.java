package io.penstock.quarkus.listener;

import io.penstock.Broker;
import io.penstock.Consumer;
import io.penstock.ConsumerOptions;
import io.penstock.Delivery;
import io.penstock.PenstockException;
import io.penstock.spi.ObservingHandler;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * Runs one consumer of a listener. Worker threads process its deliveries one call after the other; the broker's
 * dispatch thread only queues them.
 */
final class Lane implements ObservingHandler {

    /**
     * The number of runs after which a worker thread goes to the next task, if they have taken long enough: with many
     * lanes and few threads, none waits for long.
     */
    private static final int MIN_RUNS_PER_TURN = 64;

    /** The shortest turn after so many runs. To pass a lane to another thread takes about a tenth of it. */
    private static final long MIN_TURN_NANOS = 500_000;

    /**
     * The number of settlements that may be on their way to the log while the next message is processed already. It is
     * large enough that a fast handler does not wait for each force, and small enough for the messages that are
     * delivered again after a crash.
     */
    private static final int MAX_UNSETTLED = 256;

    /** The number of deliveries that are accepted together: the cost of a group is small for each of so many. */
    private static final int MAX_TOGETHER = 128;

    /**
     * The number of ticks within the longest processing time: a run is stopped at most a tenth of that time too late.
     */
    private static final int TICKS_PER_PROCESSING_TIME = 10;

    /** The pause before a message is handed out again for which there was no worker thread. */
    private static final Duration PAUSE_WITHOUT_WORKER = Duration.ofSeconds(1);

    private final ConsumerOptions options;
    private final Prefetch prefetch;
    private final Call call;
    private final Executor workers;
    private final CallSettlement settlement;
    private final ListenerLog log;
    private final LongSupplier nanoClock;

    /** Runs a task in a moment, on a thread that no handler has. */
    private final Executor soon;

    private final CallSettlement.Together together = new CallSettlement.Together();

    /** Whether {@link #soon} has to accept what has come together. */
    private final AtomicBoolean isAcceptingSoon = new AtomicBoolean();

    /** The deliveries whose run has not ended; {@link #prefetch} limits their number. */
    private final LaneQueue queue = new LaneQueue();

    /**
     * The number of deliveries that are not settled, and one more until the lane is stopped. It never rises again from
     * 0.
     */
    private final AtomicInteger unfinished = new AtomicInteger(1);

    private final CompletableFuture<Void> drained = new CompletableFuture<>();
    /** The run that was begun last; it may have ended. */
    private volatile Run running;

    /** The time of the last renewal. Only the timer uses it, which never runs twice at a time. */
    private long renewedNanos;

    private volatile boolean stopping;
    private volatile boolean paused;
    private volatile boolean closed;
    private Consumer consumer;

    Lane(
            ConsumerOptions options,
            Prefetch prefetch,
            Call call,
            Executor workers,
            CallSettlement settlement,
            ListenerLog log,
            LongSupplier nanoClock,
            Executor soon) {
        this.options = options;
        this.prefetch = prefetch;
        this.call = call;
        this.workers = workers;
        this.settlement = settlement;
        this.log = log;
        this.nanoClock = nanoClock;
        this.soon = soon;
        renewedNanos = nanoClock.getAsLong();
    }

    void open(Broker broker) {
        consumer = broker.consume(options, this);
        consumer.request(prefetch.first());
    }

    /**
     * Stops the processing of further messages. The result completes when the message that is being processed is
     * settled.
     */
    CompletableFuture<Void> drain() {
        stopping = true;
        consumer.pause();
        finished(1);
        return drained;
    }

    /** Takes nothing until {@link #resume}, and gives back what waits; the consumer stays joined. */
    void pause() {
        paused = true;
        prefetch.pause();
        consumer.pause();
    }

    /** Takes deliveries again. */
    void resume() {
        paused = false;
        requestMore(prefetch.resume());
    }

    /** Closes the consumer, which releases the messages that are not settled. */
    void close() {
        if (consumer != null) {
            consumer.close();
        }
    }

    /** Whether the broker has closed the consumer. */
    boolean isClosed() {
        return closed;
    }

    @Override
    public void handle(List<Delivery> deliveries) {
        prefetch.received(deliveries.size());
        if (unfinished.getAndUpdate(count -> count == 0 ? 0 : count + deliveries.size()) == 0) {
            return;
        }
        // All of them are there before a worker thread looks, so that batches are full.
        if (queue.add(deliveries)) {
            turn();
        }
    }

    @Override
    public void closed(PenstockException reason) {
        closed = true;
        log.closed(reason);
    }

    private void turn() {
        try {
            workers.execute(this::run);
        } catch (RejectedExecutionException e) {
            log.noWorker(e);
            acceptTogether();
            List<Delivery> batch;
            do {
                batch = queue.take(prefetch.batch());
                release(batch, PAUSE_WITHOUT_WORKER);
            } while (queue.ended(batch.size()));
        }
    }

    private void release(List<Delivery> batch, Duration delay) {
        settle(settlement.release(batch, delay), batch.size(), Prefetch.HORIZON_NANOS);
    }

    private void run() {
        int runs = 0;
        long now = nanoClock.getAsLong();
        long begunNanos = now;
        List<Delivery> batch;
        do {
            if (runs++ >= MIN_RUNS_PER_TURN && now - begunNanos >= MIN_TURN_NANOS) {
                turn();
                return;
            }
            batch = queue.take(prefetch.batch());
            if (stopping || paused) {
                acceptTogether();
            }
            if (stopping && !options.settleFirst()) {
                finished(batch.size());
                continue;
            }
            if (paused && !options.settleFirst()) {
                release(batch, Duration.ZERO);
                continue;
            }
            now = nanoClock.getAsLong();
            var run = new Run(batch, now);
            running = run;
            var result = called(batch);
            if (!result.isDone()) {
                run.goesOn(result);
                result.whenComplete((value, failure) -> endOf(run, result));
                return;
            }
            if (!run.end()) {
                return; // The run was abandoned, and another thread has gone on with the lane.
            }
            if (!settle(run, result)) {
                return;
            }
        } while (queue.ended(batch.size()));
    }

    /** Calls the handler. Whatever it throws is the outcome of these deliveries, and does not end the lane. */
    private CompletableFuture<CallOutcome> called(List<Delivery> batch) {
        try {
            return Objects.requireNonNull(call.with(batch), "result");
        } catch (RuntimeException | Error e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private void endOf(Run run, CompletableFuture<CallOutcome> result) {
        if (run.end() && settle(run, result)) {
            next(run);
        }
    }

    private void next(Run ended) {
        if (queue.ended(ended.deliveries().size())) {
            turn();
        }
    }

    /** The period at which {@link #tick} has to be called; zero for never. */
    static Duration tickPeriod(ConsumerOptions options) {
        var half = options.lease().dividedBy(2);
        var limit = options.maxProcessingTime().dividedBy(TICKS_PER_PROCESSING_TIME);
        if (half.isZero() || limit.isZero()) {
            return half.isZero() ? limit : half;
        }
        return half.compareTo(limit) < 0 ? half : limit;
    }

    /**
     * Renews the leases of the messages that the lane holds, and abandons a run that takes too long. A timer calls it.
     */
    void tick() {
        long now = nanoClock.getAsLong();
        var run = running;
        long limit = options.maxProcessingTime().toNanos();
        if (run != null && limit > 0 && now - run.begunNanos() >= limit && run.abandon()) {
            long nanos = now - run.begunNanos();
            log.tookTooLong(run.deliveries(), nanos / 1_000_000);
            // The lease of an abandoned run has expired, so there is nothing to settle.
            settle(CompletableFuture.completedFuture(null), run.deliveries().size(), nanos);
            next(run);
        }
        if (!options.lease().isZero() && now - renewedNanos >= options.lease().toNanos() / 2) {
            renewedNanos = now;
            renew(run);
        }
    }

    private void renew(Run run) {
        if (run != null && run.isAlive()) {
            run.deliveries().forEach(delivery -> delivery.renewAsync(options.lease()));
        }
        queue.forEachWaiting(delivery -> delivery.renewAsync(options.lease()));
    }

    /**
     * Settles the deliveries of a run. The result is false if the lane goes on only when they are settled, because what
     * waits must not be processed before what comes again.
     */
    private boolean settle(Run run, CompletableFuture<CallOutcome> result) {
        long nanos = nanoClock.getAsLong() - run.begunNanos();
        if (prefetch.isFast() && !options.settleFirst() && CallSettlement.isPlain(result)) {
            settleTogether(run.deliveries().get(0), nanos);
            return true;
        }
        acceptTogether();
        var comingAgain = settlement.comingAgain(run.deliveries(), result);
        var settled = settlement.of(consumer, run.deliveries(), result);
        settle(settled, run.deliveries().size(), nanos);
        if (comingAgain.isEmpty()) {
            return true;
        }
        settled.whenComplete((done, failure) -> {
            comingAgain.forEach((partition, offset) -> giveBackBehind(partition, offset, run));
            next(run);
        });
        return false;
    }

    /**
     * Accepts a delivery with those that follow at once, which costs far less than each by itself. Should the next call
     * take long, they do not wait for it.
     */
    private void settleTogether(Delivery delivery, long nanos) {
        int size = together.add(delivery, nanos);
        if (size >= MAX_TOGETHER || queue.count() == 1) {
            acceptTogether();
        } else if (size == 1 && isAcceptingSoon.compareAndSet(false, true)) {
            acceptSoon();
        }
    }

    private void acceptSoon() {
        try {
            soon.execute(() -> {
                isAcceptingSoon.set(false);
                acceptTogether();
            });
        } catch (RejectedExecutionException e) {
            isAcceptingSoon.set(false);
            acceptTogether();
        }
    }

    private void acceptTogether() {
        var group = together.take();
        if (group != null) {
            int size = group.deliveries().size();
            settle(settlement.accept(consumer, group.deliveries()), size, group.nanos() / size);
        }
    }

    /**
     * Gives back what waits and lies behind a delivery that comes again; the broker has taken most of it back already.
     */
    private void giveBackBehind(int partition, long offset, Run run) {
        var behind = queue.takeBehind(partition, offset, run.deliveries().size());
        if (!behind.isEmpty()) {
            settle(
                    settlement.release(behind, Duration.ZERO).exceptionally(gone -> null),
                    behind.size(),
                    Prefetch.HORIZON_NANOS);
        }
    }

    /**
     * Waits for a settlement. The next messages are requested at once, or with the end of this settlement if too many
     * are on their way.
     */
    private void settle(CompletionStage<Void> disposition, int deliveries, long runNanos) {
        boolean full = unfinished.get() - queue.count() > Math.max(MAX_UNSETTLED, prefetch.batch());
        if (!full) {
            request(runNanos, deliveries);
        }
        disposition.whenComplete((settled, failure) -> {
            if (failure != null) {
                log.notSettled(failure);
            }
            if (full) {
                request(runNanos, deliveries);
            }
            finished(deliveries);
        });
    }

    private void request(long runNanos, int ended) {
        requestMore(prefetch.next(runNanos, ended));
    }

    private void requestMore(int more) {
        if (more > 0 && !stopping) {
            consumer.request(more);
        }
    }

    private void finished(int some) {
        if (unfinished.addAndGet(-some) == 0) {
            drained.complete(null);
        }
    }
}
