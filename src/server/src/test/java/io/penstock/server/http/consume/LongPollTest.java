package io.penstock.server.http.consume;

import io.penstock.Broker;
import io.penstock.ConsumerOptions;
import io.penstock.Message;
import io.penstock.PullConsumer;
import io.penstock.server.http.RawClient;
import io.penstock.server.http.request.ProblemType;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import jakarta.inject.Inject;

import static io.penstock.server.http.Requests.DESTINATIONS;
import static io.penstock.server.http.Requests.declareQueue;
import static io.penstock.server.http.Requests.declareTopic;
import static io.penstock.server.http.Requests.json;
import static io.penstock.server.http.Requests.problem;
import static io.penstock.server.http.Requests.send;
import static io.penstock.server.http.consume.Deliveries.poll;
import static io.penstock.server.http.consume.Deliveries.settle;
import static io.penstock.server.http.consume.Deliveries.standing;
import static io.penstock.server.http.consume.Deliveries.take;
import static io.penstock.server.http.consume.Deliveries.takeOne;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

@QuarkusTest
class LongPollTest {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @Inject
    Broker broker;

    @Inject
    SharedConsumers consumers;

    @TestHTTPResource("/")
    URI server;

    @Test
    void shouldLeaseWhatIsThereUntilItIsAccepted() {
        String queue = declareQueue("poll");
        String path = Deliveries.of(queue);
        send(queue, "a");
        send(queue, "b");

        var taken = poll(path, 10, "PT0S")
                .body("deliveries", hasSize(2))
                .body("deliveries[0].attempt", equalTo(1))
                .body("deliveries[0].deliveries", equalTo(1))
                .body("deliveries[0].redelivered", equalTo(false))
                .body("deliveries.message.body", equalTo(List.of("a", "b")))
                .extract();
        poll(path, 10, "PT0S").body("deliveries", empty());
        assertThat(standing(queue, "acquired")).isEqualTo(2);

        settle(path, taken.path("deliveries[0].token"), "accept", null).statusCode(204);
        settle(path, taken.path("deliveries[1].token"), "accept", null).statusCode(204);
        assertThat(standing(queue, "waiting")).isZero();
    }

    @Test
    void shouldFindWithoutWaitingWhatWasSentOrReleasedBefore() {
        String queue = declareQueue("poll");
        String path = Deliveries.of(queue);
        for (int i = 0; i < 5; i++) {
            send(queue, "m" + i);
        }
        for (int round = 0; round < 15; round++) {
            var tokens = take(path, 5);
            assertThat(tokens).as("round %d", round).hasSize(5);
            tokens.forEach(token -> settle(path, token, "release", "{}").statusCode(204));
        }
        for (int i = 0; i < 5; i++) {
            var tokens = take(path, 1);
            assertThat(tokens).as("message %d", i).hasSize(1);
            settle(path, tokens.get(0), "accept", null).statusCode(204);
        }
    }

    @Test
    void shouldReturnMessagesOnlyUpToTheMaximumAndHoldNoneBeyond() {
        String queue = declareQueue("poll");
        String path = Deliveries.of(queue);
        for (int i = 0; i < 5; i++) {
            send(queue, "m" + i);
        }

        assertThat(take(path, 3)).hasSize(3);
        assertThat(standing(queue, "acquired")).isEqualTo(3);
        assertThat(take(path, 10)).hasSize(2);
    }

    @Test
    void shouldFillEachAnswerWithSmallMessages() {
        String queue = declareQueue("poll");
        String path = Deliveries.of(queue);
        broker.sendAll(IntStream.range(0, 3_000)
                .mapToObj(i -> Message.to(queue).body("m" + i).build())
                .toList());

        for (int round = 0; round < 3; round++) {
            assertThat(take(path, 1_000)).as("round %d", round).hasSize(1_000);
        }
    }

    @Test
    void shouldWaitForTheFirstMessage() {
        String queue = declareQueue("poll");
        String path = Deliveries.of(queue);
        var answer = CompletableFuture.supplyAsync(
                () -> poll(path, 10, "PT1M").extract().<String>path("deliveries[0].message.body"));
        awaitConsumers(queue, 1);

        send(queue, "late");

        assertThat(answer.orTimeout(60, TimeUnit.SECONDS).join()).isEqualTo("late");
    }

    @Test
    void shouldHoldNothingWhenAPollHasEndedInVain() {
        String queue = declareQueue("poll");
        String path = Deliveries.of(queue);
        poll(path, 100, "PT0.01S").body("deliveries", empty());

        send(queue, "for somebody else");

        try (var other = broker.consume(ConsumerOptions.ofQueue(queue, "other").build())) {
            assertThat(receive(other)).isEqualTo("for somebody else");
        }
    }

