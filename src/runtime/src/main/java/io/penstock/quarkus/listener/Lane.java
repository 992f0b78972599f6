package io.penstock.quarkus.listener;

import io.penstock.Broker;
import io.penstock.Consumer;
import io.penstock.ConsumerOptions;
import io.penstock.DeadLetterReason;
import io.penstock.Delivery;
import io.penstock.DeliveryHandler;
import io.penstock.PenstockException;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * One consumer of a listener. What it is handed it processes one after the other, on worker threads; the broker's
 * dispatch thread only puts it down.
 */
final class Lane implements DeliveryHandler {

    /** Then the worker thread goes to the next task: with many lanes and few threads, none waits for long. */
    private static final int MAX_RUNS_PER_TURN = 64;

    /**
     * Settlements that may be on their way to the log while the next message is processed already. Enough that a fast
     * handler does not wait for each force, few enough to be delivered again after a crash.
     */
    private static final int MAX_UNSETTLED = 256;

    /** How exactly a run's time is watched: to a tenth. */
    private static final int TICKS_PER_PROCESSING_TIME = 10;

    /** Before a message that found no worker thread is handed out again. */
    private static final Duration PAUSE_WITHOUT_WORKER = Duration.ofSeconds(1);

    private final ConsumerOptions options;
    private final Prefetch prefetch;
    private final Function<Delivery, CompletableFuture<?>> call;
    private final Executor workers;
    private final ListenerLog log;
    private final LongSupplier nanoClock;

    /** Bounded by what {@link #prefetch} allows. */
    private final Queue<Delivery> waiting = new ConcurrentLinkedQueue<>();

    /** Deliveries that no run has ended for; whoever raises it from 0 starts a turn. */
    private final AtomicInteger queued = new AtomicInteger();

    /** Deliveries that are not settled yet, and one for the lane itself until it is stopped; 0 never rises again. */
    private final AtomicInteger unfinished = new AtomicInteger(1);

    private final CompletableFuture<Void> drained = new CompletableFuture<>();
    /** The last run that was begun, which may have ended. */
    private volatile Run running;

    /** Belongs to the timer, which never runs twice at a time. */
    private long renewedNanos;

    private volatile boolean stopping;
    private Consumer consumer;

    Lane(
            ConsumerOptions options,
            Prefetch prefetch,
            Function<Delivery, CompletableFuture<?>> call,
            Executor workers,
            ListenerLog log,
            LongSupplier nanoClock) {
        this.options = options;
        this.prefetch = prefetch;
        this.call = call;
        this.workers = workers;
        this.log = log;
        this.nanoClock = nanoClock;
        renewedNanos = nanoClock.getAsLong();
    }

    void open(Broker broker) {
        consumer = broker.consume(options, this);
        consumer.request(prefetch.first());
    }

    /** Begins nothing any more. Completes when what is running has ended and is settled. */
    CompletableFuture<Void> drain() {
        stopping = true;
        consumer.pause();
        finished();
        return drained;
    }

    /** Releases what is not settled. */
    void close() {
        consumer.close();
    }

    @Override
    public void handle(List<Delivery> deliveries) {
        for (var delivery : deliveries) {
            if (unfinished.getAndUpdate(count -> count == 0 ? 0 : count + 1) == 0) {
                return;
            }
            waiting.add(delivery);
            if (queued.getAndIncrement() == 0) {
                turn();
            }
        }
    }

    @Override
    public void closed(PenstockException reason) {
        log.closed(reason);
    }

    private void turn() {
        try {
            workers.execute(this::run);
        } catch (RejectedExecutionException e) {
            log.noWorker(e);
            do {
                settle(waiting.poll().releaseAsync(PAUSE_WITHOUT_WORKER, false), Prefetch.HORIZON_NANOS);
            } while (queued.decrementAndGet() > 0);
        }
    }

