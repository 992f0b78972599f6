package io.penstock.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.penstock.conformance.tool.LiveFiles;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/** Whether the packaged server has the library for every compression that it accepts. */
class CompressionIT {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What every frame of Zstandard begins with. */
    private static final String ZSTANDARD = "\u0028\u00B5\u002F\u00FD";

    private static final String TEXT = "penstock ".repeat(80_000);

    /** More than two journal files' worth. */
    private static final int MESSAGES = 50;

    private static final Map<String, String> QUICK_TO_AGE =
            Map.of("PENSTOCK_JOURNAL_FILE_SIZE", "16M", "PENSTOCK_ARCHIVE_YOUNG_FILES", "0");

    @TempDir
    Path directory;

    private String api;

    @Test
    void shouldArchiveWithZstandardAndReadItAgain() throws Exception {
        try (var process = start()) {
            put("/destinations/old", "{\"kind\": \"QUEUE\", \"compression\": \"ZSTD\"}");
            for (int i = 0; i < MESSAGES; i++) {
                send(i);
            }

            Awaitility.await()
                    .atMost(Duration.ofMinutes(3))
                    .until(() ->
                            !segments().isEmpty() && isCompressed(segments().get(0)));

            assertThat(bodyOf(0)).isEqualTo("0 " + TEXT);
            assertThat(process.out()).doesNotContain("ERROR");
            process.terminate();
            process.exitStatus();
        }
        try (var verify = PenstockProcess.start(directory, "log", "verify", "--data", data())) {
            assertThat(verify.exitStatus()).as(verify.out() + verify.err()).isZero();
        }
    }

    private PenstockProcess start() throws IOException {
        int port;
        try (var socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        api = "http://localhost:" + port + "/api/v1";
        var process = PenstockProcess.start(
                directory, QUICK_TO_AGE, "start", "--data", data(), "--port", Integer.toString(port));
        Awaitility.await()
                .atMost(Duration.ofMinutes(3))
                .until(() -> process.out().contains("Listening on") || !process.isAlive());
        assertThat(process.isAlive()).as(process.out() + process.err()).isTrue();
        return process;
    }

    private String data() {
        return directory.resolve("data").toString();
    }

    private void put(String path, String json) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(api + path))
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(json))
                .build();
        assertThat(HTTP.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(201);
    }

    private void send(int number) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(api + "/destinations/old/messages"))
                .POST(BodyPublishers.ofString(number + " " + TEXT))
                .build();
        assertThat(HTTP.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(201);
    }

    private String bodyOf(int offset) throws Exception {
        var request = HttpRequest.newBuilder(
                URI.create(api + "/destinations/old/messages?partition=0&limit=1&from=" + offset));
        JsonNode page = JSON.readTree(
                HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString()).body());
        return page.get("messages").get(0).get("body").asText();
    }

    private List<Path> segments() throws IOException {
        var archive = Path.of(data(), "archive", "old");
        return LiveFiles.below(archive).stream()
                .filter(file -> file.toString().endsWith(".log"))
                .toList();
    }

    private static boolean isCompressed(Path segment) throws IOException {
        return Files.readString(segment, StandardCharsets.ISO_8859_1).contains(ZSTANDARD);
    }
}
