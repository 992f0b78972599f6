package io.penstock.bench.application;

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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;

/** The packaged application, started by what `penstock bench quarkus` runs. */
class BenchApplicationIT {

    private static final long WINDOW_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    @TempDir
    Path directory;

    @Test
    void shouldHandleAllThatIsSentAndCompareListenersWithTheBrokersOwnApi() throws IOException {
        var lines = run("^(api|listener)-os-100$");

        assertThat(lines).hasSize(3);
        for (int i = 0; i < 2; i++) {
            var line = lines.get(i);
            assertThat(line.get("scenario").asText()).isEqualTo(i == 0 ? "api-os-100" : "listener-os-100");
            assertThat(line.get("durability").asText()).isEqualTo("os");
            assertThat(line.get("payloadBytes").asInt()).isEqualTo(100);
            assertThat(line.get("recordsPerSecond").isNumber()).isTrue();
            assertThat(line.get("cpuMicrosPerRecord").isNumber()).isTrue();
            assertThat(line.get("sent").asLong()).isPositive();
            assertThat(line.get("handled").asLong()).isEqualTo(line.get("sent").asLong());
        }
        assertThat(lines.get(2).get("ratioOf").asText()).isEqualTo("listener-os-100");
        assertThat(lines.get(2).get("to").asText()).isEqualTo("api-os-100");
    }

    @Test
    void shouldSendThroughAnEmitterToAMethod() throws IOException {
        var line = run("^channels-sync-1k$").get(0);

        assertThat(line.get("durability").asText()).isEqualTo("sync");
        assertThat(line.get("payloadBytes").asInt()).isEqualTo(1_024);
        assertThat(line.get("handled").asLong())
                .isPositive()
                .isEqualTo(line.get("sent").asLong());
    }

    @Test
    void shouldStartTheListenersThatAreIdle() throws IOException {
        var line = run("^idle-200$").get(0);

        assertThat(line.get("listeners").asInt()).isEqualTo(200);
        assertThat(line.get("cpuPercent").asDouble()).isNotNegative();
        assertThat(line.get("recordsPerSecond").isNull()).isTrue();
    }

    private List<JsonNode> run(String pattern) throws IOException {
        var out = new StringWriter();
        var plan = new Plan(directory, WINDOW_NANOS, WINDOW_NANOS, 3, 1);
        new Benchmark(plan, Report.json(new PrintWriter(out))).run(Suite.QUARKUS, Pattern.compile(pattern));

        assertThat(directory).as("what is left").isEmptyDirectory();
        var lines = new ArrayList<JsonNode>();
        for (String line : out.toString().lines().toList()) {
            lines.add(new ObjectMapper().readTree(line));
        }
        return lines;
    }
}