    private static String receive(PullConsumer consumer) {
        try {
            return consumer.receive(PATIENCE).orElseThrow().message().bodyText();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void shouldGiveEachMessageToOneOfManyPolls() {
        String queue = declareQueue("poll");
        String path = Deliveries.of(queue);
        var answers = new ArrayList<CompletableFuture<List<String>>>();
        for (int i = 0; i < 8; i++) {
            answers.add(CompletableFuture.supplyAsync(
                    () -> poll(path, 3, "PT0.3S").extract().<List<String>>path("deliveries.message.body")));
        }
        for (int i = 0; i < 8; i++) {
            send(queue, "m" + i);
        }

        var all = new ArrayList<String>();
        answers.forEach(answer -> all.addAll(answer.join()));
        all.addAll(poll(path, 100, "PT0S").extract().<List<String>>path("deliveries.message.body"));
        assertThat(all).hasSize(8);
        assertThat(new HashSet<>(all)).hasSize(8);
    }

    @Test
    void shouldLetALeaseOutliveItsConnectionButNotItsTime() throws Exception {
        String queue = declareQueue("poll");
        String path = Deliveries.of(queue);
        send(queue, "x");
        try (var client = RawClient.connect(server)) {
            client.head("POST " + path + "?wait=PT1M&lease=PT2S", "Content-Length: 0", "Connection: close");
            assertThat(client.status()).contains("200");
            assertThat(client.rest()).contains("\"body\":\"x\"");
        }
        assertThat(standing(queue, "acquired")).isEqualTo(1);

        poll(path, 1, "PT1M")
                .body("deliveries[0].deliveries", equalTo(2))
                .body("deliveries[0].attempt", equalTo(1))
                .body("deliveries[0].redelivered", equalTo(true));
    }

    @Test
    void shouldLoseNothingToAClientThatGoesAwayWhileItWaits() throws Exception {
        String queue = declareQueue("poll");
        String path = Deliveries.of(queue);
        var client = RawClient.connect(server);
        client.head("POST " + path + "?max=100&wait=PT1M", "Content-Length: 0");
        awaitConsumers(queue, 1);
        client.abort();

        send(queue, "x");

        settle(path, takeOne(path), "accept", null).statusCode(204);
    }

    /** Its leases would last for hours. */
    @Test
    void shouldGiveBackAtOnceWhatCouldNotBeWritten() throws Exception {
        String queue = declareQueue("poll");
        String path = Deliveries.of(queue);
        String large = "x".repeat(900_000);
        broker.pause(queue, queue);
        for (int i = 0; i < 20; i++) {
            send(queue, large);
        }
        // All are handed out together to polls that wait, so that each answer has more than a socket holds: one of few
        // messages would be written whole, and nobody could know that the client has not read it.
        var clients = new ArrayList<RawClient>();
        int before = consumers.waiting();
        for (int i = 0; i < 4; i++) {
            var client = RawClient.connect(server);
            client.head("POST " + path + "?max=10&wait=PT1M&lease=PT12H", "Content-Length: 0");
            clients.add(client);
        }
        Awaitility.await().atMost(PATIENCE).until(() -> consumers.waiting() == before + 4);
        broker.resume(queue, queue);
        Awaitility.await().atMost(PATIENCE).until(() -> standing(queue, "acquired") == 20);
        for (var client : clients) {
            client.abort();
        }

        Awaitility.await().atMost(PATIENCE).until(() -> standing(queue, "acquired") == 0);
        assertThat(standing(queue, "waiting")).isEqualTo(20);
    }

    @Test
    void shouldLetASubscriptionBeRemovedRightAfterItsUse() {
        String topic = declareTopic("poll", 1);
        String subscription = DESTINATIONS + "/" + topic + "/subscriptions/s";
        json("{\"start\": \"EARLIEST\"}").put(subscription).then().statusCode(201);
        send(topic, "x");
        String path = Deliveries.of(topic, "s");
        settle(path, takeOne(path), "accept", null).statusCode(204);

        given().delete(subscription).then().statusCode(204);
        problem(given().post(path).then(), ProblemType.UNKNOWN_SUBSCRIPTION, path);
    }

    @Test
    void shouldEndPollsWhenTheDestinationIsDeleted() {
        String queue = declareQueue("poll");
        String path = Deliveries.of(queue);
        var answer = CompletableFuture.supplyAsync(() ->
                given().queryParam("wait", "PT1M").post(path).then().extract().statusCode());
        awaitConsumers(queue, 1);

        given().queryParam("force", true)
                .delete(DESTINATIONS + "/" + queue)
                .then()
                .statusCode(200);

        assertThat(answer.join()).isBetween(400, 499);
    }

    private static void awaitConsumers(String destination, int number) {
        Awaitility.await().atMost(PATIENCE).until(() -> standing(destination, "consumers") == number);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "max=0",
                "max=1001",
                "max=x",
                "wait=PT-1S",
                "wait=PT1M1S",
                "wait=10",
                "lease=PT0S",
                "lease=P1D",
                "maximum=3",
                "max=1&max=2"
            })
    void shouldRefuseWhatCannotBeAskedFor(String query) {
        String queue = declareQueue("poll");
        String path = Deliveries.of(queue);

        problem(given().post(path + "?" + query).then(), ProblemType.MALFORMED_REQUEST, path);
    }

    @Test
    void shouldRefuseASubscriptionThatDoesNotExist() {
        String topic = declareTopic("poll", 1);
        String path = Deliveries.of(topic, "nobody");
        problem(given().post(path).then(), ProblemType.UNKNOWN_SUBSCRIPTION, path);
        String nowhere = Deliveries.of("nowhere-at-all");
        problem(given().post(nowhere).then(), ProblemType.UNKNOWN_SUBSCRIPTION, nowhere);
    }
}