    private void run() {
        int runs = 0;
        do {
            if (runs++ == MAX_RUNS_PER_TURN) {
                turn();
                return;
            }
            var delivery = waiting.poll();
            if (stopping && !options.settleFirst()) {
                finished();
                continue;
            }
            var run = new Run(delivery, nanoClock.getAsLong());
            running = run;
            var result = called(delivery);
            if (!result.isDone()) {
                run.goesOn(result);
                result.whenComplete((value, failure) -> endOf(run, result));
                return;
            }
            if (!run.end()) {
                return; // Abandoned: another thread has gone on.
            }
            settle(dispositionOf(delivery, result), nanoClock.getAsLong() - run.begunNanos());
        } while (queued.decrementAndGet() > 0);
    }

    /** Whatever is thrown is the outcome of this delivery, and not the end of the lane. */
    private CompletableFuture<?> called(Delivery delivery) {
        try {
            return Objects.requireNonNull(call.apply(delivery), "result");
        } catch (RuntimeException | Error e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private void endOf(Run run, CompletableFuture<?> result) {
        if (run.end()) {
            settle(dispositionOf(run.delivery(), result), nanoClock.getAsLong() - run.begunNanos());
            next();
        }
    }

    private void next() {
        if (queued.decrementAndGet() > 0) {
            turn();
        }
    }

    /** How often {@link #tick} is to be called; zero for never. */
    static Duration tickPeriod(ConsumerOptions options) {
        var half = options.lease().dividedBy(2);
        var limit = options.maxProcessingTime().dividedBy(TICKS_PER_PROCESSING_TIME);
        if (half.isZero() || limit.isZero()) {
            return half.isZero() ? limit : half;
        }
        return half.compareTo(limit) < 0 ? half : limit;
    }

    /** Renews the leases of what is held, and gives up a run that takes too long. Called by a timer. */
    void tick() {
        long now = nanoClock.getAsLong();
        var run = running;
        long limit = options.maxProcessingTime().toNanos();
        if (run != null && limit > 0 && now - run.begunNanos() >= limit && run.abandon()) {
            long nanos = now - run.begunNanos();
            log.tookTooLong(run.delivery(), nanos / 1_000_000);
            // Its lease is over by now: there is nothing to settle.
            settle(CompletableFuture.completedFuture(null), nanos);
            next();
        }
        if (!options.lease().isZero() && now - renewedNanos >= options.lease().toNanos() / 2) {
            renewedNanos = now;
            renew(run);
        }
    }

    private void renew(Run run) {
        if (run != null && run.isAlive()) {
            run.delivery().renewAsync(options.lease());
        }
        waiting.forEach(delivery -> delivery.renewAsync(options.lease()));
    }

    private static Throwable failureOf(CompletableFuture<?> result) {
        return result.handle((value, failure) -> failure).join();
    }

    private CompletionStage<Void> dispositionOf(Delivery delivery, CompletableFuture<?> result) {
        var wrapped = failureOf(result);
        if (wrapped == null) {
            return result.join() == Call.ACCEPTED ? CompletableFuture.completedFuture(null) : delivery.acceptAsync();
        }
        var failure = PenstockException.causeOf(wrapped);
        log.failed(delivery, failure);
        if (options.settleFirst()) {
            return delivery.acceptAsync();
        }
        return failure instanceof UnreadableBody
                ? delivery.rejectAsync(DeadLetterReason.UNREADABLE, failure.getMessage(), failure.getCause())
                : delivery.failAsync(failure);
    }

    /**
     * The next messages are asked for at once, unless too many settlements are on their way: then by the end of this
     * one.
     */
    private void settle(CompletionStage<Void> disposition, long runNanos) {
        boolean full = unfinished.get() - queued.get() > MAX_UNSETTLED;
        if (!full) {
            request(runNanos);
        }
        disposition.whenComplete((settled, failure) -> {
            if (failure != null) {
                log.notSettled(failure);
            }
            if (full) {
                request(runNanos);
            }
            finished();
        });
    }

    private void request(long runNanos) {
        int more = prefetch.next(runNanos);
        if (more > 0 && !stopping) {
            consumer.request(more);
        }
    }

    private void finished() {
        if (unfinished.decrementAndGet() == 0) {
            drained.complete(null);
        }
    }
}
