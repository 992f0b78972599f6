package io.penstock.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.penstock.bench.measure.Plan;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
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

/** The engine on Kafka is measured for a moment; nothing is judged by its speed. */
class KafkaSuiteTest {

    private static final String CLASS_PATH = "io.penstock.bench.kafka-server";
    private static final String OF_THE_BUILD = "../kafka/server/target/class-path.txt";
    private static final long WINDOW_NANOS = TimeUnit.MILLISECONDS.toNanos(300);
    private static final int RECORDS = 2_000;
    private static final Pattern ONE_OF_EACH = Pattern.compile("^(plain-send-100|send-100|latency|transactions-50)$");

    @TempDir
    Path directory;

    @BeforeEach
    void findKafka() {
        System.setProperty(CLASS_PATH, OF_THE_BUILD);
    }

    @AfterEach
    void forget() {
        System.clearProperty(CLASS_PATH);
    }

    @Test
    void shouldMeasureTheEngineOnKafkaInRounds() throws IOException {
        var out = new StringWriter();
        var plan = new Plan(directory, WINDOW_NANOS, WINDOW_NANOS, 3, RECORDS);

        new Benchmark(plan, Report.json(new PrintWriter(out)), 2).run(Suite.KAFKA, ONE_OF_EACH);

        var lines = lines(out.toString());
        var results = lines.stream().filter(line -> line.has("scenario")).toList();
        assertThat(results.stream().map(line -> line.get("scenario").asText()))
                .containsExactlyElementsOf(Benchmark.names(Suite.KAFKA, ONE_OF_EACH));
        assertThat(results).allSatisfy(line -> {
            assertThat(line.get("recordsPerSecond").asDouble()).isPositive();
            assertThat(line.get("slowestRound").asDouble())
                    .isLessThanOrEqualTo(line.get("recordsPerSecond").asDouble());
            assertThat(line.get("rounds").asInt()).isEqualTo(2);
        });
        assertThat(lines)
                .anySatisfy(line -> assertThat(line.path("ratioOf").asText()).isEqualTo("send-100"));
        assertThat(directory).as("what is left").isEmptyDirectory();
    }

    @Test
    void shouldMeasureAnInstanceThatTakesOver() throws IOException {
        var out = new StringWriter();
        var plan = new Plan(directory, WINDOW_NANOS, WINDOW_NANOS, 3, 20);

        new Benchmark(plan, Report.json(new PrintWriter(out)))
                .run(Suite.KAFKA, Pattern.compile("^(take-over|queues-1000)$"));

        var lines = lines(out.toString());
        assertThat(lines.get(0).get("messages").asInt()).isGreaterThanOrEqualTo(20);
        assertThat(lines.get(0).get("takeOverMillis").asLong()).isNotNegative();
        assertThat(lines.get(0).get("health").asText()).isEqualTo("RUNNING");
        assertThat(lines.get(1).get("queues").asInt()).isEqualTo(20);
        assertThat(lines.get(1).get("topics").asInt()).isGreaterThanOrEqualTo(20);
        assertThat(lines.get(1).get("requestsPerSecondAtRest").asDouble()).isPositive();
    }

    @Test
    void shouldNameEachScenarioOnce() {
        assertThat(Benchmark.names(Suite.KAFKA, Pattern.compile("")))
                .doesNotHaveDuplicates()
                .contains("plain-send-100", "send-1k", "transactions-1");
    }

    private static List<JsonNode> lines(String text) throws IOException {
        var lines = new ArrayList<JsonNode>();
        for (var line : text.lines().toList()) {
            lines.add(new ObjectMapper().readTree(line));
        }
        return lines;
    }
}
