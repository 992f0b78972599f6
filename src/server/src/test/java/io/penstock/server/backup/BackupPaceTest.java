package io.penstock.server.backup;

import io.penstock.BackupTarget.BackupFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import static io.penstock.conformance.tool.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class BackupPaceTest {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final AtomicLong now = new AtomicLong(-7);

    @TempDir
    Path directory;

    @Test
    void shouldWaitUntilTheSecondIsOverThatTheBytesWereFor() {
        var pace = BackupPace.of(1_000, now::get);

        assertThat(pace.nanosToWait(1_000)).isEqualTo(SECOND);
        assertThat(pace.nanosToWait(500)).isEqualTo(SECOND + SECOND / 2);
        now.addAndGet(SECOND);
        assertThat(pace.nanosToWait(0)).isEqualTo(SECOND / 2);
    }

    @Test
    void shouldNotMakeUpForTimeInWhichNothingWasTaken() {
        var pace = BackupPace.of(1_000, now::get);

        now.addAndGet(60 * SECOND);
        assertThat(pace.nanosToWait(1_000)).isEqualTo(SECOND);
    }

    @Test
    void shouldNeverWaitWithoutALimit() {
        assertThat(BackupPace.unlimited().nanosToWait(Long.MAX_VALUE)).isZero();
    }

    /** Without the pace it would write for ever; with it, it waits for years after the first piece. */
    @Test
    void shouldEndABackupThatWaitsWhenItIsStopped() {
        var output = BackupOutput.at(directory.resolve("slow"), BackupPace.of(1));
        var taken = CompletableFuture.runAsync(() -> take(output));
        await().until(() -> output.bytes() > 0);
        long first = output.bytes();

        output.stop();

        assertThatThrownBy(taken::join)
                .isInstanceOf(CompletionException.class)
                .hasStackTraceContaining("it was stopped");
        assertThat(output.bytes()).isEqualTo(first);
        output.abandon();
        assertThat(directory).isEmptyDirectory();
    }

    private static void take(BackupOutput output) {
        try {
            output.take(new Endless());
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }

    /** A file that always has one more piece. */
    private record Endless() implements BackupFile {

        private static final int PIECE = 1 << 20;

        @Override
        public String path() {
            return "endless";
        }

        @Override
        public long bytes() {
            return Long.MAX_VALUE;
        }

        @Override
        public void writeTo(OutputStream output) throws IOException {
            while (true) {
                output.write(new byte[PIECE]);
            }
        }

        @Override
        public boolean linkTo(Path link) {
            return false;
        }
    }
}
