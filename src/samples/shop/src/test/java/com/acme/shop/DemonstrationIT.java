package com.acme.shop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The packaged shop as a process of its own, started by the launcher, and killed in the middle. */
class DemonstrationIT {

    private static final Path LAUNCHER = Path.of("..", "..", "..", "penstock");
    private static final Duration PATIENCE = Duration.ofMinutes(8);
    private static final int ORDERS = 3_000;

    @TempDir
    Path directory;

    private Process shop;

    @AfterEach
    void end() throws InterruptedException {
        shop.destroy();
        if (!shop.waitFor(1, TimeUnit.MINUTES)) {
            shop.destroyForcibly().waitFor();
        }
    }

    @Test
    void shouldLoseNothingWhenKilledInTheMiddle() throws Exception {
        int port = freePort();
        start(port);
        await().atMost(PATIENCE).until(() -> !shop.isAlive() || isKnown("sale-" + ORDERS + "-300", port));
        assertTrue(shop.isAlive(), () -> "killed before its end; it said " + read("err"));
        shop.destroyForcibly().waitFor();

        start(0);
        assertTrue(shop.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS), () -> "ends; so far it said " + read("err"));

        assertEquals(0, shop.exitValue(), () -> read("out") + read("err"));
        JsonNode summary = new ObjectMapper().readTree(read("out"));
        assertTrue(summary.get("passed").asBoolean());
        assertEquals(ORDERS, summary.get("sent").asInt());
        assertEquals(0, summary.get("lost").asInt());
        assertTrue(summary.get("aggregateMatches").asBoolean());
        for (var department : new String[] {"payment", "inventory", "email"}) {
            assertEquals(
                    ORDERS, summary.get("deliveredPerConsumer").get(department).asInt(), department);
        }
    }

    private void start(int port) throws IOException {
        var builder = new ProcessBuilder(
                        "sh", LAUNCHER.toString(), "sample", "shop", "--exit", "--json", "--durability", "os")
                .redirectOutput(directory.resolve("out").toFile())
                .redirectError(directory.resolve("err").toFile());
        builder.command().add("--orders=" + ORDERS);
        builder.command().add("--port=" + port);
        builder.command().add("--data=" + directory.resolve("data"));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        // A test never builds, whatever is edited meanwhile.
        builder.environment().put("PENSTOCK_BUILD", "never");
        shop = builder.start();
    }

    /** Whether a department has dealt with an order; false as long as nobody listens. */
    private static boolean isKnown(String order, int port) throws InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/orders/" + order))
                .timeout(Duration.ofSeconds(30))
                .build();
        try {
            return HttpClient.newHttpClient()
                            .send(request, HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private String read(String file) {
        try {
            return Files.readString(directory.resolve(file));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
