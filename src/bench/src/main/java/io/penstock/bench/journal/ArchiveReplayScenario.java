package io.penstock.bench.journal;

import io.penstock.bench.measure.Joined;
import io.penstock.bench.measure.Meter;
import io.penstock.bench.measure.Plan;
import io.penstock.bench.measure.Result;
import io.penstock.bench.measure.Scenario;
import io.penstock.bench.measure.Windows;
import io.penstock.journal.log.LocalLog;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Reads an archived partition from its start to its end, again and again, out of the system's cache. */
public record ArchiveReplayScenario(String name) implements Scenario {

    /** As a part of the records of the plan: what surely stays in the cache. */
    private static final int PART = 5;

    @Override
    public List<String> comparedTo() {
        return List.of();
    }

    @Override
    public Result run(Plan plan, Path directory) {
        int records = Math.max(1, plan.records() / PART);
        var meter = new Meter();
        try (var filled = new FilledLog(directory)) {
            filled.fill(records, new Meter());
            var reader = new Thread(() -> readAll(filled.log(), meter), "bench-reader");
            reader.start();
            Windows measured;
            try {
                measured = Windows.measure(plan, meter);
            } finally {
                meter.stop();
                Joined.await(reader);
            }
            return Result.of(
                    name,
                    "os",
                    measured,
                    Map.of("payloadBytes", FilledLog.PAYLOAD_BYTES, "records", records, "p50Of", "batch"));
        }
    }

    private static void readAll(LocalLog log, Meter meter) {
        try {
            while (!meter.isStopped()) {
                LogReplay.once(log, meter);
            }
        } catch (RuntimeException | Error e) {
            meter.failed(e);
        }
    }
}
