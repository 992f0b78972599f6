package io.penstock.quarkus.listener;

import io.penstock.Broker;
import io.penstock.PenstockException;
import io.penstock.quarkus.event.EventPublisher;
import io.penstock.quarkus.jta.OutsideTransaction;
import io.penstock.spi.Draining;
import io.quarkus.virtual.threads.VirtualThreadsRecorder;

import java.time.InstantSource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Starts and stops all listeners of this application, together with it or while it runs. */
@Singleton
public class RunningListeners implements Listeners {

    private final PlannedListeners planned;
    private final Broker broker;
    private final Calls calls;
    private final ScheduledExecutorService workers;
    private final EventPublisher events;

    /** All listeners by name, from the start of the application on. */
    private volatile SortedMap<String, RunningListener> listeners = Collections.emptySortedMap();

    @Inject
    RunningListeners(
            PlannedListeners planned,
            @OutsideTransaction Broker broker,
            Calls calls,
            ScheduledExecutorService workers,
            EventPublisher events) {
        this.planned = planned;
        this.broker = broker;
        this.calls = calls;
        this.workers = workers;
        this.events = events;
    }

    /**
     * Opens the consumers of all listeners that begin with the application, and whose destinations exist.
     *
     * @throws PenstockException if a listener cannot consume
     */
    public void start() {
        events.start();
        var named = new TreeMap<String, RunningListener>();
        for (var each : planned.all()) {
            named.put(each.plan().name(), listener(each.source(), each.plan()));
        }
        listeners = named;
        var starting = named.values().stream()
                .filter(listener -> listener.plan().autoStart())
                .toList();
        // A mistake in any declaration shows before a message moves.
        starting.forEach(listener -> listener.plan().declare(broker));
        starting.forEach(RunningListener::start);
    }

    private RunningListener listener(Source source, ListenerPlan plan) {
        var log = new ListenerLog(plan.name(), InstantSource.system(), events::fire);
        return new RunningListener(plan, log, calls.of(source, plan, log), workersOf(source), workers, broker);
    }

    private Executor workersOf(Source source) {
        return source.definition().invocation().threads() == Invocation.Threads.VIRTUAL
                ? VirtualThreadsRecorder.getCurrent()
                : workers;
    }

    @Override
    public List<ListenerState> all() {
        return listeners.values().stream().map(RunningListener::state).toList();
    }

    @Override
    public ListenerState state(String name) {
        return listener(name).state();
    }

    @Override
    public void start(String name) {
        listener(name).start();
    }

    @Override
    public void pause(String name) {
        listener(name).pause();
    }

    @Override
    public void stop(String name) {
        listener(name).stop();
    }

    private RunningListener listener(String name) {
        var found = listeners.get(name);
        if (found == null) {
            throw new IllegalArgumentException(
                    "There is no listener '" + name + "' in this application: it has " + listeners.keySet() + ".");
        }
        return found;
    }

    /** Stops the processing of further messages. */
    public void stopTaking() {
        listeners.values().forEach(RunningListener::end);
    }

    /**
     * Waits until the messages that are being processed are settled, as long as there is time left, and releases the
     * others.
     */
    public void stop(Draining time) {
        var draining = new LinkedHashMap<RunningListener, CompletableFuture<Void>>();
        listeners.values().forEach(listener -> draining.put(listener, listener.end()));
        try {
            CompletableFuture.allOf(draining.values().toArray(CompletableFuture[]::new))
                    .get(time.left().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            draining.forEach((listener, end) -> {
                if (!end.isDone()) {
                    listener.log().stillRunning(time.limit().toMillis());
                }
            });
        } catch (ExecutionException e) {
            throw new IllegalStateException("Draining never fails", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        draining.keySet().forEach(RunningListener::close);
        events.stop();
    }
}
