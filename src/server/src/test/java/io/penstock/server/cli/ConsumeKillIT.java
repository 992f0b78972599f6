package io.penstock.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

/** What a {@code kill -9} does to those who consume over HTTP: leases end, and nothing else. */
class ConsumeKillIT {

    private static final String QUEUE = "/api/v1/destinations/orders";
    private static final String DELIVERIES = QUEUE + "/subscriptions/orders/deliveries";
    private static final int MESSAGES = 400;
    private static final int CONSUMERS = 4;
    private static final int TAKEN_TOGETHER = 7;

    /** The server is killed when so many were accepted: in the middle. */
    private static final int ACCEPTED_BEFORE = 100;

    private static final long PATIENCE_SECONDS = 180;

    @TempDir
    Path directory;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ObjectMapper json = new ObjectMapper();

    /** Bodies of which the server has said that they are accepted. */
    private final Set<String> accepted = ConcurrentHashMap.newKeySet();

    /** Bodies that were taken, and of whose acceptance nobody can know. */
    private final Set<String> asked = ConcurrentHashMap.newKeySet();

    /** Tokens by body of what was taken, and never settled. */
    private final ConcurrentHashMap<String, String> leased = new ConcurrentHashMap<>();

    private PenstockProcess start() throws IOException {
        return PenstockProcess.serve(directory, Map.of());
    }

    private HttpResponse<String> ask(URI server, String method, String path, String body)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(server.resolve(path))
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void shouldHandOutAgainWhatWasLeasedAndNeverWhatWasAccepted() throws Exception {
        String tag;
        try (var process = start()) {
            var server = process.address();
            assertThat(ask(server, "PUT", QUEUE, "{\"kind\": \"QUEUE\"}").statusCode())
                    .isEqualTo(201);
            var batch = IntStream.range(0, MESSAGES)
                    .mapToObj(number -> "{\"body\": \"" + number + "\"}")
                    .collect(Collectors.joining(",", "[", "]"));
            assertThat(ask(server, "POST", QUEUE + "/messages:batch?atomic=true", batch)
                            .statusCode())
                    .isEqualTo(200);
            tag = ask(server, "GET", QUEUE, "").headers().firstValue("ETag").orElseThrow();
            consumeUntilKilled(process, server);
        }
        assertThat(leased).as("there was something to lose").isNotEmpty();
        try (var process = start()) {
            var server = process.address();
            assertThat(ask(server, "GET", QUEUE, "").headers().firstValue("ETag"))
                    .contains(tag);
            var token = leased.values().iterator().next();
            assertThat(ask(server, "POST", DELIVERIES + "/" + token + "/accept", "{}")
                            .statusCode())
                    .isEqualTo(410);

            var again = consumeAll(server);
            assertThat(again)
                    .doesNotHaveDuplicates()
                    .containsAll(leased.keySet())
                    .doesNotContainAnyElementsOf(accepted);
            var all = new HashSet<>(again);
            all.addAll(accepted);
            all.addAll(asked);
            assertThat(all).hasSize(MESSAGES);
        }
    }

    private void consumeUntilKilled(PenstockProcess process, URI server) throws InterruptedException {
        var enough = new CountDownLatch(ACCEPTED_BEFORE);
        var consumers = new ArrayList<Thread>();
        for (int i = 0; i < CONSUMERS; i++) {
            var thread = new Thread(() -> consumeUntilRefused(server, enough), "consumer-" + i);
            thread.start();
            consumers.add(thread);
        }
        assertThat(enough.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        process.kill();
        for (var thread : consumers) {
            thread.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
            assertThat(thread.isAlive()).isFalse();
        }
    }

    /** Takes some, keeps the first of them, and accepts the others. */
    private void consumeUntilRefused(URI server, CountDownLatch enough) {
        try {
            while (true) {
                var taken = take(server, "PT1S");
                if (!taken.isEmpty()) {
                    var kept = taken.remove(0);
                    leased.put(body(kept), kept.get("token").asText());
                    taken.forEach(delivery -> asked.add(body(delivery)));
                    accept(server, taken);
                    taken.forEach(delivery -> {
                        accepted.add(body(delivery));
                        enough.countDown();
                    });
                }
            }
        } catch (IOException killed) {
            // What was asked for may have happened, or not.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<String> consumeAll(URI server) throws Exception {
        var bodies = new ArrayList<String>();
        while (json.readTree(ask(server, "GET", QUEUE, "").body()).get("depth").asInt() > 0) {
            var taken = take(server, "PT20S");
            taken.forEach(delivery -> bodies.add(body(delivery)));
            accept(server, taken);
        }
        return bodies;
    }

    private static String body(JsonNode delivery) {
        return delivery.at("/message/body").asText();
    }

    private List<JsonNode> take(URI server, String wait) throws IOException, InterruptedException {
        var answer = ask(server, "POST", DELIVERIES + "?max=" + TAKEN_TOGETHER + "&wait=" + wait, "");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        var taken = new ArrayList<JsonNode>();
        json.readTree(answer.body()).get("deliveries").forEach(taken::add);
        return taken;
    }

    private void accept(URI server, List<JsonNode> deliveries) throws IOException, InterruptedException {
        if (deliveries.isEmpty()) {
            return;
        }
        var items = deliveries.stream()
                .map(delivery -> "{\"token\": \"" + delivery.get("token").asText() + "\", \"action\": \"ACCEPT\"}")
                .collect(Collectors.joining(",", "{\"items\": [", "]}"));
        var answer = ask(server, "POST", DELIVERIES + "/settle", items);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(json.readTree(answer.body()).findValues("problem"))
                .as(answer.body())
                .isEmpty();
    }
}
