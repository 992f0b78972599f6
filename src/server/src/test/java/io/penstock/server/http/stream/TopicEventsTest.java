package io.penstock.server.http.stream;

import io.penstock.server.http.EventClient;
import io.penstock.server.http.request.ProblemType;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import static io.penstock.server.http.Requests.DESTINATIONS;
import static io.penstock.server.http.Requests.declareQueue;
import static io.penstock.server.http.Requests.declareTopic;
import static io.penstock.server.http.Requests.json;
import static io.penstock.server.http.Requests.problem;
import static io.penstock.server.http.Requests.send;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

@QuarkusTest
class TopicEventsTest {

    @TestHTTPResource("/")
    URI server;

    private static String events(String topic) {
        return DESTINATIONS + "/" + topic + "/events";
    }

    private static String body(EventClient.Event event) {
        return JsonPath.from(event.data()).getString("body");
    }

    @Test
    void shouldReadFromTheBeginningAndThenAlong() throws Exception {
        String topic = declareTopic("along", 1);
        send(topic, "old");
        try (var client = EventClient.open(server, events(topic) + "?from=earliest")) {
            var old = client.next();
            assertThat(body(old)).isEqualTo("old");
            assertThat(old.id()).isEqualTo("0:1");
            for (int i = 0; i < 5; i++) {
                send(topic, "new" + i);
                assertThat(body(client.next())).isEqualTo("new" + i);
            }
        }
    }

    @Test
    void shouldGoOnBehindTheLastEventInEveryPartition() throws Exception {
        String topic = declareTopic("along", 3);
        for (int i = 0; i < 40; i++) {
            given().queryParam("key", "k" + i % 7)
                    .body("m" + i)
                    .post(DESTINATIONS + "/" + topic + "/messages")
                    .then()
                    .statusCode(201);
        }
        var seen = new ArrayList<String>();
        String last = null;
        for (int connections = 0; seen.size() < 40; connections++) {
            try (var client = EventClient.open(server, events(topic) + "?from=earliest", last)) {
                for (var event : client.next(Math.min(7, 40 - seen.size()))) {
                    seen.add(body(event));
                    last = event.id();
                }
            }
        }
        assertThat(seen).hasSize(40).doesNotHaveDuplicates();
    }

    @Test
    void shouldReadOnePartitionFromAnOffset() throws Exception {
        String topic = declareTopic("along", 1);
        List.of("a", "b", "c").forEach(each -> send(topic, each));
        try (var client = EventClient.open(server, events(topic) + "?partition=0&from=offset:1")) {
            assertThat(client.next(2)).extracting(TopicEventsTest::body).containsExactly("b", "c");
        }
    }

    @Test
    void shouldReadFromATime() throws Exception {
        String topic = declareTopic("along", 1);
        for (int i = 0; i < 9; i++) {
            send(topic, "m" + i);
        }
        var sent = given().get(DESTINATIONS + "/" + topic + "/messages")
                .then()
                .extract()
                .<String>path("messages[4].timestamp");
        var time = Instant.parse(sent);
        try (var client = EventClient.open(server, events(topic) + "?from=" + time)) {
            var first = JsonPath.from(client.next().data());
            assertThat(Instant.parse(first.getString("timestamp"))).isEqualTo(time);
        }
        try (var client = EventClient.open(server, events(topic) + "?from=2100-01-01T00:00:00Z")) {
            send(topic, "later");
            assertThat(body(client.next())).isEqualTo("later");
        }
    }

    @Test
    void shouldReadWhatComesToAPartitionThatIsNew() throws Exception {
        String topic = declareTopic("along", 1);
        try (var client = EventClient.open(server, events(topic))) {
            send(topic, "first");
            assertThat(body(client.next())).isEqualTo("first");
            json("{\"partitions\": 4}").patch(DESTINATIONS + "/" + topic).then().statusCode(200);
            var sent = new ArrayList<String>();
            for (int i = 0; i < 8; i++) {
                sent.add("m" + i);
                send(topic, "m" + i);
            }
            assertThat(client.next(8)).extracting(TopicEventsTest::body).containsExactlyInAnyOrderElementsOf(sent);
        }
    }

    @Test
    void shouldRefuseAQueueAndWhatIsNotThere() {
        String queue = events(declareQueue("along"));
        problem(given().get(queue).then(), ProblemType.CONFLICT, queue);
        String nowhere = events("nowhere-at-all");
        problem(given().get(nowhere).then(), ProblemType.UNKNOWN_DESTINATION, nowhere);
    }

    @ParameterizedTest
    @ValueSource(strings = {"from=there", "from=offset:-1", "partition=1", "partition=x", "limit=3"})
    void shouldRefuseWhatCannotBeAskedFor(String query) {
        String path = events(declareTopic("along", 1));
        problem(given().get(path + "?" + query).then(), ProblemType.MALFORMED_REQUEST, path);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "0", ":", "0:", "0:-1", "0:1,0:2", "0:99999999999999999999", "-1:5", "0:1,"})
    void shouldRefuseALastEventThatIsNone(String id) {
        String path = events(declareTopic("along", 1));
        problem(given().header("Last-Event-ID", id).get(path).then(), ProblemType.MALFORMED_REQUEST, path);
    }

    @Test
    void shouldRefuseALastEventThatTheTopicCannotHaveHad() throws Exception {
        String topic = declareTopic("along", 2);
        given().queryParam("key", "k").body("m").post(DESTINATIONS + "/" + topic + "/messages");
        String path = events(topic);
        for (var id : List.of("0:2,1:0", "0:0,1:2", "0:0,1:9223372036854775807")) {
            problem(given().header("Last-Event-ID", id).get(path).then(), ProblemType.MALFORMED_REQUEST, path)
                    .body("detail", containsString("ends at"));
        }
        problem(given().header("Last-Event-ID", "0:0,2:0").get(path).then(), ProblemType.MALFORMED_REQUEST, path)
                .body("detail", containsString("partition 2, which the topic does not have"));
    }

    @Test
    void shouldBeginAtTheEndIfTheOffsetIsBeyondIt() throws Exception {
        String topic = declareTopic("along", 1);
        send(topic, "old");
        for (var client : List.of(
                EventClient.open(server, events(topic) + "?from=offset:1000"),
                EventClient.open(server, events(topic), "0:1"))) {
            try (client) {
                send(topic, "new");
                assertThat(body(client.next())).isEqualTo("new");
            }
        }
    }
}
