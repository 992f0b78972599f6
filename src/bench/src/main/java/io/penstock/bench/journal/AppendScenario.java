package io.penstock.bench.journal;

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

/** Sends as fast as a log takes it. */
public record AppendScenario(String name, List<String> comparedTo, Target.Factory log, Load load) implements Scenario {

    @Override
    public Result run(Plan plan, Path directory) throws IOException {
        var meter = new Meter();
        try (var target = log.open(directory, load, meter)) {
            var threads = new ArrayList<Thread>();
            for (int i = 0; i < load.senders(); i++) {
                var thread = new Thread(() -> send(target.sender(), meter), "bench-sender-" + i);
                thread.start();
                threads.add(thread);
            }
            Windows measured;
            try {
                measured = Windows.measure(plan, meter);
            } finally {
                meter.stop();
                threads.forEach(Joined::await);
            }
            return Result.of(name, load.durability(), measured, further(measured));
        }
    }

    private LinkedHashMap<String, Object> further(Windows measured) {
        var further = new LinkedHashMap<String, Object>();
        further.put("payloadBytes", load.payloadBytes());
        further.put("senders", load.senders());
        further.put("blocking", load.blocking());
        further.put("partitions", load.partitions());
        further.put("recordsPerGroup", measured.recordsPerGroup());
        return further;
    }

    private void send(Target.Sender sender, Meter meter) {
        try {
            if (load.blocking()) {
                sendAndWait(sender, meter);
            } else {
                for (long i = 0; !meter.isStopped(); i++) {
                    sender.send(i % Meter.SAMPLED == 0 ? System.nanoTime() : 0);
                }
            }
        } catch (RuntimeException | Error e) {
            meter.failed(e);
        }
    }

    private static void sendAndWait(Target.Sender sender, Meter meter) {
        while (!meter.isStopped()) {
            long began = System.nanoTime();
            sender.send(0);
            meter.took(System.nanoTime() - began);
        }
    }
}
