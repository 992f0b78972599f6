package io.penstock.quarkus.listener;

import io.penstock.Broker;
import io.penstock.ConsumerOptions;
import io.penstock.spi.CountingBroker;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Runs one listener: it opens, pauses and closes its consumers. It is started once and stopped once.
 */
final class ListenerContainer {

    /** The longest time for which a message that was processed waits to be accepted with others. */
    private static final long MAX_TOGETHER_MILLIS = 10;

    private final ListenerPlan plan;
    private final Broker broker;
    private final List<Lane> lanes;
    private final List<Call> calls;
    private final ScheduledExecutorService timer;
    private ScheduledFuture<?> ticks;

    /** @param calls makes a call for each consumer */
    ListenerContainer(
            ListenerPlan plan,
            Supplier<Call> calls,
            Executor workers,
            ScheduledExecutorService timer,
            Broker broker,
            ListenerLog log) {
        this.plan = plan;
        this.timer = timer;
        this.broker = broker;
        lanes = new ArrayList<>(plan.concurrency());
        this.calls = new ArrayList<>(plan.concurrency());
        // It sends the results of the calls.
        var settling = CountingBroker.as(broker, "listener", plan.consumer().name());
        var settlement = new CallSettlement(settling, plan.consumer(), plan.subscription(), log);
        for (int i = 1; i <= plan.concurrency(); i++) {
            var call = calls.get();
            this.calls.add(call);
            lanes.add(new Lane(
                    consumer(i),
                    new Prefetch(plan.prefetch(), plan.batch()),
                    call,
                    call.threads(workers),
                    settlement,
                    log,
                    System::nanoTime,
                    task -> timer.schedule(task, MAX_TOGETHER_MILLIS, TimeUnit.MILLISECONDS)));
        }
    }

    private ConsumerOptions consumer(int number) {
        return plan.consumer().copy().name(plan.name() + "-" + number).build();
    }

    /**
     * Opens the consumers.
     *
     * @throws io.penstock.PenstockException if one cannot consume; then none does
     */
    void open() {
        try {
            lanes.forEach(lane -> lane.open(broker));
        } catch (RuntimeException e) {
            close();
            throw e;
        }
        var period = Lane.tickPeriod(plan.consumer());
        if (!period.isZero()) {
            ticks = timer.scheduleAtFixedRate(
                    () -> lanes.forEach(Lane::tick), period.toNanos(), period.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    void pause() {
        lanes.forEach(Lane::pause);
    }

    void resume() {
        lanes.forEach(Lane::resume);
    }

    /** Whether the broker has closed a consumer. */
    boolean isClosed() {
        return lanes.stream().anyMatch(Lane::isClosed);
    }

    /**
     * Stops the processing of further messages. The result completes when those that are being processed are settled.
     */
    CompletableFuture<Void> drain() {
        return CompletableFuture.allOf(lanes.stream().map(Lane::drain).toArray(CompletableFuture[]::new));
    }

    void close() {
        if (ticks != null) {
            ticks.cancel(false);
        }
        lanes.forEach(Lane::close);
        calls.forEach(Call::end);
    }
}
