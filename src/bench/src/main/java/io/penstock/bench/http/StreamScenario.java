package io.penstock.bench.http;

import io.penstock.bench.measure.Joined;
import io.penstock.bench.measure.Meter;
import io.penstock.bench.measure.Plan;
import io.penstock.bench.measure.Result;
import io.penstock.bench.measure.Scenario;
import io.penstock.bench.measure.Windows;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/**
 * Messages are sent at a steady rate, and read from an event stream: how late they are, from when each was due.
 *
 * @param ofTopic whether a topic is read along; otherwise a queue is consumed, each message accepted as it is written
 */
public record StreamScenario(String name, MeasuredServer server, boolean ofTopic) implements Scenario {

    /** Far from what fills the server, so that it does not show queueing. */
    private static final int PER_SECOND = 1_000;

    /** Each sends the next message when the last one has been answered. */
    private static final int SENDERS = 4;

    private static final long MAX_LATE_SECONDS = 30;
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    @Override
    public List<String> comparedTo() {
        return List.of();
    }

    @Override
    public Result run(Plan plan, Path directory) throws IOException {
        var process = server.started(plan);
        var meter = new Meter();
        var sent = new LongAdder();
        long origin = System.nanoTime();
        var path = "destinations/" + name
                + (ofTopic ? "/events" : "/subscriptions/" + name + "/events?settle=written&max=1000");
        var calls = process.calls();
        calls.declare(name, ofTopic ? "TOPIC" : "QUEUE");
        Windows measured;
        try (var events = EventReader.open(process.port(), path, origin, meter)) {
            var reader = new Thread(events, "bench-events");
            reader.start();
            var senders = senders(process.port(), origin, meter, sent);
            senders.forEach(Thread::start);
            try {
                measured = Windows.measure(Warm.plan(plan), meter, process.handle());
            } finally {
                meter.stop();
                senders.forEach(Joined::await);
            }
            awaitAll(meter, sent.sum());
        }
        calls.delete(name);
        return HttpResult.of(name, server.durability(), measured, further(meter, sent.sum()));
    }

    private List<Thread> senders(int port, long origin, Meter meter, LongAdder sent) {
        long interval = TimeUnit.SECONDS.toNanos(1) / PER_SECOND;
        var senders = new ArrayList<Thread>();
        for (int i = 0; i < SENDERS; i++) {
            long first = origin + interval * (i + 1);
            var sender = new PacedSender(port, name, origin, first, interval * SENDERS, meter, sent);
            senders.add(new Thread(sender, "bench-sender-" + i));
        }
        return senders;
    }

    private static void awaitAll(Meter meter, long sent) {
        long began = System.nanoTime();
        while (meter.completed() < sent && System.nanoTime() - began < TimeUnit.SECONDS.toNanos(MAX_LATE_SECONDS)) {
            meter.requireNoFailure();
            LockSupport.parkNanos(LOOK_NANOS);
        }
        meter.requireNoFailure();
        if (meter.completed() != sent) {
            throw new IllegalStateException(
                    "The measurement failed: of " + sent + " messages " + meter.completed() + " were in the stream.");
        }
    }

    private static LinkedHashMap<String, Object> further(Meter meter, long sent) {
        var further = new LinkedHashMap<String, Object>();
        further.put("payloadBytes", MeasuredRequests.BYTES);
        further.put("connections", SENDERS + 1);
        further.put("together", 1);
        further.put("sent", sent);
        further.put("handled", meter.completed());
        return further;
    }

    @Override
    public void end() throws IOException {
        server.end();
    }
}
