package io.penstock.server.http.request;

import io.penstock.server.http.RawClient;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import static io.penstock.server.http.Requests.DESTINATIONS;
import static io.penstock.server.http.Requests.declareQueue;
import static io.penstock.server.http.Requests.messagesOf;
import static io.penstock.server.http.Requests.newName;
import static io.penstock.server.http.Requests.problem;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

/** More bodies that come slowly than there are threads. Has an application of its own, with limits of its own. */
@QuarkusTest
@TestProfile(SlowBodiesTest.Limits.class)
class SlowBodiesTest {

    private static final int MOST = 300;

    public static final class Limits implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "penstock.http.max-body-time", "1H",
                    "penstock.http.max-bodies", Integer.toString(MOST),
                    "penstock.http.max-bodies-size", "3M");
        }
    }

    @TestHTTPResource("/")
    URI server;

    private final List<RawClient> clients = new ArrayList<>();
    private final ConcurrentLinkedQueue<String> log = new ConcurrentLinkedQueue<>();
    private final Handler listener = new Listener();

    @BeforeEach
    void listen() {
        Logger.getLogger("").addHandler(listener);
    }

    @AfterEach
    void close() throws IOException {
        Logger.getLogger("").removeHandler(listener);
        for (var client : clients) {
            client.close();
        }
    }

    private RawClient begin(String request, int length, String body) throws IOException {
        var client = RawClient.connect(server);
        clients.add(client);
        return client.head(request, "Content-Type: application/json", "Content-Length: " + length)
                .write(body);
    }

    private void beginAsManyAsPossible() throws IOException {
        for (int i = 0; i < MOST; i++) {
            begin("PUT " + DESTINATIONS + "/" + newName("slow"), 100, "{");
        }
    }

    private void awaitNoMoreRoom(String queue) {
        Awaitility.await().until(() -> given().body("x").post(messagesOf(queue)).statusCode() == 503);
    }

    @Test
    void shouldServeOthersWhileManyBodiesComeSlowly() throws Exception {
        String queue = declareQueue("others");
        beginAsManyAsPossible();

        given().get("/q/health/live").then().statusCode(200);
        given().get(DESTINATIONS).then().statusCode(200);

        awaitNoMoreRoom(queue);
        problem(given().body("x").post(messagesOf(queue)).then(), ProblemType.OVERLOADED, messagesOf(queue))
                .header("Retry-After", "1");
        given().get("/q/health/live").then().statusCode(200);
    }

    @Test
    void shouldWriteNothingToTheLogForAbortedRequests() throws Exception {
        String queue = declareQueue("aborted");
        beginAsManyAsPossible();
        awaitNoMoreRoom(queue);

        for (var client : clients) {
            client.abort();
        }

        Awaitility.await().until(() -> given().body("x").post(messagesOf(queue)).statusCode() == 201);
        assertThat(log).isEmpty();
    }

    @Test
    void shouldWriteNothingToTheLogForAnswersThatNobodyReads() throws Exception {
        String queue = declareQueue("unread");
        for (int i = 0; i < 4; i++) {
            given().body("x".repeat(300_000)).post(messagesOf(queue)).then().statusCode(201);
        }

        for (int i = 0; i < 20; i++) {
            var client = RawClient.connect(server).head("GET " + messagesOf(queue));
            client.status();
            client.abort();
        }

        // Workers answer in their order, so that these have seen the end of theirs.
        for (int i = 0; i < 20; i++) {
            given().get(messagesOf(queue) + "?limit=1").then().statusCode(200);
        }
        assertThat(log).isEmpty();
    }

    @Test
    void shouldBoundTheMemoryOfAllBodies() throws Exception {
        String queue = declareQueue("memory");
        int bytes = 1 << 20;
        var first = begin("POST " + messagesOf(queue), bytes + 1, "x".repeat(bytes));
        var second = begin("POST " + messagesOf(queue), bytes + 1, "x".repeat(bytes));
        var third = begin("POST " + messagesOf(queue), bytes + 1, "x".repeat(bytes));
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .until(() ->
                        given().body("x".repeat(1_000)).post(messagesOf(queue)).statusCode() == 503);

        first.abort();
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .until(() ->
                        given().body("x".repeat(1_000)).post(messagesOf(queue)).statusCode() == 201);
        second.write("y");
        third.write("y");

        // What is too large for the broker has been read, which is what matters here.
        assertThat(second.status()).startsWith("HTTP/1.1 413 ");
        assertThat(third.status()).startsWith("HTTP/1.1 413 ");
    }

    /** Takes what operators see; another test of this process may have asked for more. */
    private final class Listener extends Handler {

        @Override
        public void publish(LogRecord record) {
            if (record.getLevel().intValue() >= Level.INFO.intValue()) {
                log.add(record.getLevel() + " " + record.getLoggerName() + " " + record.getMessage() + " "
                        + record.getThrown());
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
