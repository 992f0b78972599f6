package io.penstock.server.cli;

import org.junit.jupiter.api.Test;
import picocli.CommandLine;

import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

class CommandOutputTest {

    private final StringWriter err = new StringWriter();

    private int statusOf(int status, OutputStream target) {
        var output = new CommandOutput(target, false);
        try (var writer = output.writer()) {
            writer.println("a line");
            writer.flush();
            return output.status(status, new PrintWriter(err, true));
        }
    }

    @Test
    void shouldKeepTheStatusOfACommandWhoseOutputIsWhole() {
        var target = new ByteArrayOutputStream();

        assertThat(statusOf(0, target)).isZero();
        assertThat(statusOf(2, target)).isEqualTo(2);
        assertThat(target.toString(StandardCharsets.UTF_8)).isEqualTo("a line\na line\n");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void shouldFailIfTheDiskIsFull() throws IOException {
        var full = Path.of("/dev/full");
        assumeTrue(Files.exists(full), "needs a device that is always full");
        try (var target = new FileOutputStream(full.toFile())) {
            assertThat(statusOf(0, target)).isEqualTo(CommandLine.ExitCode.SOFTWARE);
        }
        assertThat(err.toString())
                .startsWith("penstock: The output cannot be written (")
                .hasLineCount(1);
    }

    @Test
    void shouldKeepAnErrorThatTheCommandFound() {
        assertThat(statusOf(2, failing("No space left on device"))).isEqualTo(2);
        assertThat(err.toString()).contains("No space left on device");
    }

    @Test
    void shouldBeQuietIfNobodyReads() {
        assertThat(statusOf(0, failing("Broken pipe"))).isZero();
        assertThat(err.toString()).isEmpty();
    }

    private static OutputStream failing(String why) {
        return new OutputStream() {
            @Override
            public void write(int value) throws IOException {
                throw new IOException(why);
            }
        };
    }
}
