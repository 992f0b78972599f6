package io.penstock.bench.application.idle;

import io.penstock.bench.measure.Plan;
import io.penstock.bench.measure.ProcessTime;
import io.penstock.quarkus.listener.ListenerState;
import io.penstock.quarkus.listener.Listeners;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Measures what the application costs while nothing comes. */
@Singleton
public class Idleness {

    private static final int PERCENT = 100;

    private final Listeners listeners;

    @Inject
    Idleness(Listeners listeners) {
        this.listeners = listeners;
    }

    /** Starts that many listeners, and measures the time that the process has a processor while they wait. */
    public Map<String, Object> of(int started, Plan plan) {
        var names = listeners.all().stream()
                .map(ListenerState::name)
                .filter(name -> name.startsWith("idle-"))
                .limit(started)
                .toList();
        names.forEach(listeners::start);
        pass(plan.warmUpNanos());
        long cpuNanos = ProcessTime.nanos();
        long began = System.nanoTime();
        pass(plan.windowNanos() * plan.windows());
        double nanos = System.nanoTime() - began;
        var found = new LinkedHashMap<String, Object>();
        found.put("listeners", names.size());
        found.put("cpuPercent", PERCENT * (ProcessTime.nanos() - cpuNanos) / nanos);
        return found;
    }

    private static void pass(long nanos) {
        long began = System.nanoTime();
        for (long left = nanos; left > 0; left = nanos - (System.nanoTime() - began)) {
            LockSupport.parkNanos(left);
        }
    }
}
