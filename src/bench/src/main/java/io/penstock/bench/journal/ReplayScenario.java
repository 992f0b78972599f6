package io.penstock.bench.journal;

import io.penstock.bench.measure.Joined;
import io.penstock.bench.measure.Meter;
import io.penstock.bench.measure.Plan;
import io.penstock.bench.measure.Result;
import io.penstock.bench.measure.Scenario;
import io.penstock.bench.measure.Windows;
import io.penstock.journal.young.Journal;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Reads a partition from its start to its end, again and again, out of the system's cache. Times each batch. */
public record ReplayScenario(String name) implements Scenario {

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
        try (var filled = new FilledJournal(directory)) {
            filled.fill(records, new Meter());
            var reader = new Thread(() -> readAll(filled.journal(), meter), "bench-reader");
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
                    Map.of("payloadBytes", FilledJournal.PAYLOAD_BYTES, "records", records, "p50Of", "batch"));
        }
    }

    private static void readAll(Journal journal, Meter meter) {
        try {
            long end = journal.endOffset(0);
            for (long offset = 0; !meter.isStopped(); offset = offset == end ? 0 : offset) {
                offset = readBatch(journal, offset, meter);
            }
        } catch (RuntimeException | Error e) {
            meter.failed(e);
        }
    }

    private static long readBatch(Journal journal, long offset, Meter meter) {
        long began = System.nanoTime();
        var batch = journal.read(0, offset);
        long count = 0;
        for (var found : batch) {
            if (found.value().length != FilledJournal.PAYLOAD_BYTES) {
                throw new IllegalStateException("Offset " + found.offset() + " is not what was written.");
            }
            count++;
        }
        meter.took(System.nanoTime() - began);
        meter.completed(count);
        meter.group();
        return batch.endOffset();
    }
}
