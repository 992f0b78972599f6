package io.penstock.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.penstock.bench.measure.Plan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class SuiteTest {

    private static final long WINDOW_NANOS = TimeUnit.MILLISECONDS.toNanos(60);

    /** A broker that has just started fills files and compiles code in its first tenths of a second. */
    private static final long BROKER_WINDOW_NANOS = TimeUnit.MILLISECONDS.toNanos(400);

    @TempDir
    Path directory;

    private final StringWriter out = new StringWriter();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "raw-os-100",
                "raw-sync-1k",
                "raw-sync-blocking-4",
                "os-100",
                "sync-1k",
                "sync-blocking-16",
                "os-blocking-1",
                "partitions-256",
                "replay-100",
                "archive-replay-100"
            })
    void shouldMeasureEachKindOfScenario(String scenario) throws IOException {
        var lines = run("^" + scenario + "$");

        assertThat(lines).hasSize(1);
        var line = lines.get(0);
        assertThat(line.get("scenario").asText()).isEqualTo(scenario);
        assertThat(line.get("recordsPerSecond").asDouble()).isPositive();
        assertThat(line.get("p50Micros").asDouble()).isPositive();
        assertThat(line.get("p99Micros").asDouble())
                .isGreaterThanOrEqualTo(line.get("p50Micros").asDouble());
        assertThat(line.get("payloadBytes").asInt()).isEqualTo(scenario.endsWith("1k") ? 1_024 : 100);
        assertThat(line.get("durability").asText()).isIn("os", "sync");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "queue-4-4-os-100",
                "topic-1-1-sync-1k",
                "queue-1-1-os-latency",
                "topic-4-4-os-100-batched",
                "queue-1-1-os-1k-batched"
            })
    void shouldMeasureABrokerEndToEnd(String scenario) throws IOException {
        var line = run(Suite.BROKER, "^" + scenario + "$").get(0);

        assertThat(line.get("scenario").asText()).isEqualTo(scenario);
        assertThat(line.get("recordsPerSecond").asDouble()).isPositive();
        assertThat(line.get("p50Micros").asDouble()).isPositive();
        assertThat(line.get("kind").asText()).isEqualTo(scenario.substring(0, 5));
        assertThat(line.get("durability").asText()).isEqualTo(scenario.contains("-os-") ? "os" : "sync");
        assertThat(line.get("producers").asInt()).isEqualTo(scenario.contains("-4-4-") ? 4 : 1);
        assertThat(line.get("together").asInt() > 1).isEqualTo(scenario.endsWith("-batched"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"jms-auto-1-os", "jms-transacted-4-os", "jms-topic-4-os", "jms-relaxed-async-1-os"})
    void shouldMeasureJakartaMessaging(String scenario) throws IOException {
        var line = run(Suite.JMS, "^" + scenario + "$").get(0);

        assertThat(line.get("scenario").asText()).isEqualTo(scenario);
        assertThat(line.get("recordsPerSecond").asDouble()).isPositive();
        assertThat(line.get("durability").asText()).isEqualTo("os");
        assertThat(line.get("consumers").asInt()).isEqualTo(scenario.contains("-4-") ? 4 : 1);
    }

    @Test
    void shouldCompareTheFacadeWithWhatIsBehindIt() throws IOException {
        var lines = run(Suite.JMS, "^(api|jms)-auto-1-os$");

        assertThat(lines.get(2).get("ratioOf").asText()).isEqualTo("jms-auto-1-os");
        assertThat(lines.get(2).get("to").asText()).isEqualTo("api-auto-1-os");
    }

    /** Without a folder of theirs, which no build has, there are none. */
    @Test
    void shouldMeasureNoPeersThatAreNotHere() {
        assertThat(Benchmark.names(Suite.JMS, Pattern.compile("artemis"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"transactions-os-100", "transactions-os-1000", "fan-out-4", "delayed"})
    void shouldMeasureWhatElseABrokerDoes(String scenario) throws IOException {
        var line = run(Suite.BROKER, "^" + scenario + "$").get(0);

        assertThat(line.get("recordsPerSecond").asDouble()).isPositive();
        // On a busy machine all that is timed may lie before the moment from which on it is measured.
        assertThat(line.get("p50Micros").asDouble()).isNotNegative();
        assertThat(line.get("slowestWindow").asDouble()).isNotNegative();
    }

    @Test
    void shouldLetMessagesWaitInAQueueAndTakeThemAll() throws IOException {
        var line = run(Suite.BROKER, "^waiting$").get(0);

        assertThat(line.get("waitingRecords").asInt()).isEqualTo(10_000);
        assertThat(line.get("firstMicros").asDouble()).isPositive();
        assertThat(line.get("heapBytes").asLong()).isNotNegative();
    }

    @Test
    void shouldStartWithManyQueues() throws IOException {
        var line = run(Suite.BROKER, "^queues$").get(0);

        assertThat(line.get("queues").asInt()).isEqualTo(100);
        assertThat(line.get("startMillis").asLong()).isNotNegative();
    }

    @Test
    void shouldSayHowMuchHeapWaitingRecordsTake() throws IOException {
        var line = run("^memory$").get(0);

        assertThat(line.get("recordsPerSecond").asDouble()).isPositive();
        assertThat(line.get("waitingRecords").asInt()).isEqualTo(10_000);
        assertThat(line.get("heapBytes").asLong()).isNotNegative();
        assertThat(line.get("p50Micros").isNull()).isTrue();
    }

    @Test
    void shouldCompareWithRawOfTheSameRun() throws IOException {
        var lines = run("sync-blocking-1$");

        assertThat(lines).hasSize(3);
        assertThat(lines.get(2).get("ratioOf").asText()).isEqualTo("sync-blocking-1");
        assertThat(lines.get(2).get("to").asText()).isEqualTo("raw-sync-blocking-1");
        double ratio = lines.get(1).get("recordsPerSecond").asDouble()
                / lines.get(0).get("recordsPerSecond").asDouble();
        assertThat(lines.get(2).get("ratio").asDouble()).isCloseTo(ratio, within(0.01));
    }

    @Test
    void shouldCountTheBytesOfAPayloadAtLeast() throws IOException {
        var line = run("^sync-blocking-1$").get(0);

        if (Files.exists(Path.of("/proc/self/io"))) {
            assertThat(line.get("bytesPerRecord").asDouble()).isGreaterThan(100);
        } else {
            assertThat(line.get("bytesPerRecord").isNull()).isTrue();
        }
    }

    @Test
    void shouldPrintATableForAPerson() throws IOException {
        new Benchmark(plan(Suite.JOURNAL), Report.table(new PrintWriter(out)))
                .run(Suite.JOURNAL, Pattern.compile("^(sync-100|memory)$"));

        assertThat(out.toString())
                .contains("| scenario")
                .containsPattern("\\| sync-100 +\\| +[1-9][0-9,]* \\|")
                .contains("MiB of heap for 10,000");
    }

    @Test
    void shouldFailRatherThanReportWhatDidNotHappen() throws IOException {
        var blocked = Files.createFile(directory.resolve("file"));
        var plan = new Plan(blocked, 0, WINDOW_NANOS, 1, 1);

        assertThatThrownBy(() ->
                        new Benchmark(plan, Report.json(new PrintWriter(out))).run(Suite.JOURNAL, Pattern.compile(".")))
                .isInstanceOf(IOException.class);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void shouldNameEachScenarioOnce() {
        assertThat(Benchmark.names(Suite.JOURNAL, Pattern.compile("")))
                .doesNotHaveDuplicates()
                .contains("partitions-4096", "sync-blocking-1000");
        assertThat(Benchmark.names(Suite.BROKER, Pattern.compile("")))
                .doesNotHaveDuplicates()
                .contains("queue-1-1-os-100", "topic-4-4-sync-1k-batched", "queue-1-1-sync-latency", "fan-out-16");
    }

    private List<JsonNode> run(String pattern) throws IOException {
        return run(Suite.JOURNAL, pattern);
    }

    private List<JsonNode> run(Suite suite, String pattern) throws IOException {
        new Benchmark(plan(suite), Report.json(new PrintWriter(out))).run(suite, Pattern.compile(pattern));

        try (var left = Files.list(directory)) {
            assertThat(left).isEmpty();
        }
        var lines = new ArrayList<JsonNode>();
        for (String line : out.toString().lines().toList()) {
            lines.add(new ObjectMapper().readTree(line));
        }
        return lines;
    }

    private Plan plan(Suite suite) {
        long window = suite == Suite.BROKER ? BROKER_WINDOW_NANOS : WINDOW_NANOS;
        return new Plan(directory, window, window, 3, 10_000);
    }
}
