package io.penstock.bench.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.penstock.bench.Benchmark;
import io.penstock.bench.Report;
import io.penstock.bench.Suite;
import io.penstock.bench.measure.Plan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;

/** The server with its endpoint to compare with, as `penstock bench http` starts and measures it. */
class BenchServerIT {

    private static final long WINDOW_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    @TempDir
    Path directory;

    @Test
    void shouldMeasureEachWayOverHttpAndLoseNothing() throws IOException {
        var lines = run("-os-1k$");

        assertThat(lines)
                .containsOnlyKeys(
                        "drop-os-1k",
                        "send-os-1k",
                        "batch-os-1k",
                        "poll-os-1k",
                        "stream-queue-os-1k",
                        "stream-topic-os-1k",
                        "send-os-1k to drop-os-1k",
                        "batch-os-1k to send-os-1k",
                        "poll-os-1k to send-os-1k");
        lines.values().stream().filter(line -> line.has("scenario")).forEach(line -> {
            assertThat(line.get("durability").asText()).isEqualTo("os");
            assertThat(line.get("payloadBytes").asInt()).isEqualTo(1_024);
            assertThat(line.get("recordsPerSecond").isNumber()).isTrue();
            assertThat(line.get("cpuMicrosPerRecord").isNumber()).isTrue();
        });
        requireSame(lines.get("send-os-1k"), "stored");
        requireSame(lines.get("batch-os-1k"), "stored");
        requireSame(lines.get("poll-os-1k"), "accepted");
        requireSame(lines.get("stream-queue-os-1k"), "handled");
        requireSame(lines.get("stream-topic-os-1k"), "handled");
        assertThat(lines.get("batch-os-1k").get("together").asInt()).isEqualTo(100);
    }

    @Test
    void shouldMeasureWhatIsForcedToTheDisk() throws IOException {
        var line = run("^send-sync-1k$").get("send-sync-1k");

        assertThat(line.get("durability").asText()).isEqualTo("sync");
        requireSame(line, "stored");
    }

    private static void requireSame(JsonNode line, String arrived) {
        assertThat(line.get(arrived).asLong())
                .as(line.toString())
                .isPositive()
                .isEqualTo(line.get("sent").asLong());
    }

    /** What was found, by the scenario's name; and how two compare, by both names. */
    private Map<String, JsonNode> run(String pattern) throws IOException {
        var out = new StringWriter();
        var plan = new Plan(directory, WINDOW_NANOS, WINDOW_NANOS, 3, 500);
        new Benchmark(plan, Report.json(new PrintWriter(out))).run(Suite.HTTP, Pattern.compile(pattern));

        assertThat(directory).as("what is left").isEmptyDirectory();
        var lines = new LinkedHashMap<String, JsonNode>();
        for (String text : out.toString().lines().toList()) {
            var line = new ObjectMapper().readTree(text);
            var name = line.has("scenario")
                    ? line.get("scenario").asText()
                    : line.get("ratioOf").asText() + " to " + line.get("to").asText();
            lines.put(name, line);
        }
        return lines;
    }
}
