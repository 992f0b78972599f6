package io.penstock.kafka;

import io.penstock.Broker;
import io.penstock.Destination;
import io.penstock.Message;
import io.penstock.PenstockException;
import io.penstock.broker.BrokerOptions;
import io.penstock.broker.EmbeddedBroker;
import io.penstock.broker.migration.MigratedPartition;
import io.penstock.conformance.tool.BrokerHistory;
import io.penstock.conformance.tool.BrokerView;
import io.penstock.conformance.tool.Patience;
import io.penstock.kafka.client.KafkaClients;
import io.penstock.kafka.cluster.TestKafka;
import io.penstock.kafka.migrate.MigrationDifference;
import io.penstock.kafka.migrate.MigrationListener;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

import static io.penstock.conformance.tool.EachSeed.fromAnywhere;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A broker moves from a directory into Kafka, and back. */
class KafkaMigrationTest {

    /** Short, so that a test does not wait for long. */
    static final Duration LEASE = Duration.ofSeconds(1);

    @TempDir
    private Path temporary;

    private final String name = TestKafka.uniqueName();

    private static KafkaOptions options(String name) {
        return KafkaEngines.options(name).lease(LEASE).build();
    }

    private static KafkaMigration migration(String name, Path directory) {
        return new KafkaMigration(options(name), BrokerOptions.in(directory));
    }

    private static KafkaBroker instance(String name) {
        return KafkaBroker.open(options(name), KafkaEngines.ENGINE);
    }

    private static EmbeddedBroker serving(Path directory) {
        return EmbeddedBroker.open(BrokerOptions.in(directory));
    }

    private static void live(Path directory, long seed, int steps) throws InterruptedException {
        try (var broker = serving(directory)) {
            new BrokerHistory(broker, InstantSource.system(), seed).go(steps);
        }
    }

    private static void assertShowsTheSame(Broker copy, Broker original) {
        Patience.await()
                .untilAsserted(
                        () -> assertThat(BrokerView.of(copy)).containsExactlyElementsOf(BrokerView.of(original)));
    }

    @Test
    void shouldShowAndHandOutTheSameInKafkaAndAfterTheWayBack() {
        fromAnywhere(1, seed -> {
            var cell = name + "-" + seed;
            var original = temporary.resolve("original" + seed);
            var back = temporary.resolve("back" + seed);
            live(original, seed, 150);
            Files.writeString(original.resolve("first-attempts.trace"), "");

            var there = migration(cell, original).toKafka(false, MigrationListener.NONE);

            assertThat(there.result().records())
                    .isEqualTo(there.content().records())
                    .isPositive();
            assertThat(there.hasAlerts()).isTrue();
            assertThat(there.leftFiles()).containsExactly("first-attempts.trace");
            try (var first = serving(original)) {
                try (var inKafka = instance(cell)) {
                    assertShowsTheSame(inKafka, first);
                }
                var here = migration(cell, back).toDirectory(false, MigrationListener.NONE);
                assertThat(here.result().records()).isEqualTo(there.result().records());
                try (var second = serving(back);
                        var inKafka = instance(cell)) {
                    assertShowsTheSame(second, first);
                    var handedOut = BrokerView.drained(first);
                    assertThat(BrokerView.drained(second)).isEqualTo(handedOut);
                    assertThat(BrokerView.drained(inKafka)).isEqualTo(handedOut);
                }
            }
        });
    }

    @Test
    void shouldBeginAnewAfterItWasKilled() throws Exception {
        long seed = Long.getLong("penstock.seed", new Random().nextInt());
        var original = temporary.resolve("original");
        live(original, seed, 150);

        int lines = killed(original, new Random(seed).nextInt(15));

        assertIsRefused();
        var cleared = new AtomicInteger();
        migration(name, original).toKafka(false, new MigrationListener() {
            @Override
            public void cleared() {
                cleared.incrementAndGet();
            }
        });
        assertThat(cleared)
                .as("seed " + seed + ", killed after " + lines + " lines")
                .hasValue(1);
        try (var first = serving(original);
                var inKafka = instance(name)) {
            assertShowsTheSame(inKafka, first);
        }
    }

