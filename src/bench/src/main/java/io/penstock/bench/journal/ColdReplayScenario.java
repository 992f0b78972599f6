package io.penstock.bench.journal;

import io.penstock.bench.measure.Meter;
import io.penstock.bench.measure.Plan;
import io.penstock.bench.measure.Result;
import io.penstock.bench.measure.Scenario;
import io.penstock.bench.measure.Windows;
import org.HdrHistogram.Histogram;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Reads an archived partition once from its start to its end, after the log was opened anew and the system's cache was
 * emptied; or, as what the disk allows, the files in which it lies, one after the other and unseen.
 */
public record ColdReplayScenario(String name, List<String> comparedTo, boolean raw) implements Scenario {

    private static final int RAW_READ_BYTES = 1 << 20;
    private static final int DIGITS = 3;

    @Override
    public Result run(Plan plan, Path directory) throws IOException {
        try (var filled = new FilledLog(directory)) {
            filled.fill(plan.records(), new Meter());
            filled.reopen();
            var files = segments(directory);
            boolean cold = SystemCache.drop();
            long began = System.nanoTime();
            if (raw) {
                readFiles(files);
            } else {
                LogReplay.once(filled.log(), new Meter());
            }
            double rate = plan.records() * 1e9 / (System.nanoTime() - began);
            var measured = new Windows(rate, rate, new Histogram(DIGITS), Double.NaN, Double.NaN, 1);
            return Result.of(
                    name,
                    "os",
                    measured,
                    Map.of(
                            "payloadBytes",
                            FilledLog.PAYLOAD_BYTES,
                            "records",
                            plan.records(),
                            "segments",
                            files.size(),
                            "cacheEmptied",
                            cold));
        }
    }

    private static List<Path> segments(Path directory) throws IOException {
        try (var all = Files.walk(directory.resolve("archive"))) {
            return all.filter(path -> path.toString().endsWith(".log")).sorted().toList();
        }
    }

    private static void readFiles(List<Path> files) throws IOException {
        var buffer = ByteBuffer.allocateDirect(RAW_READ_BYTES);
        for (var file : files) {
            try (var channel = FileChannel.open(file)) {
                while (channel.read(buffer.clear()) >= 0) {
                    // What was read is not looked at.
                }
            }
        }
    }
}
