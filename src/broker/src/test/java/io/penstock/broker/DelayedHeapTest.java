package io.penstock.broker;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/** Very many delayed messages become due together, in a process whose heap has no room for an object of each. */
class DelayedHeapTest {

    /** Each takes a hundred bytes or more as an object; this many of them are 30 MB. */
    private static final int MESSAGES = 300_000;

    private static final String SMALL_HEAP = "-Xmx40m";
    private static final String DELAYS_WITHIN_SECONDS = "600";
    private static final String FOR_EVER = "0";
    private static final String DAY = "24";

    /** Only so that a process that hangs ends some time. */
    private static final long PATIENCE_SECONDS = 600;

    @TempDir
    Path directory;

    @Test
    void shouldHandOutMoreDelayedMessagesThanTheHeapHasRoomForObjects() throws IOException, InterruptedException {
        run(FOR_EVER);
    }

    /** Two times are remembered of each: when it is due, and when it ends. */
    @Test
    void shouldHandOutAsManyThatExpireLater() throws IOException, InterruptedException {
        run(DAY);
    }

    private void run(String lifeHours) throws IOException, InterruptedException {
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        SMALL_HEAP,
                        "-XX:+ExitOnOutOfMemoryError",
                        "-cp",
                        System.getProperty("java.class.path"),
                        DelayedProcess.class.getName(),
                        directory.toString(),
                        Integer.toString(MESSAGES),
                        DELAYS_WITHIN_SECONDS,
                        lifeHours)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (var output = process.inputReader()) {
            assertThat(output.lines().filter(line -> line.equals("sent") || line.equals("consumed")))
                    .containsExactly("sent", "consumed");
            assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).isZero();
    }
}
