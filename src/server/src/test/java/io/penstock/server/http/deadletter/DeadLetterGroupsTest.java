package io.penstock.server.http.deadletter;

import io.penstock.Broker;
import io.penstock.BrowseRequest;
import io.penstock.ConsumerOptions;
import io.penstock.DeadLetterReason;
import io.penstock.Delivery;
import io.penstock.Message;
import io.penstock.server.http.request.ProblemType;
import io.quarkus.test.junit.QuarkusTest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import jakarta.inject.Inject;

import static io.penstock.server.http.Requests.DEAD_LETTERS;
import static io.penstock.server.http.Requests.declareQueue;
import static io.penstock.server.http.Requests.json;
import static io.penstock.server.http.Requests.problem;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

@QuarkusTest
class DeadLetterGroupsTest {

    @Inject
    Broker broker;

    /** Rejects that many new messages. */
    private void reject(String queue, DeadLetterReason reason, Throwable failure, List<String> bodies) {
        broker.sendAllAsync(bodies.stream()
                        .map(body -> Message.to(queue).body(body).build())
                        .toList())
                .toCompletableFuture()
                .join();
        var delivered = new ConcurrentLinkedQueue<Delivery>();
        try (var consumer =
                broker.consume(ConsumerOptions.ofQueue(queue, "undertaker").build(), delivered::addAll)) {
            consumer.request(bodies.size());
            Awaitility.await().until(() -> delivered.size() == bodies.size());
            var ends = delivered.stream()
                    .map(delivery ->
                            delivery.rejectAsync(reason, "cannot be", failure).toCompletableFuture())
                    .toList();
            ends.forEach(end -> end.join());
        }
    }

    @Test
    void shouldShowEqualFailuresAsOneGroupWithTheFilterThatFindsThem() {
        String queue = declareQueue("grouped");
        String letters = DEAD_LETTERS + "/" + queue + ".dlq";
        reject(queue, DeadLetterReason.REJECTED, new IllegalStateException("a"), List.of("1", "2", "3"));
        reject(queue, DeadLetterReason.UNREADABLE, new IllegalStateException("b"), List.of("4"));
        reject(queue, DeadLetterReason.REJECTED, null, List.of("5", "6"));

        var answer = given().get(letters + "/groups")
                .then()
                .statusCode(200)
                .body("scanned", equalTo(6))
                .body("isWhole", equalTo(true))
                .body("others", equalTo(0))
                .body("groups", hasSize(3))
                .body("groups[0].reason", equalTo("REJECTED"))
                .body("groups[0].exception", equalTo("java.lang.IllegalStateException"))
                .body("groups[0].description", equalTo("cannot be"))
                .body("groups[0].count", equalTo(3))
                .body("groups[1].exception", nullValue())
                .body("groups[1].count", equalTo(2))
                .body("groups[2].reason", equalTo("UNREADABLE"))
                .body("timeline.count.sum()", equalTo(6))
                .extract()
                .jsonPath();
        for (int i = 0; i < 3; i++) {
            String filter = answer.getString("groups[" + i + "].filter");
            json("{\"filter\": \"" + filter + "\"}")
                    .post(letters + "/count")
                    .then()
                    .statusCode(200)
                    .body("count", equalTo(answer.getInt("groups[" + i + "].count")));
            given().queryParam("filter", filter)
                    .get(letters)
                    .then()
                    .statusCode(200)
                    .body("deadLetters", hasSize(answer.getInt("groups[" + i + "].count")));
            given().queryParam("filter", filter)
                    .get(letters + "/groups")
                    .then()
                    .body("groups", hasSize(1))
                    .body("groups[0].filter", equalTo(filter));
        }
        int offset = answer.getInt("groups[2].sample.offset");
        given().get(letters + "/letters/" + answer.getInt("groups[2].sample.partition") + "/" + offset)
                .then()
                .body("body", equalTo("4"));
    }

    @Test
    void shouldShowTenThousandEqualFailuresInOneRowAndSayWhatItHasNotRead() {
        String queue = declareQueue("grouped");
        String letters = DEAD_LETTERS + "/" + queue + ".dlq";
        reject(
                queue,
                DeadLetterReason.REJECTED,
                new IllegalStateException("x"),
                IntStream.range(0, 10_000).mapToObj(Integer::toString).toList());

        given().get(letters + "/groups")
                .then()
                .statusCode(200)
                .body("groups", hasSize(1))
                .body("groups[0].count", equalTo(10_000))
                .body("isWhole", equalTo(true));
    }

