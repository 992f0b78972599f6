package io.penstock.broker;

import io.penstock.Broker;
import io.penstock.BrowseRequest;
import io.penstock.Message;
import io.penstock.broker.migration.LogMigration;
import io.penstock.broker.migration.MigrationResult;
import io.penstock.broker.migration.StoppedBroker;
import io.penstock.journal.log.LocalLog;
import io.penstock.journal.log.LogOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

/** What a process leaves that is killed while it moves, compacts and expires can be copied like everything else. */
class KilledMigrationTest {

    private static final InstantSource CLOCK = InstantSource.system();

    /** Enough that files were moved to the archive, and segments there compacted and given up. */
    private static final int LINES = 6_000;

    private static final int KEYS = 20;

    @TempDir
    private Path directory;

    private static StoppedBroker stopped(Path directory) {
        var options = LogOptions.DEFAULT.withRoundMillis(0);
        return StoppedBroker.open(CLOCK, owner -> LocalLog.open(directory, options, CLOCK, owner));
    }

    private void liveAndDie(Path data, int round) throws Exception {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var process = new ProcessBuilder(
                        java,
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LoadedBroker.class.getName(),
                        data.toString(),
                        Integer.toString(round),
                        Long.toString(CLOCK.millis()),
                        "false")
                .redirectError(directory.resolve("errors").toFile())
                .start();
        try (var output = process.inputReader()) {
            for (int line = 0; line < LINES; line++) {
                assertThat(output.readLine()).as("a line of the process").isNotNull();
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void shouldCopyWhatAKilledProcessLeaves() throws Exception {
        var original = directory.resolve("data");
        var copy = Files.createDirectory(directory.resolve("copy"));
        liveAndDie(original, 0);
        liveAndDie(original, 1);

        MigrationResult result;
        try (var source = stopped(original);
                var target = stopped(copy)) {
            result = LogMigration.of(source).copyTo(target, copied -> {});
        }
        try (var again = stopped(copy)) {
            assertThat(LogMigration.differences(result, again)).isEmpty();
        }

        assertThat(result.records()).isPositive();
        try (var first = EmbeddedBroker.open(BrokerOptions.in(original));
                var second = EmbeddedBroker.open(BrokerOptions.in(copy))) {
            assertThat(waiting(second)).isNotEmpty().isEqualTo(waiting(first));
            assertThat(newest(second)).isNotEmpty().isEqualTo(newest(first));
        }
    }

    private static List<String> waiting(Broker broker) {
        return broker.browse(BrowseRequest.waiting(LoadedBroker.QUEUE, 10_000).build()).stream()
                .map(stored -> text(stored.message()))
                .toList();
    }

    private static String text(Message message) {
        return message.id() + " " + message.keyText() + " " + message.timestamp() + " " + message.bodyText();
    }

    private static List<String> newest(Broker broker) {
        return IntStream.range(0, KEYS)
                .mapToObj(key -> broker.newest(LoadedBroker.TABLE, ("k" + key).getBytes(StandardCharsets.UTF_8)))
                .flatMap(found -> found.stream().map(stored -> text(stored.message())))
                .toList();
    }
}
