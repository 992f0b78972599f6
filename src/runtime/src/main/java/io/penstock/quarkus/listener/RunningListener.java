package io.penstock.quarkus.listener;

import io.penstock.Broker;
import io.penstock.quarkus.listener.ListenerState.Status;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;

/** A listener that can be started and stopped any number of times: each start makes a new container. */
final class RunningListener {

    private static final CompletableFuture<Void> NOTHING = CompletableFuture.completedFuture(null);

    private final ListenerPlan plan;
    private final ListenerLog log;
    private final Supplier<Call> calls;
    private final Executor threads;
    private final ScheduledExecutorService timer;
    private final Broker broker;

    private Status status = Status.STOPPED;

    /** The container that has consumers; null if none has. */
    private ListenerContainer container;

    private CompletableFuture<Void> drained = NOTHING;
    private boolean isEnding;

    RunningListener(
            ListenerPlan plan,
            ListenerLog log,
            Supplier<Call> calls,
            Executor threads,
            ScheduledExecutorService timer,
            Broker broker) {
        this.plan = plan;
        this.log = log;
        this.calls = calls;
        this.threads = threads;
        this.timer = timer;
        this.broker = broker;
    }

    ListenerPlan plan() {
        return plan;
    }

    ListenerLog log() {
        return log;
    }

    synchronized ListenerState state() {
        var failure = Optional.ofNullable(log.last());
        return new ListenerState(
                plan.name(),
                plan.destination().name(),
                plan.subscription().name(),
                plan.concurrency(),
                statusNow(),
                failure.map(ListenerLog.Failure::description),
                failure.map(ListenerLog.Failure::at));
    }

    private Status statusNow() {
        boolean isOpen = status == Status.RUNNING || status == Status.PAUSED;
        return isOpen && container.isClosed() ? Status.CLOSED : status;
    }

    synchronized void start() {
        if (isEnding) {
            throw new IllegalStateException(
                    "The application is stopping, so the listener '" + plan.name() + "' cannot be started.");
        }
        switch (statusNow()) {
            case RUNNING -> {
                // It goes on.
            }
            case PAUSED -> {
                container.resume();
                status = Status.RUNNING;
            }
            case STOPPING ->
                throw new IllegalStateException("The listener '" + plan.name()
                        + "' is still processing messages, and cannot be started before they are settled.");
            case STOPPED -> open();
            case CLOSED -> {
                container.close();
                open();
            }
        }
    }

    private void open() {
        // Declarations are repeated because somebody may have changed something since the application started.
        plan.declare(broker);
        var opening = new ListenerContainer(plan, calls, threads, timer, broker, log);
        opening.open();
        container = opening;
        status = Status.RUNNING;
    }

    synchronized void pause() {
        if (statusNow() == Status.RUNNING) {
            container.pause();
            status = Status.PAUSED;
        }
    }

    /** Stops taking messages, and closes the consumers when those that are being processed are settled. */
    synchronized void stop() {
        if (container == null || status == Status.STOPPING) {
            return;
        }
        var stopping = container;
        status = Status.STOPPING;
        drained = stopping.drain();
        // A consumer waits for its handler when it is closed, so the thread that settles must not close it.
        drained.whenCompleteAsync((none, failure) -> closed(stopping), timer);
    }

    private synchronized void closed(ListenerContainer stopped) {
        if (container == stopped) {
            stopped.close();
            container = null;
            status = Status.STOPPED;
        }
    }

    /**
     * Stops taking messages because the application stops; it cannot be started again. The result completes when those
     * that are being processed are settled.
     */
    synchronized CompletableFuture<Void> end() {
        isEnding = true;
        if (container != null && status != Status.STOPPING) {
            status = Status.STOPPING;
            drained = container.drain();
        }
        return drained;
    }

    /** Closes the consumers, whether or not all that they have is settled. */
    synchronized void close() {
        if (container != null) {
            closed(container);
        }
    }
}
