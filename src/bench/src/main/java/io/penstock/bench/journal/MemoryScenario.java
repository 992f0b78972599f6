package io.penstock.bench.journal;

import io.penstock.bench.measure.Meter;
import io.penstock.bench.measure.Plan;
import io.penstock.bench.measure.Result;
import io.penstock.bench.measure.Scenario;
import io.penstock.bench.measure.Windows;
import io.penstock.bench.measure.WrittenBytes;
import org.HdrHistogram.Histogram;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Lets records wait in a journal, and looks at what is left on the heap. */
public record MemoryScenario(String name) implements Scenario {

    private static final int DIGITS = 3;

    @Override
    public List<String> comparedTo() {
        return List.of();
    }

    @Override
    public Result run(Plan plan, Path directory) {
        var meter = new Meter();
        try (var filled = new FilledJournal(directory)) {
            long before = liveBytes();
            long written = WrittenBytes.now();
            long began = System.nanoTime();
            filled.fill(plan.records(), meter);
            double rate = plan.records() * 1e9 / (System.nanoTime() - began);
            double bytes = written < 0 ? Double.NaN : (double) (WrittenBytes.now() - written) / plan.records();
            long heap = Math.max(0, liveBytes() - before);
            var measured = new Windows(rate, rate, new Histogram(DIGITS), bytes, Double.NaN, 1);
            return Result.of(
                    name,
                    "os",
                    measured,
                    Map.of(
                            "payloadBytes",
                            FilledJournal.PAYLOAD_BYTES,
                            "waitingRecords",
                            plan.records(),
                            "heapBytes",
                            heap,
                            "heapBytesPerRecord",
                            (double) heap / plan.records(),
                            "heapLimitBytes",
                            Runtime.getRuntime().maxMemory()));
        }
    }

    public static long liveBytes() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