    /** Kills a migration when it has told so many lines, or is about to compare. */
    private int killed(Path original, int most) throws IOException, InterruptedException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var process = new ProcessBuilder(
                        java,
                        "-cp",
                        System.getProperty("java.class.path"),
                        MigrationMain.class.getName(),
                        TestKafka.bootstrapServers(),
                        name,
                        original.toString())
                .redirectError(temporary.resolve("errors").toFile())
                .start();
        int lines = 0;
        try (var output = process.inputReader()) {
            for (var line = output.readLine(); line != null; line = output.readLine()) {
                assertThat(line).isNotEqualTo(MigrationMain.DONE);
                if (line.equals(MigrationMain.VERIFYING) || line.equals(MigrationMain.COPIED) && lines++ == most) {
                    process.destroyForcibly();
                    return lines;
                }
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
        throw new AssertionError("The migration failed: " + Files.readString(temporary.resolve("errors")));
    }

    @Test
    void shouldRefuseACellThatIsInUse() {
        var original = temporary.resolve("original");
        try (var broker = serving(original)) {
            broker.declare(Destination.queue("q").build());
        }
        migration(name, original).toKafka(false, MigrationListener.NONE);

        assertThatThrownBy(() -> migration(name, original).toKafka(true, MigrationListener.NONE))
                .isInstanceOf(PenstockException.InvalidConfiguration.class)
                .hasMessageContaining("There is something in Kafka already")
                .hasMessageContaining(name + ".main.journal");
    }

    @Test
    void shouldRefuseToReadACellThatIsOwned() {
        try (var owner = instance(name)) {
            owner.declare(Destination.queue("q").build());

            assertThatThrownBy(
                            () -> migration(name, temporary.resolve("back")).toDirectory(true, MigrationListener.NONE))
                    .hasMessageContaining("Somebody owns the cell " + name + ".main. Stop all instances first.");
        }
    }

    @Test
    void shouldWriteNothingWhenItIsOnlyTried() throws Exception {
        var original = temporary.resolve("original");
        live(original, 3, 20);

        var report = migration(name, original).toKafka(true, MigrationListener.NONE);

        assertThat(report.result()).isNull();
        assertThat(report.content().records()).isPositive();
        try (var admin = new KafkaClients(Map.of("bootstrap.servers", TestKafka.bootstrapServers())).admin()) {
            assertThat(admin.listTopics().names().get()).noneMatch(topic -> topic.startsWith(name));
        }
    }

    @Test
    void shouldFailIfTheCopyIsNotTheSame() {
        var original = temporary.resolve("original");
        try (var broker = serving(original)) {
            broker.declare(Destination.queue("q").build());
            broker.send(Message.to("q").body("a").build());
        }

        assertThatThrownBy(() -> migration(name, original).toKafka(false, new MigrationListener() {
                    @Override
                    public void verifying() {
                        writeForeign();
                    }
                }))
                .isInstanceOf(MigrationDifference.class)
                .hasMessageContaining("partition 0 of 'q' has 2 messages, and not 1");

        assertIsRefused();
    }

    /** An instance says why it cannot open the cell. */
    private void assertIsRefused() {
        var impatient = KafkaEngines.options(name)
                .lease(LEASE)
                .failoverWait(LEASE.multipliedBy(3))
                .build();
        assertThatThrownBy(() -> KafkaBroker.open(impatient, KafkaEngines.ENGINE))
                .isInstanceOf(PenstockException.Unavailable.class)
                .hasMessageContaining("is not whole");
    }

    private void writeForeign() {
        var body = "foreign".getBytes(StandardCharsets.UTF_8);
        try (var producer = new KafkaClients(Map.of("bootstrap.servers", TestKafka.bootstrapServers())).producer()) {
            producer.send(new ProducerRecord<>(name + "-q", 0, null, body));
        }
    }

    @Test
    void shouldLeaveNoHalfOfADirectory() throws Exception {
        var original = temporary.resolve("original");
        var back = temporary.resolve("back");
        live(original, 4, 40);
        migration(name, original).toKafka(false, MigrationListener.NONE);

        assertThatThrownBy(() -> migration(name, back).toDirectory(false, new MigrationListener() {
                    @Override
                    public void copied(MigratedPartition partition) {
                        throw new IllegalStateException("interrupted");
                    }
                }))
                .hasMessage("interrupted");

        assertThat(back).doesNotExist();
        assertThat(temporary.resolve("back.migrating")).isDirectory();
        migration(name, back).toDirectory(false, MigrationListener.NONE);
        assertThat(temporary.resolve("back.migrating")).doesNotExist();
        try (var first = serving(original);
                var second = serving(back)) {
            assertShowsTheSame(second, first);
        }
    }
}
