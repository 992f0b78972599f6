package io.penstock.server.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

class BenchCommandTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path directory;

    @Test
    void shouldPrintAJsonLineAndLeaveNothingBehind() throws IOException {
        int status = execute(
                "bench",
                "journal",
                "--seconds",
                "1",
                "--json",
                "--scenario",
                "^sync-blocking-1$",
                "--data",
                directory.toString());

        assertThat(status).isZero();
        assertThat(out.toString()).hasLineCount(1);
        var line = new ObjectMapper().readTree(out.toString());
        assertThat(line.get("scenario").asText()).isEqualTo("sync-blocking-1");
        assertThat(line.get("recordsPerSecond").asDouble()).isPositive();
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void shouldSayInOneLineThatTheDirectoryCannotBeUsed() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));

        int status = execute("bench", "journal", "--data", file.toString());

        assertThat(status).isEqualTo(1);
        assertThat(err.toString()).hasLineCount(1).startsWith("penstock: ").contains(file.toString());
    }

    @Test
    void shouldSayWhereTheApplicationToMeasureIsMissing() {
        int status = execute("bench", "quarkus", "--scenario", "^api-os-100$", "--data", directory.toString());

        assertThat(status).isEqualTo(1);
        assertThat(err.toString()).hasLineCount(1).contains("quarkus-run.jar", "run './penstock bench quarkus'");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void shouldSayWhereTheServerToMeasureIsMissing() {
        int status = execute("bench", "http", "--scenario", "^send-os-1k$", "--data", directory.toString());

        assertThat(status).isEqualTo(1);
        assertThat(err.toString()).hasLineCount(1).contains("quarkus-run.jar", "run './penstock bench http'");
        assertThat(directory).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bench",
                "bench cluster",
                "bench journal --seconds 0",
                "bench journal --seconds x",
                "bench journal --seconds NaN",
                "bench journal --scenario (",
                "bench journal --scenario nothing-is-named-like-this"
            })
    void shouldRefuseWhatMakesNoSense(String line) {
        int status = execute(line.split(" "));

        assertThat(status).isEqualTo(2);
        assertThat(err.toString()).isNotBlank();
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void shouldNameTheScenariosWhenNoneMatches() {
        execute("bench", "journal", "--scenario", "nothing-is-named-like-this");

        assertThat(err.toString()).contains("raw-sync-100", "partitions-4096");
    }

    @Test
    void shouldBeListedInTheHelp() {
        assertThat(execute("--help")).isZero();
        assertThat(out.toString()).contains("bench");
    }

    private int execute(String... arguments) {
        var commandLine = PenstockMain.commandLine(new NoServer());
        commandLine.setOut(new PrintWriter(out, true));
        commandLine.setErr(new PrintWriter(err, true));
        return commandLine.execute(arguments);
    }

    /** A measurement must not start one. */
    private static final class NoServer implements Server {

        @Override
        public int serve(Map<String, String> properties) {
            throw new AssertionError("A server was started.");
        }

        @Override
        public int run(String sample, Map<String, String> properties) {
            throw new AssertionError("A server was started.");
        }
    }
}
