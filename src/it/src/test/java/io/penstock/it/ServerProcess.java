package io.penstock.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The packaged server as a process of its own, on a data directory that outlives it. */
public final class ServerProcess implements AutoCloseable {

    private static final Path JAR = Path.of("../server/target/quarkus-app/quarkus-run.jar")
            .toAbsolutePath()
            .normalize();
    private static final Duration START_LIMIT = Duration.ofMinutes(3);
    private static final Duration REQUEST_LIMIT = Duration.ofMinutes(2);

    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient http = HttpClient.newHttpClient();
    private final Path log;
    private final Process process;
    private final String base;

    private ServerProcess(Path data, Path log, int port, UnaryOperator<ProcessBuilder> changes) throws IOException {
        this.log = log;
        this.base = "http://127.0.0.1:" + port;
        this.process = changes.apply(builder(log, "start", "--data", data.toString(), "--port", String.valueOf(port)))
                .start();
    }

    /** Starts the server and waits until it is ready. */
    public static ServerProcess start(Path data) throws IOException {
        return start(data, UnaryOperator.identity());
    }

    /** Starts the server on a port that it had before. */
    public static ServerProcess start(Path data, int port) throws IOException {
        var log = Files.createTempFile(data.getParent(), "server", ".log");
        var server = new ServerProcess(data, log, port, UnaryOperator.identity());
        server.awaitReady();
        return server;
    }

    /** Where it answers. */
    public String address() {
        return base;
    }

    /** Starts the server with another environment, or by another command that has this one at its end. */
    public static ServerProcess start(Path data, UnaryOperator<ProcessBuilder> changes) throws IOException {
        var log = Files.createTempFile(data.getParent(), "server", ".log");
        var server = new ServerProcess(data, log, freePort(), changes);
        server.awaitReady();
        return server;
    }

    /** Runs the server with these arguments, both outputs going to the file. */
    static Process launch(Path log, String... arguments) throws IOException {
        return builder(log, arguments).start();
    }

    private static ProcessBuilder builder(Path log, String... arguments) {
        assertThat(JAR).as("the packaged server").exists();
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        // A server that lives for seconds gains nothing from the thorough compiler.
        var options = Stream.of(java, "-Xmx512m", "-XX:TieredStopAtLevel=1", "-jar", JAR.toString());
        var command = Stream.concat(options, Stream.of(arguments));
        return new ProcessBuilder(command.toList()).redirectErrorStream(true).redirectOutput(log.toFile());
    }

    public static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private void awaitReady() {
        await().atMost(START_LIMIT).pollInterval(Duration.ofMillis(50)).until(() -> {
            assertThat(process.isAlive()).as("server died at start: %s", log()).isTrue();
            return isReady();
        });
    }

    private boolean isReady() throws InterruptedException {
        try {
            return get("/q/health/ready").statusCode() == 200;
        } catch (IOException notListeningYet) {
            return false;
        }
    }

    public HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(request(path).GET().build(), HttpResponse.BodyHandlers.ofString());
    }

    public JsonNode getJson(String path) throws IOException, InterruptedException {
        var response = get(path);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return json.readTree(response.body());
    }

    public HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return http.send(
                request(path)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    public HttpResponse<String> put(String path, String body) throws IOException, InterruptedException {
        return http.send(
                request(path)
                        .header("Content-Type", "application/json")
                        .PUT(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** Sends a message and returns its receipt; an {@link IOException} leaves open whether it arrived. */
    public JsonNode send(String destination, String key, String body) throws IOException, InterruptedException {
        var response = http.send(
                request("/api/v1/destinations/" + destination + "/messages?key=" + key)
                        .header("Content-Type", "text/plain")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 201) {
            throw new IOException("status " + response.statusCode() + ": " + response.body());
        }
        return json.readTree(response.body());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path)).timeout(REQUEST_LIMIT);
    }

    /** Ends the process at once, as {@code kill -9} does. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    }

    /** Ends the process as Ctrl-C does and returns its exit status. */
    int stop() throws InterruptedException {
        process.destroy();
        assertThat(process.waitFor(120, TimeUnit.SECONDS))
                .as("stops in time: %s", log())
                .isTrue();
        return process.exitValue();
    }

    List<String> log() {
        try {
            return Files.readAllLines(log);
        } catch (IOException e) {
            return List.of(e.toString());
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
