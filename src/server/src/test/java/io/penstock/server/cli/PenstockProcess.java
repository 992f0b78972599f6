package io.penstock.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.awaitility.Awaitility;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;

/** The packaged server as a process of its own, started by the launcher, whose place it takes. */
final class PenstockProcess implements AutoCloseable {

    private static final Path JAR = Path.of("target", "quarkus-app", "quarkus-run.jar");
    private static final Path LAUNCHER = Path.of("..", "..", "penstock");
    private static final Pattern ADDRESS = Pattern.compile("Listening on: (http://\\S+)");
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Process process;
    private final Path out;
    private final Path err;

    private PenstockProcess(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /** @param directory takes what the process prints */
    static PenstockProcess start(Path directory, String... arguments) throws IOException {
        return start(directory, Map.of(), arguments);
    }

    /** As {@link #start(Path, String...)}, with more environment variables. */
    static PenstockProcess start(Path directory, Map<String, String> environment, String... arguments)
            throws IOException {
        assertThat(JAR).as("the packaged server").exists();
        Path out = Files.createTempFile(directory, "out", ".txt");
        Path err = Files.createTempFile(directory, "err", ".txt");
        var command = new ArrayList<>(List.of("sh", LAUNCHER.toString()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        // These processes live for seconds: the thorough compiler would cost more than it gains.
        builder.environment().put("PENSTOCK_JAVA_OPTS", "-XX:TieredStopAtLevel=1");
        // A test never builds, whatever is edited meanwhile.
        builder.environment().put("PENSTOCK_BUILD", "never");
        builder.environment().putAll(environment);
        return new PenstockProcess(builder.start(), out, err);
    }

    /** A server on any port that is free, whose data lie in {@code data} of the directory. */
    static PenstockProcess serve(Path directory, Map<String, String> environment) throws IOException {
        return serve(directory, "data", environment);
    }

    /** A server on any port that is free. */
    static PenstockProcess serve(Path directory, String data, Map<String, String> environment) throws IOException {
        return start(
                directory,
                environment,
                "start",
                "--port",
                "0",
                "--data",
                directory.resolve(data).toString());
    }

    /** Waits for the end. */
    int exitStatus() throws InterruptedException {
        return exitStatus(PATIENCE);
    }

    /** The status with which the process ends, which may take as long as that. */
    int exitStatus(Duration patience) throws InterruptedException {
        assertThat(process.waitFor(patience.toSeconds(), TimeUnit.SECONDS))
                .as("ends by itself; so far it said %s", err())
                .isTrue();
        return process.exitValue();
    }

    /** As {@code kill -9} does. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** As Ctrl-C and an orchestrator do. */
    void terminate() {
        process.destroy();
    }

    /** Waits until it listens. */
    URI address() {
        Awaitility.await().atMost(PATIENCE).until(() -> ADDRESS.matcher(out()).find() || !process.isAlive());
        var found = ADDRESS.matcher(out());
        assertThat(found.find()).as(out() + err()).isTrue();
        return URI.create(found.group(1));
    }

    boolean isAlive() {
        return process.isAlive();
    }

    String out() {
        return read(out);
    }

    String err() {
        return read(err);
    }

    /** The last line of standard output. */
    JsonNode result() throws IOException {
        var lines = out().lines().toList();
        assertThat(lines).as("standard output; standard error is %s", err()).isNotEmpty();
        return new ObjectMapper().readTree(lines.get(lines.size() - 1));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
