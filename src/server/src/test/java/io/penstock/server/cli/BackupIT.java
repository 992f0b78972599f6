package io.penstock.server.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.penstock.server.backup.SoundLog;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

/** The packaged server, killed in the middle of a backup, and the commands that make backups and restore them. */
class BackupIT {

    private static final String API = "/api/v1";
    private static final String BACKUPS = API + "/backups";
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration OFTEN = Duration.ofMillis(2);

    /** Too much to be compressed in the moment between two looks. */
    private static final int MESSAGES = 50;

    private static final int MESSAGE_BYTES = 900_000;

    /** A backup that was quicker than the signal proves nothing, and is tried again. */
    private static final int TRIES = 20;

    @TempDir
    Path directory;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private Path backups() {
        return directory.resolve("backups");
    }

    private PenstockProcess start(String data) throws IOException {
        Files.createDirectories(backups());
        return PenstockProcess.serve(
                directory, data, Map.of("PENSTOCK_BACKUP_DIRECTORY", backups().toString()));
    }

    private HttpResponse<String> ask(URI server, String method, String path, byte[] body, String type)
            throws Exception {
        var request = HttpRequest.newBuilder(server.resolve(path))
                .header("Content-Type", type)
                .method(method, HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> json(URI server, String method, String path, String body) throws Exception {
        return ask(server, method, path, body.getBytes(StandardCharsets.UTF_8), "application/json");
    }

    private void send(URI server) throws Exception {
        assertThat(json(server, "PUT", API + "/destinations/orders", "{\"kind\": \"QUEUE\"}")
                        .statusCode())
                .isEqualTo(201);
        var body = new byte[MESSAGE_BYTES];
        var random = new Random(1);
        for (var i = 0; i < MESSAGES; i++) {
            random.nextBytes(body);
            var sent = ask(server, "POST", API + "/destinations/orders/messages", body, "application/octet-stream");
            assertThat(sent.statusCode()).as(sent.body()).isEqualTo(201);
        }
    }

    /** The number of messages that wait. */
    private int waiting(URI server) throws Exception {
        var destination = json(server, "GET", API + "/destinations/orders", "");
        return new ObjectMapper()
                .readTree(destination.body())
                .path("offsets")
                .path(0)
                .path("endOffset")
                .asInt();
    }

    private int run(String... arguments) throws Exception {
        try (var process = PenstockProcess.start(directory, arguments)) {
            var status = process.exitStatus();
            System.out.println(String.join(" ", arguments) + ": " + status + " " + process.out() + process.err());
            return status;
        }
    }

    private int restore(String backup, String data) throws Exception {
        return run(
                "restore",
                "--from",
                backups().resolve(backup).toString(),
                "--data",
                directory.resolve(data).toString());
    }

    @Test
    void shouldServeAgainAfterAKillInABackupWhichIsRefusedByRestore() throws Exception {
        var cut = killInABackup();

        try (var process = start("data")) {
            var server = process.address();
            assertThat(waiting(server)).isEqualTo(MESSAGES);
            assertThat(restore(cut + ".incomplete", "cut")).isEqualTo(1);
            assertThat(directory.resolve("cut")).doesNotExist();
            assertThat(json(server, "POST", BACKUPS, "{\"to\": \"" + cut + "\"}")
                            .statusCode())
                    .as("nothing is written over")
                    .isEqualTo(409);

            for (var name : new String[] {"whole.tar.zst", "whole"}) {
                assertThat(run("backup", "--to", name, "--server", server.toString()))
                        .isZero();
                assertThat(restore(name, "from-" + name)).isZero();
                assertThat(SoundLog.isIn(directory.resolve("from-" + name))).isTrue();
            }
            assertThat(run("backup", "--to", "whole", "--server", server.toString()))
                    .as("nothing is written over")
                    .isEqualTo(1);
            assertThat(restore("whole", "from-whole")).as("not empty").isEqualTo(1);
            assertThat(run("backup", "--to", "x", "--server", "http://localhost:1"))
                    .isEqualTo(1);
            assertThat(run("backup", "--to", "x", "--server", "nowhere")).isEqualTo(64);
            process.terminate();
            assertThat(process.exitStatus()).isEqualTo(143);
            assertThat(process.out()).doesNotContain("ERROR");
        }
        assertThat(run(
                        "backup",
                        "--to",
                        backups().resolve("stopped").toString(),
                        "--data",
                        directory.resolve("data").toString()))
                .isZero();
        assertThat(restore("stopped", "from-stopped")).isZero();
        try (var process = start("from-whole.tar.zst")) {
            assertThat(waiting(process.address())).isEqualTo(MESSAGES);
        }
    }

    /** The name of the backup that was under way when the server was killed. */
    private String killInABackup() throws Exception {
        for (var i = 0; i < TRIES; i++) {
            try (var process = start("data")) {
                var server = process.address();
                if (i == 0) {
                    send(server);
                }
                var name = "killed-" + i + ".tar.gz";
                var incomplete = backups().resolve(name + ".incomplete");
                assertThat(json(server, "POST", BACKUPS, "{\"to\": \"" + name + "\"}")
                                .statusCode())
                        .isEqualTo(202);
                Awaitility.await()
                        .atMost(PATIENCE)
                        .pollInterval(OFTEN)
                        .until(() -> Files.exists(incomplete) && Files.size(incomplete) > 0
                                || Files.exists(backups().resolve(name)));
                process.kill();
                if (Files.exists(incomplete)) {
                    assertThat(backups().resolve(name)).doesNotExist();
                    return name;
                }
            }
        }
        throw new AssertionError("each backup was quicker than the signal");
    }
}
