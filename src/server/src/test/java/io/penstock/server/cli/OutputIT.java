package io.penstock.server.cli;

import io.penstock.journal.JournalException;
import io.penstock.journal.frame.Append;
import io.penstock.journal.frame.FrameHandler;
import io.penstock.journal.record.EncodedRecord;
import io.penstock.journal.young.Journal;
import io.penstock.journal.young.JournalOptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/** What becomes of output that cannot be written, in processes of their own. */
class OutputIT {

    private static final Path LAUNCHER = Path.of("..", "..", "penstock").toAbsolutePath();

    @TempDir
    Path directory;

    private Path data;
    private Path err;

    @BeforeEach
    void writeALog() throws Exception {
        data = directory.resolve("data");
        err = directory.resolve("err.txt");
        var options = new JournalOptions(1 << 20, 64 << 10, 1 << 20, 60_000);
        try (var journal = Journal.open(data, options, InstantSource.system(), new Ignoring())) {
            // More than a pipe holds.
            for (int i = 0; i < 10; i++) {
                var append = new Ignored();
                for (int j = 0; j < 50; j++) {
                    append.addRecord(1, EncodedRecord.of(1_000, new byte[200], new byte[200], sink -> {}));
                }
                journal.appendAndWait(append);
            }
        }
    }

    static boolean hasAFullDevice() {
        return Files.exists(Path.of("/dev/full"));
    }

    /** Runs a line of shell in which $penstock and $data stand for what they say. */
    private int run(String line) throws Exception {
        var builder = new ProcessBuilder("sh", "-c", line).redirectError(err.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("PENSTOCK_JAVA_OPTS", "-XX:TieredStopAtLevel=1");
        builder.environment().put("PENSTOCK_BUILD", "never");
        builder.environment().put("penstock", LAUNCHER.toString());
        builder.environment().put("data", data.toString());
        var process = builder.redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        assertThat(process.waitFor(3, TimeUnit.MINUTES)).as("ends").isTrue();
        return process.exitValue();
    }

    @ParameterizedTest
    @EnabledIf("hasAFullDevice")
    @ValueSource(
            strings = {
                "--help",
                "--version",
                "start --help",
                "log dump --data \"$data\"",
                "log dump --json --data \"$data\"",
                "log verify --data \"$data\"",
                "log verify --json --data \"$data\"",
                "log repair --data \"$data\"",
                "sample flash-sale --orders 10 --port 0 --json --exit --data \"$data-sample\""
            })
    void shouldFailOnAFullDisk(String command) throws Exception {
        assertThat(run("sh \"$penstock\" " + command + " >/dev/full")).isEqualTo(1);

        assertThat(Files.readAllLines(err)).last().asString().startsWith("penstock: The output cannot be written (");
    }

    @Test
    void shouldFailOnAClosedFile() throws Exception {
        assertThat(run("sh \"$penstock\" log dump --data \"$data\" >&-")).isEqualTo(1);

        assertThat(Files.readString(err)).contains("The output cannot be written");
    }

    @Test
    void shouldBeQuietIfNobodyReadsOn() throws Exception {
        var status = directory.resolve("status");

        run("{ sh \"$penstock\" log dump --data \"$data\"; echo $? >\"" + status + "\"; } | head -n 1");

        assertThat(Files.readString(status).strip()).isEqualTo("0");
        assertThat(Files.readString(err)).isEmpty();
    }

    private static final class Ignored extends Append {

        private Ignored() {
            super(true);
        }

        @Override
        public void durable() {}

        @Override
        public void failed(JournalException cause) {}
    }

    private static final class Ignoring implements FrameHandler {

        @Override
        public void records(int partition, long baseOffset, int count) {}

        @Override
        public void entry(ByteBuffer entry) {}

        @Override
        public void endOfFrame(long sequence) {}
    }
}
