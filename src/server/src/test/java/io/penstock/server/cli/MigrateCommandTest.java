package io.penstock.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.penstock.BrowseRequest;
import io.penstock.Destination;
import io.penstock.Message;
import io.penstock.bench.local.LocalKafka;
import io.penstock.broker.BrokerOptions;
import io.penstock.broker.EmbeddedBroker;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

class MigrateCommandTest {

    private static final String CLASS_PATH = "io.penstock.bench.kafka-server";
    private static final String OF_THE_BUILD = "../kafka/server/target/class-path.txt";

    /** Nobody listens there. */
    private static final String NOWHERE = "127.0.0.1:1";

    @TempDir
    static Path kafkaFiles;

    private static LocalKafka kafka;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path directory;

    @BeforeAll
    static void startKafka() throws Exception {
        System.setProperty(CLASS_PATH, OF_THE_BUILD);
        kafka = LocalKafka.start(kafkaFiles);
    }

    @AfterAll
    static void stopKafka() throws Exception {
        System.clearProperty(CLASS_PATH);
        kafka.close();
    }

    private int execute(String... arguments) {
        var commandLine = PenstockMain.commandLine(new NoServer());
        commandLine.setOut(new PrintWriter(out, true));
        commandLine.setErr(new PrintWriter(err, true));
        var all = new ArrayList<>(List.of("migrate"));
        all.addAll(List.of(arguments));
        return commandLine.execute(all.toArray(String[]::new));
    }

    /** Migrates with the Kafka of this machine, which keeps one copy of everything. */
    private int migrate(String installation, String to, Path data, String... more) throws Exception {
        var config = Files.writeString(directory.resolve("client.properties"), "client.id=migration\n");
        var all = new ArrayList<>(List.of(
                "--to",
                to,
                "--data",
                data.toString(),
                "--servers",
                kafka.bootstrapServers(),
                "--command-config",
                config.toString(),
                "--installation",
                installation,
                "--topic-prefix",
                installation + ".",
                "--replication-factor",
                "1",
                "--min-insync-replicas",
                "1"));
        all.addAll(List.of(more));
        return execute(all.toArray(String[]::new));
    }

    private Path filled() {
        var data = directory.resolve("data");
        try (var broker = EmbeddedBroker.open(BrokerOptions.in(data))) {
            broker.declare(Destination.queue("q").partitions(2).build());
            for (int i = 0; i < 10; i++) {
                broker.send(Message.to("q").key("k" + i).body("b" + i).build());
            }
        }
        return data;
    }

    private static List<String> bodies(Path data) {
        try (var broker = EmbeddedBroker.open(BrokerOptions.in(data))) {
            return broker.browse(BrowseRequest.waiting("q", 100).build()).stream()
                    .map(stored -> stored.message().bodyText())
                    .toList();
        }
    }

    private List<JsonNode> json() throws Exception {
        var lines = new ArrayList<JsonNode>();
        for (var line : out.toString().lines().toList()) {
            lines.add(new ObjectMapper().readTree(line));
        }
        return lines;
    }

    @Test
    void shouldMoveADirectoryIntoKafkaAndBack() throws Exception {
        var data = filled();
        var back = directory.resolve("back");

        assertThat(migrate("there", "kafka", data)).as(err.toString()).isZero();
        assertThat(out.toString())
                .contains("q: 10 messages in 2 partition(s)")
                .containsPattern("copied q/0: \\d+ messages, checksum [0-9a-f]{16}")
                .contains("Migrated to the cell there.main in the Kafka at " + kafka.bootstrapServers()
                        + ": 10 messages, the same on both sides.");
        out.getBuffer().setLength(0);
        assertThat(migrate("there", "directory", back, "--json"))
                .as(err.toString())
                .isZero();

        assertThat(json())
                .extracting(line -> line.get("type").asText())
                .containsExactly("found", "found", "copied", "copied", "verifying", "summary");
        var summary = json().get(5);
        assertThat(summary.get("messages").asInt()).isEqualTo(10);
        assertThat(summary.get("done").asBoolean()).isTrue();
        assertThat(summary.get("stateChecksum").asText()).hasSize(16);
        assertThat(bodies(back)).isEqualTo(bodies(data)).hasSize(10);
    }

    @Test
    void shouldOnlySayWhatThereIsToCopy() throws Exception {
        var data = filled();

        assertThat(migrate("tried", "kafka", data, "--dry-run", "--json"))
                .as(err.toString())
                .isZero();
        assertThat(json()).extracting(line -> line.get("type").asText()).containsExactly("found", "found", "summary");
        assertThat(json().get(2).get("done").asBoolean()).isFalse();
        out.getBuffer().setLength(0);

        assertThat(migrate("tried", "kafka", data, "--dry-run")).isZero();
        assertThat(out.toString()).contains("Nothing was written.");
    }

    @Test
    void shouldRefuseACellThatHasSomething() throws Exception {
        var data = filled();
        migrate("used", "kafka", data);

        assertThat(migrate("used", "kafka", data)).isEqualTo(1);
        assertThat(err.toString()).contains("There is something in Kafka already", "used.main.journal", "used.q");
    }

    @Test
    void shouldRefuseADirectoryWithoutALog() {
        assertThat(execute("--to", "kafka", "--servers", NOWHERE, "--data", directory.toString()))
                .isEqualTo(1);
        assertThat(err.toString()).contains(directory + " is no data directory");
    }

    @Test
    void shouldRefuseADirectoryThatIsNotEmpty() {
        var data = filled();

        assertThat(execute("--to", "directory", "--servers", NOWHERE, "--data", data.toString()))
                .isEqualTo(1);
        assertThat(err.toString()).contains(data + " is not empty");
    }

    @Test
    void shouldRefuseWrongArgumentsWithAStatusOfTheirOwn() {
        assertThat(execute("--to", "nowhere", "--servers", NOWHERE)).isEqualTo(LogCommand.USAGE);
        assertThat(execute("--to", "kafka")).isEqualTo(LogCommand.USAGE);
        assertThat(err.toString()).contains("--to", "--servers");
    }

    private static final class NoServer implements Server {

        @Override
        public int serve(Map<String, String> properties) {
            throw new AssertionError("a server was started");
        }

        @Override
        public int run(String sample, Map<String, String> properties) {
            throw new AssertionError("a server was started");
        }
    }
}
