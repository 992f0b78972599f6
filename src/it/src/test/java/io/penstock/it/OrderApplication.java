package io.penstock.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The packaged test application as a process. It may be started again after it has ended. */
public final class OrderApplication implements AutoCloseable {

    private static final Path JAR = Path.of("target", "quarkus-app", "quarkus-run.jar");
    private static final Duration START = Duration.ofMinutes(3);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final Path directory;
    private final String jdbcUrl;
    private final int port;
    private Process process;

    /** @param jdbcUrl null to run without a database */
    public OrderApplication(Path directory, String jdbcUrl) throws IOException {
        this.directory = directory;
        this.jdbcUrl = jdbcUrl;
        try (var socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
    }

    /** Starts it without its listeners, to send what they will find. */
    public void startIdle() throws IOException {
        start("-Dpenstock.listeners.orders.enabled=false", "-Dpenstock.listeners.plain-orders.enabled=false");
        assertThat(process.isAlive()).as(this::output).isTrue();
    }

    /** Returns when the process answers, or has ended. */
    public void start(String... options) throws IOException {
        process = new ProcessBuilder(command(options))
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                .start();
        await("the application to start")
                .atMost(START)
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> !process.isAlive() || get("/queues/orders").statusCode() == 200);
    }

    private List<String> command(String... options) {
        var command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-Dquarkus.http.host=127.0.0.1",
                "-Dquarkus.http.port=" + port,
                "-Dpenstock.data=" + directory.resolve("data"),
                "-Dit.crash-directory=" + directory));
        if (jdbcUrl == null) {
            command.add("-Dpenstock.postgres.optional=true");
        } else {
            command.add("-Dquarkus.datasource.jdbc.url=" + jdbcUrl);
            command.add("-Dquarkus.datasource.username=postgres");
            command.add("-Dquarkus.datasource.password=postgres");
        }
        command.addAll(List.of(options));
        command.addAll(List.of("-jar", JAR.toAbsolutePath().toString()));
        return command;
    }

    public void send(String queue, List<String> numbers) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(uri("/queues/" + queue))
                .header("Content-Type", "text/plain")
                .POST(BodyPublishers.ofString(String.join("\n", numbers)))
                .build();
        assertThat(http.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(204);
    }

    public long waiting(String queue) throws IOException, InterruptedException {
        return Long.parseLong(get("/queues/" + queue).body());
    }

    public int prepared() throws IOException, InterruptedException {
        return Integer.parseInt(get("/prepared").body());
    }

    public int awaitExit() throws InterruptedException {
        assertThat(process.waitFor(180, TimeUnit.SECONDS))
                .as(() -> "ended in time:\n" + output())
                .isTrue();
        return process.exitValue();
    }

    /** What all its runs have written so far. */
    public String output() {
        try {
            return Files.exists(log()) ? Files.readString(log()) : "";
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private Path log() {
        return directory.resolve("application.log");
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofString());
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    @Override
    public void close() throws InterruptedException {
        if (process != null) {
            process.destroy();
            if (!process.waitFor(15, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        }
    }
}
