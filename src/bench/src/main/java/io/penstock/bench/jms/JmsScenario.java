package io.penstock.bench.jms;

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

/** Messages go through a Jakarta Messaging provider: what counts is a message that was received and acknowledged. */
public record JmsScenario(String name, List<String> comparedTo, JmsProvider.Source provider, JmsLoad load)
        implements Scenario {

    /** The broker keeps what it was sent for a while. */
    private static final long MAX_BYTES = 8L << 30;

    @Override
    public Result run(Plan plan, Path directory) throws IOException {
        var meter = new Meter();
        try (var running = provider.open(directory, load.forced())) {
            var flow = new JmsFlow(load, meter, running.connectionFactory());
            // Durable subscriptions have to exist before the first message.
            var consumers = flow.consumers();
            var threads = new ArrayList<Thread>();
            for (int i = 0; i < consumers.size(); i++) {
                threads.add(started("bench-consumer-" + i, consumers.get(i)));
            }
            for (int i = 0; i < load.producers(); i++) {
                threads.add(started("bench-producer-" + i, flow::produce));
            }
            Windows measured;
            try {
                measured = Windows.measure(plan, meter, MAX_BYTES);
            } finally {
                meter.stop();
                threads.forEach(Joined::await);
            }
            return Result.of(name, load.durability(), measured, further());
        }
    }

    private static Thread started(String name, Runnable work) {
        var thread = new Thread(work, name);
        thread.start();
        return thread;
    }

    private LinkedHashMap<String, Object> further() {
        var further = new LinkedHashMap<String, Object>();
        further.put("payloadBytes", JmsLoad.PAYLOAD_BYTES);
        further.put("producers", load.producers());
        further.put("consumers", load.workers());
        further.put("together", load.together());
        return further;
    }
}
