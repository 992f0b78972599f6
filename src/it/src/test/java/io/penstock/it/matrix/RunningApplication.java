package io.penstock.it.matrix;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** An application of the matrix as it was packaged, in a process and a folder of its own. */
final class RunningApplication implements AutoCloseable {

    private final HttpClient http = HttpClient.newHttpClient();
    private final Application application;
    private final LoggedProcess process;
    private final int port;

    private RunningApplication(Application application, LoggedProcess process, int port) {
        this.application = application;
        this.process = process;
        this.port = port;
    }

    static RunningApplication start(
            String name, Application application, Path project, Jdk jdk, Workplace workplace, EmbeddedPostgres postgres)
            throws IOException {
        int port = freePort();
        var command = new ArrayList<>(List.of(jdk.java(), "-Xmx256m"));
        if (application.hasHttp()) {
            command.addAll(List.of("-Dquarkus.http.host=127.0.0.1", "-Dquarkus.http.port=" + port));
        }
        if (application.has(Part.INBOX)) {
            command.addAll(List.of(
                    "-Dquarkus.datasource.jdbc.url=" + database(name, postgres),
                    "-Dquarkus.datasource.username=postgres",
                    "-Dquarkus.datasource.password=postgres"));
        }
        command.addAll(List.of(
                "-jar", project.resolve("target/quarkus-app/quarkus-run.jar").toString()));
        var folder = Files.createDirectory(project.resolve("run"));
        var process = workplace.maven().start(name, folder, jdk, command);
        return new RunningApplication(application, process, port);
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static String database(String name, EmbeddedPostgres postgres) throws IOException {
        var database = name.replace('-', '_');
        try (var connection = postgres.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.executeUpdate("create database " + database);
        } catch (SQLException e) {
            throw new IOException(e);
        }
        return postgres.getJdbcUrl("postgres", database);
    }

    /** What it sends when it starts arrives by every door that it has, and nothing is complained about. */
    void awaitMessages() {
        var lines = new ArrayList<>(application.lines());
        lines.add("Installed features");
        process.awaitLines(lines);
        assertThat(process.text().lines().filter(line -> line.contains(" ERROR ")))
                .as(process::endOfLog)
                .isEmpty();
    }

    void awaitObservation() throws IOException, InterruptedException {
        assertThat(get("/q/health").body()).as(process::endOfLog).contains("Penstock broker ready");
        await().untilAsserted(() ->
                assertThat(get("/q/metrics").body()).contains("penstock_messages_sent_total{destination=\"orders\""));
    }

    void sendByHttp() throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(uri("/parcels"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"name\": \"a stone\", \"grams\": 900}"))
                .build();
        assertThat(http.send(request, BodyHandlers.ofString()).statusCode())
                .as(process::endOfLog)
                .isEqualTo(200);
        process.awaitLines(List.of("Received a stone of 900 g by HTTP"));
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofString());
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    int stop() throws InterruptedException {
        return process.stop();
    }

    @Override
    public void close() {
        process.close();
    }
}
