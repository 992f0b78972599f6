package io.penstock.broker.migration;

import io.penstock.Broker;
import io.penstock.BrowseRequest;
import io.penstock.DeadLetterRecord;
import io.penstock.Destination;
import io.penstock.Message;
import io.penstock.Producer;
import io.penstock.ProducerOptions;
import io.penstock.broker.BrokerOptions;
import io.penstock.broker.EmbeddedBroker;
import io.penstock.broker.HoleyLog;
import io.penstock.broker.alert.AlertFile;
import io.penstock.conformance.tool.BrokerHistory;
import io.penstock.conformance.tool.BrokerView;
import io.penstock.conformance.tool.Patience;
import io.penstock.journal.JournalException;
import io.penstock.journal.log.LocalLog;
import io.penstock.journal.log.Log;
import io.penstock.journal.log.LogOptions;
import io.penstock.journal.log.LogOwner;
import io.penstock.journal.storage.DirectoryStorage;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;

import static io.penstock.conformance.tool.EachSeed.fromAnywhere;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LogMigrationTest {

    private static final InstantSource CLOCK = InstantSource.system();

    @TempDir
    private Path directory;

    private static StoppedBroker stopped(Path directory) {
        var options = LogOptions.DEFAULT.withRoundMillis(0);
        return StoppedBroker.open(CLOCK, owner -> LocalLog.open(directory, options, CLOCK, owner));
    }

    private static EmbeddedBroker serving(Path directory) {
        return EmbeddedBroker.open(BrokerOptions.in(directory));
    }

    private static MigrationResult migrate(StoppedBroker source, Path to) throws IOException {
        Files.createDirectories(to);
        MigrationResult result;
        try (var target = stopped(to)) {
            result = LogMigration.of(source).copyTo(target, copied -> {});
        }
        try (var copy = stopped(to)) {
            assertThat(LogMigration.differences(result, copy)).isEmpty();
        }
        return result;
    }

    private static void copyAlerts(Path from, Path to) throws IOException {
        Files.copy(from.resolve(AlertFile.NAME), to.resolve(AlertFile.NAME));
    }

    @Test
    void shouldShowAndHandOutTheSameFromTheCopy() {
        fromAnywhere(3, seed -> {
            var original = directory.resolve("original" + seed);
            var copy = directory.resolve("copy" + seed);
            try (var broker = serving(original)) {
                new BrokerHistory(broker, CLOCK, seed).go(200);
            }
            try (var source = stopped(original)) {
                assertThat(migrate(source, copy).records()).isPositive();
            }
            copyAlerts(original, copy);
            try (var first = serving(original);
                    var second = serving(copy)) {
                Patience.await()
                        .untilAsserted(() ->
                                assertThat(BrokerView.of(second)).containsExactlyElementsOf(BrokerView.of(first)));
                assertThat(BrokerView.drained(second)).isEqualTo(BrokerView.drained(first));
            }
        });
    }

    /** A log with offsets that no record has, of which nothing is left in the copy. */
    @Test
    void shouldLeaveHolesBehind() {
        fromAnywhere(3, seed -> {
            var original = directory.resolve("holey" + seed);
            var copy = directory.resolve("copy" + seed);
            var holey = HoleyLog.Opening.holey(seed);
            Function<LogOwner, Log> opening = owner ->
                    holey.open(DirectoryStorage.open(original), LogOptions.DEFAULT.withRoundMillis(0), CLOCK, owner);
            try (var broker = EmbeddedBroker.open(BrokerOptions.in(original), CLOCK, opening)) {
                new BrokerHistory(broker, CLOCK, seed).go(150);
            }
            try (var source = StoppedBroker.open(CLOCK, opening)) {
                migrate(source, copy);
            }
            try (var first = EmbeddedBroker.open(BrokerOptions.in(original), CLOCK, opening);
                    var second = serving(copy)) {
                Patience.await()
                        .untilAsserted(() ->
                                assertThat(withoutAlerts(second)).containsExactlyElementsOf(withoutAlerts(first)));
                assertThat(BrokerView.drained(second)).isEqualTo(BrokerView.drained(first));
            }
        });
    }

    /** What is kept of alerts lies beside the log. */
    private static List<String> withoutAlerts(Broker broker) {
        return BrokerView.of(broker).stream()
                .filter(line -> !line.startsWith("AlertRule"))
                .toList();
    }

    @Test
    void shouldKeepWhatWasPromised() throws Exception {
        var original = directory.resolve("original");
        var copy = directory.resolve("copy");
        long next;
        try (var broker = serving(original)) {
            new BrokerHistory(broker, CLOCK, 7).go(100);
            next = producer(broker).nextSequence();
        }
        try (var source = stopped(original)) {
            migrate(source, copy);
        }
        try (var broker = serving(copy)) {
            var known = broker.browse(BrowseRequest.all("once", 1).build()).get(0);
            var receipt = broker.send(
                    Message.to("once").id(BrokerHistory.KNOWN_ID).body("again").build());
            assertThat(receipt.isDuplicate()).isTrue();
            assertThat(receipt.offset()).isEqualTo(known.offset());
            assertThat(next).isPositive();
            var producer = producer(broker);
            assertThat(producer.nextSequence()).isEqualTo(next);
            assertThat(producer.send(
                                    next - 1, Message.to("orders").body("again").build())
                            .isDuplicate())
                    .isTrue();
            assertOriginsAreThere(broker);
            long jobs = broker.statistics("jobs").depth();
            broker.commitPrepared(broker.prepared().get(0).globalId());
            Awaitility.await().until(() -> broker.statistics("jobs").depth() == jobs - 1);
            assertThat(BrokerView.of(broker))
                    .anySatisfy(line ->
                            assertThat(line).startsWith("orders waits for").contains(" prepared "));
        }
    }

    private static Producer producer(Broker broker) {
        return broker.producer(ProducerOptions.of(BrokerHistory.PRODUCER).build());
    }

    /** A dead letter has the id of its original, which lies where the letter says. */
    private static void assertOriginsAreThere(Broker broker) {
        var letters =
                broker.browse(BrowseRequest.all(BrokerHistory.LETTERS, 100).build());
        assertThat(letters).isNotEmpty();
        for (var letter : letters) {
            var death = DeadLetterRecord.of(letter.message()).orElseThrow();
            var original = broker.browse(BrowseRequest.all(death.originDestination(), 1)
                    .partition(death.originPartition())
                    .fromOffset(death.originOffset())
                    .build());
            assertThat(original)
                    .singleElement()
                    .satisfies(each -> assertThat(each.message().id())
                            .isEqualTo(letter.message().id()));
        }
    }

    @Test
    void shouldRefuseATargetThatIsNotEmpty() {
        var used = directory.resolve("used");
        try (var broker = serving(used)) {
            broker.declare(Destination.queue("q").build());
        }
        try (var source = stopped(directory.resolve("original"));
                var target = stopped(used)) {
            var migration = LogMigration.of(source);

            assertThatThrownBy(() -> migration.copyTo(target, copied -> {}))
                    .isInstanceOf(JournalException.class)
                    .hasMessageContaining("is not empty");
        }
    }

    @Test
    void shouldTellWhatIsDifferent() throws Exception {
        var original = directory.resolve("original");
        var copy = directory.resolve("copy");
        try (var broker = serving(original)) {
            broker.declare(Destination.queue("q").build());
            broker.declare(Destination.queue("r").build());
            broker.send(Message.to("q").body("a").build());
        }
        MigrationResult result;
        try (var source = stopped(original)) {
            result = migrate(source, copy);
        }
        try (var broker = serving(copy)) {
            broker.send(Message.to("q").body("b").build());
            broker.pause("r", "r");
        }
        try (var changed = stopped(copy)) {
            assertThat(LogMigration.differences(result, changed))
                    .hasSize(2)
                    .anySatisfy(line -> assertThat(line).isEqualTo("partition 0 of 'q' has 2 messages, and not 1"))
                    .anySatisfy(line -> assertThat(line).startsWith("the state has"));
        }
        var first = result.partitions().get(0);
        var other = new MigratedPartition("q", 0, 1, first.bytes(), first.checksum() + 1);
        var gone = new MigratedPartition("r", 5, 0, 0, 0);
        try (var source = stopped(original)) {
            var expected = new MigrationResult(List.of(other, gone), result.entries(), result.stateChecksum());
            assertThat(LogMigration.differences(expected, source))
                    .anySatisfy(line -> assertThat(line).startsWith("partition 0 of 'q' has other messages"))
                    .contains("partition 5 of 'r' is not there");
        }
    }
}
