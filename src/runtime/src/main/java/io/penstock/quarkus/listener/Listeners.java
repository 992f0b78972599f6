package io.penstock.quarkus.listener;

import io.penstock.Broker;
import io.penstock.PenstockException;
import io.penstock.quarkus.jta.OutsideTransaction;
import io.penstock.spi.Draining;
import io.quarkus.virtual.threads.VirtualThreadsRecorder;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Starts and stops all listeners of this application, once each. */
@Singleton
public class Listeners {

    private final PlannedListeners planned;
    private final Broker broker;
    private final Calls calls;
    private final ScheduledExecutorService workers;

    private final List<ListenerContainer> running = new ArrayList<>();

    /** The listeners that take nothing more, and the end of what they process. */
    private final Map<ListenerContainer, CompletableFuture<Void>> draining = new LinkedHashMap<>();

    @Inject
    Listeners(
            PlannedListeners planned,
            @OutsideTransaction Broker broker,
            Calls calls,
            ScheduledExecutorService workers) {
        this.planned = planned;
        this.broker = broker;
        this.calls = calls;
        this.workers = workers;
    }

    /**
     * Opens the consumers of all listeners, whose destinations exist.
     *
     * @throws PenstockException if a listener cannot consume
     */
    public void start() {
        for (var each : planned.all()) {
            var plan = each.plan();
            running.add(new ListenerContainer(
                    plan, calls.of(each.source(), plan.destination()), workersOf(each.source()), workers));
        }
        // Declarations are repeated because observers of the start may have changed something meanwhile.
        running.forEach(container -> container.declare(broker));
        running.forEach(container -> container.open(broker));
    }

    private Executor workersOf(Source source) {
        return source.definition().virtualThread() ? VirtualThreadsRecorder.getCurrent() : workers;
    }

    /** Stops the processing of further messages. */
    public void stopTaking() {
        running.forEach(container -> draining.put(container, container.drain()));
    }

    /**
     * Waits until the messages that are being processed are settled, as long as there is time left, and releases the
     * others.
     */
    public void stop(Draining time) {
        try {
            CompletableFuture.allOf(draining.values().toArray(CompletableFuture[]::new))
                    .get(time.left().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            draining.forEach((container, end) -> {
                if (!end.isDone()) {
                    container.log().stillRunning(time.limit().toMillis());
                }
            });
        } catch (ExecutionException e) {
            throw new IllegalStateException("Draining never fails", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        running.forEach(ListenerContainer::close);
        running.clear();
        draining.clear();
    }
}
