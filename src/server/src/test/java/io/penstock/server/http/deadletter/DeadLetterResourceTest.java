package io.penstock.server.http.deadletter;

import io.penstock.Broker;
import io.penstock.ConsumerOptions;
import io.penstock.DeadLetterReason;
import io.penstock.Delivery;
import io.penstock.Message;
import io.penstock.server.http.request.ProblemType;
import io.quarkus.test.junit.QuarkusTest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import jakarta.inject.Inject;

import static io.penstock.server.http.Requests.DEAD_LETTERS;
import static io.penstock.server.http.Requests.DESTINATIONS;
import static io.penstock.server.http.Requests.declareQueue;
import static io.penstock.server.http.Requests.json;
import static io.penstock.server.http.Requests.problem;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;

@QuarkusTest
class DeadLetterResourceTest {

    @Inject
    Broker broker;

    @Test
    void shouldShowWhyAndWhereAMessageDied() {
        String queue = declareQueue("doomed");
        broker.send(Message.to(queue)
                .id("letter-1")
                .key("k")
                .header("tenant", "north")
                .body("the body")
                .build());
        rejectAll(queue, 1, new IllegalStateException("no such account", new RuntimeException("the root")));

        given().get(DEAD_LETTERS + "/" + queue + ".dlq")
                .then()
                .statusCode(200)
                .body("queue", equalTo(queue + ".dlq"))
                .body("more", equalTo(false))
                .body("deadLetters", hasSize(1))
                .body("deadLetters[0].id", equalTo("letter-1"))
                .body("deadLetters[0].key", equalTo("k"))
                .body("deadLetters[0].reason", equalTo("REJECTED"))
                .body("deadLetters[0].description", equalTo("cannot be"))
                .body("deadLetters[0].exception", containsString("IllegalStateException"))
                .body("deadLetters[0].rootCause", containsString("the root"))
                .body("deadLetters[0].stackTrace", containsString("DeadLetterResourceTest"))
                .body("deadLetters[0].deliveries", equalTo(1))
                .body("deadLetters[0].redrives", equalTo(0))
                .body("deadLetters[0].origin.destination", equalTo(queue))
                .body("deadLetters[0].origin.subscription", equalTo(queue))
                .body("deadLetters[0].origin.partition", equalTo(0))
                .body("deadLetters[0].origin.offset", equalTo(0))
                .body("deadLetters[0].headers.tenant", equalTo("north"))
                .body("deadLetters[0].headers.keySet()", not(hasItem(containsString("penstock-dl-"))))
                .body("deadLetters[0].bodyBytes", equalTo(8))
                .body("deadLetters[0].bodyPreview", equalTo("the body"));
    }

    @Test
    void shouldShowTheBeginningOfALongBody() {
        String queue = declareQueue("doomed");
        broker.send(Message.to(queue).body("x".repeat(5_000)).build());
        rejectAll(queue, 1, null);

        given().get(DEAD_LETTERS + "/" + queue + ".dlq")
                .then()
                .body("deadLetters[0].bodyBytes", equalTo(5_000))
                .body("deadLetters[0].bodyPreview", equalTo("x".repeat(DeadLetterView.PREVIEW_BYTES)));
    }

    @Test
    void shouldListTheQueuesThatHoldDeadLetters() {
        String healthy = declareQueue("healthy");
        String queue = declareQueue("doomed");
        broker.send(Message.to(queue).body("a").build());
        broker.send(Message.to(queue).body("b").build());
        var before = Instant.now();
        rejectAll(queue, 2, null);

        var overview = given().get(DEAD_LETTERS)
                .then()
                .statusCode(200)
                .body("queues.queue", hasItem(queue + ".dlq"))
                .body("queues.queue", not(hasItem(queue)))
                .body("queues.queue", not(hasItem(healthy + ".dlq")))
                .body("queues.find { it.queue == '" + queue + ".dlq' }.count", equalTo(2))
                .extract()
                .jsonPath();
        var oldest = Instant.parse(overview.getString("queues.find { it.queue == '" + queue + ".dlq' }.oldest"));
        assertThat(oldest).isBetween(before.minusMillis(1), Instant.now());
    }

    @Test
    void shouldPutBackOnlyWhatIsNamed() {
        String queue = declareQueue("doomed");
        for (String id : List.of("one", "two", "three")) {
            broker.send(Message.to(queue).id(id).body(id).build());
        }
        rejectAll(queue, 3, null);
        String letters = DEAD_LETTERS + "/" + queue + ".dlq";

        json("{\"messageIds\": [\"two\"], \"dryRun\": true}")
                .post(letters + "/redrive")
                .then()
                .statusCode(200)
                .body("matched", equalTo(1))
                .body("redriven", equalTo(0));
        given().get(letters).then().body("deadLetters", hasSize(3));

        json("{\"messageIds\": [\"two\", \"four\"]}")
                .post(letters + "/redrive")
                .then()
                .statusCode(200)
                .body("matched", equalTo(1))
                .body("redriven", equalTo(1));

        given().get(letters).then().body("deadLetters.id", contains("one", "three"));
        given().get(DESTINATIONS + "/" + queue + "/subscriptions/" + queue + "/messages")
                .then()
                .body("messages.id", contains("two"))
                .body("messages.body", contains("two"));
    }

    @Test
    void shouldPutBackEverythingUpToTheLimit() {
        String queue = declareQueue("doomed");
        for (int i = 0; i < 3; i++) {
            broker.send(Message.to(queue).body("m" + i).build());
        }
        rejectAll(queue, 3, null);
        String letters = DEAD_LETTERS + "/" + queue + ".dlq";

        json("{\"limit\": 2}").post(letters + "/redrive").then().statusCode(200).body("redriven", equalTo(2));
        given().get(letters).then().body("deadLetters", hasSize(1));

        json("{}").post(letters + "/redrive").then().statusCode(200).body("redriven", equalTo(1));
        given().get(letters).then().body("deadLetters", empty());
        given().get(DEAD_LETTERS).then().body("queues.queue", not(hasItem(queue + ".dlq")));
    }

    @Test
    void shouldSayThatADeadLetterQueueIsUnknown() {
        String path = DEAD_LETTERS + "/nowhere.dlq";

        problem(given().get(path).then(), ProblemType.UNKNOWN_DESTINATION, path);
        problem(json("{}").post(path + "/redrive").then(), ProblemType.UNKNOWN_DESTINATION, path + "/redrive");
    }

    /** Rejects that many messages of a queue, and waits until that is durable. */
    private void rejectAll(String queue, int count, Throwable failure) {
        var delivered = new ConcurrentLinkedQueue<Delivery>();
        try (var consumer =
                broker.consume(ConsumerOptions.ofQueue(queue, "undertaker").build(), delivered::addAll)) {
            consumer.request(count);
            Awaitility.await().until(() -> delivered.size() == count);
            var dispositions = new ArrayList<Void>();
            for (var delivery : delivered) {
                dispositions.add(delivery.rejectAsync(DeadLetterReason.REJECTED, "cannot be", failure)
                        .toCompletableFuture()
                        .join());
            }
            assertThat(dispositions).hasSize(count);
        }
    }
}
