package io.penstock.it;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The promise that everything else stands on: whatever was acknowledged is there after {@code kill -9}, in order within
 * its partition, and nothing is there that nobody sent.
 */
class ServerKillIT {

    private static final int ROUNDS = 10;
    private static final int SENDERS = 4;
    private static final int PARTITIONS = 3;
    private static final String TOPIC = "orders";
    /** A round is killed after this many acknowledgements at most, so that each has something to lose. */
    private static final int MAX_ACKNOWLEDGED_A_ROUND = 400;

    private static final int PAGE = 1_000;

    /** What a sender was told: where its message lies. */
    private record Acknowledged(int partition, long offset) {}

    private final Map<String, Acknowledged> acknowledged = new ConcurrentHashMap<>();
    private final Set<String> attempted = ConcurrentHashMap.newKeySet();
    private final Map<Integer, Integer> next = new ConcurrentHashMap<>();

    @TempDir
    Path directory;

    @Test
    void shouldKeepWhatItAcknowledgedThroughKills() throws Exception {
        long seed = System.nanoTime();
        System.out.println("ServerKillIT seed " + seed);
        var random = new Random(seed);
        Path data = directory.resolve("data");

        for (int round = 0; round < ROUNDS; round++) {
            try (var server = ServerProcess.start(data)) {
                assertThat(server.put(
                                        "/api/v1/destinations/" + TOPIC,
                                        "{\"kind\":\"TOPIC\",\"partitions\":" + PARTITIONS + "}")
                                .statusCode())
                        .isIn(200, 201);
                sendUntilKilled(server, 1 + random.nextInt(MAX_ACKNOWLEDGED_A_ROUND));
            }
        }

        try (var server = ServerProcess.start(data)) {
            reconcile(readAll(server));
            assertThat(server.stop()).isIn(0, 130, 143);
        }
    }

    /** Sends from several threads and kills the server once that many messages were acknowledged. */
    private void sendUntilKilled(ServerProcess server, int acknowledgements) throws InterruptedException {
        var enough = new CountDownLatch(acknowledgements);
        var threads = new ArrayList<Thread>();
        for (int sender = 0; sender < SENDERS; sender++) {
            int number = sender;
            var thread = new Thread(() -> sendUntilRefused(server, number, enough), "sender-" + sender);
            thread.start();
            threads.add(thread);
        }
        assertThat(enough.await(180, TimeUnit.SECONDS)).isTrue();
        server.kill();
        for (Thread thread : threads) {
            thread.join(TimeUnit.SECONDS.toMillis(180));
            assertThat(thread.isAlive()).isFalse();
        }
    }

    private void sendUntilRefused(ServerProcess server, int sender, CountDownLatch enough) {
        try {
            while (true) {
                String body = sender + ":" + next.merge(sender, 1, Integer::sum);
                attempted.add(body);
                JsonNode receipt = server.send(TOPIC, "key-" + sender, body);
                acknowledged.put(
                        body,
                        new Acknowledged(
                                receipt.get("partition").asInt(),
                                receipt.get("offset").asLong()));
                enough.countDown();
            }
        } catch (IOException killed) {
            // Whether the message arrived is open: it is in "attempted" only, and may be there or not.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Map<Integer, List<JsonNode>> readAll(ServerProcess server) throws Exception {
        var partitions = new HashMap<Integer, List<JsonNode>>();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            var messages = new ArrayList<JsonNode>();
            JsonNode page;
            do {
                page = server.getJson("/api/v1/destinations/" + TOPIC + "/messages?partition=" + partition + "&from="
                        + messages.size() + "&limit=" + PAGE);
                page.get("messages").forEach(messages::add);
            } while (page.get("messages").size() == PAGE);
            partitions.put(partition, messages);
        }
        return partitions;
    }

    private void reconcile(Map<Integer, List<JsonNode>> partitions) {
        var found = new HashMap<String, Acknowledged>();
        partitions.forEach((partition, messages) -> {
            var last = new HashMap<String, Integer>();
            for (int i = 0; i < messages.size(); i++) {
                String body = messages.get(i).get("body").asText();
                assertThat(messages.get(i).get("offset").asLong()).isEqualTo(i);
                assertThat(attempted).as("invented").contains(body);
                assertThat(found.put(body, new Acknowledged(partition, i)))
                        .as("twice: " + body)
                        .isNull();
                String[] parts = body.split(":");
                int number = Integer.parseInt(parts[1]);
                assertThat(number).as("order of " + body).isGreaterThan(last.getOrDefault(parts[0], 0));
                last.put(parts[0], number);
            }
        });
        var lost = new HashSet<>(acknowledged.keySet());
        lost.removeAll(found.keySet());
        assertThat(lost).as("acknowledged and gone").isEmpty();
        acknowledged.forEach(
                (body, place) -> assertThat(found.get(body)).as(body).isEqualTo(place));
        System.out.println("ServerKillIT acknowledged " + acknowledged.size() + ", found " + found.size()
                + ", attempted " + attempted.size());
    }
}