    @Test
    void shouldSayThatItHasNotReadAll() {
        String queue = declareQueue("grouped");
        reject(queue, DeadLetterReason.REJECTED, null, List.of("1", "2", "3", "4", "5"));
        String letters = queue + ".dlq";

        assertThat(new LetterScan(broker, 4, Long.MAX_VALUE, 200).of(letters, null))
                .satisfies(view -> {
                    assertThat(view.scanned()).isEqualTo(4);
                    assertThat(view.isWhole()).isFalse();
                });
        assertThat(new LetterScan(broker, 5, Long.MAX_VALUE, 200)
                        .of(letters, null)
                        .isWhole())
                .isTrue();
        for (int i = 0; i < 100; i++) {
            broker.send(Message.to(letters).body("x".repeat(10_000)).build());
        }
        assertThat(new LetterScan(broker, 1_000, 100_000, 200).of(letters, null))
                .satisfies(view -> {
                    assertThat(view.scanned()).isLessThan(50);
                    assertThat(view.isWhole()).isFalse();
                });
        assertThat(new LetterScan(broker, 1_000, 10_000_000, 200).of(letters, null))
                .satisfies(view -> {
                    assertThat(view.scanned()).isEqualTo(105);
                    assertThat(view.isWhole()).isTrue();
                });
    }

    @Test
    void shouldListTheLargestGroupsAndCountTheLettersOfOthers() {
        String queue = declareQueue("grouped");
        reject(queue, DeadLetterReason.REJECTED, null, List.of("1", "2"));
        reject(queue, DeadLetterReason.REJECTED, new IllegalStateException("x"), List.of("3", "4", "5"));
        reject(queue, DeadLetterReason.UNREADABLE, null, List.of("6"));

        var view = new LetterScan(broker, 100, Long.MAX_VALUE, 1).of(queue + ".dlq", null);

        assertThat(view.groups())
                .singleElement()
                .satisfies(group -> assertThat(group.count()).isEqualTo(3));
        assertThat(view.others()).isEqualTo(3);
        assertThat(view.isWhole()).isTrue();
    }

    @Test
    void shouldShowOneLetterInWholeAndItsBodyAsBytes() {
        String queue = declareQueue("whole");
        String letter = DEAD_LETTERS + "/" + queue + ".dlq/letters/0/0";
        var body = "\u00e4".repeat(50_000);
        reject(queue, DeadLetterReason.REJECTED, new IllegalStateException("no such article"), List.of(body));

        given().get(letter)
                .then()
                .statusCode(200)
                .body("bodyBytes", equalTo(100_000))
                .body("isCut", equalTo(true))
                .body("body", equalTo(body.substring(0, 16 * 1_024)))
                .body("waiting", equalTo(true))
                .body("reason", equalTo("REJECTED"))
                .body("origin.destination", equalTo(queue))
                .body("stackTrace", containsString("no such article"))
                .body("headers.keySet()", not(hasItem(containsString("penstock-dl-"))));
        var whole = given().get(letter + "?body=whole")
                .then()
                .statusCode(200)
                .contentType("application/octet-stream")
                .header("Content-Disposition", "attachment")
                .header("X-Content-Type-Options", "nosniff")
                .extract()
                .asByteArray();
        assertThat(new String(whole, StandardCharsets.UTF_8)).isEqualTo(body);

        json("{}").post(DEAD_LETTERS + "/" + queue + ".dlq/redrive").then().statusCode(200);
        given().get(letter).then().statusCode(200).body("waiting", equalTo(false));
        given().get(DEAD_LETTERS + "/" + queue + ".dlq/groups")
                .then()
                .body("groups", empty())
                .body("timeline", empty());
        assertThat(broker.browse(BrowseRequest.waiting(queue, 10).build())).hasSize(1);
    }

    @Test
    void shouldSayWhatIsNoLetter() {
        String queue = declareQueue("whole");
        reject(queue, DeadLetterReason.REJECTED, null, List.of("a"));
        String letters = DEAD_LETTERS + "/" + queue + ".dlq/letters";
        broker.send(Message.to(queue + ".dlq").body("no letter").build());
        for (var place : List.of("/0/1", "/0/2", "/7/0")) {
            problem(given().get(letters + place).then(), ProblemType.UNKNOWN_LETTER, letters + place);
        }
        for (var place : List.of("/x/0", "/0/-1", "/0/0?body=half", "/0/0?body=")) {
            given().get(letters + place).then().statusCode(400);
        }
        String groups = DEAD_LETTERS + "/" + queue + ".dlq/groups";
        given().get(groups + "?filter=a%20%3D").then().statusCode(400).body(containsString("invalid-filter"));
        given().get(groups + "?filter=%20").then().statusCode(400);
        problem(
                given().get(DEAD_LETTERS + "/nowhere/groups").then(),
                ProblemType.UNKNOWN_DESTINATION,
                DEAD_LETTERS + "/nowhere/groups");
        broker.send(Message.to(queue).body("work").build());
        given().get(DEAD_LETTERS + "/" + queue + "/groups").then().statusCode(409);
    }
}
