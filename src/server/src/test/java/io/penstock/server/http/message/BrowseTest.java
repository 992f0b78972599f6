package io.penstock.server.http.message;

import io.penstock.Broker;
import io.penstock.DeadLetterPolicy;
import io.penstock.Destination;
import io.penstock.Message;
import io.penstock.Subscription;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.IntStream;
import jakarta.inject.Inject;

import static io.penstock.server.http.Requests.declareQueue;
import static io.penstock.server.http.Requests.declareTopic;
import static io.penstock.server.http.Requests.messagesOf;
import static io.penstock.server.http.Requests.send;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

@QuarkusTest
class BrowseTest {

    @Inject
    Broker broker;

    @Test
    void shouldReadAPartitionPageByPage() {
        String queue = declareQueue("pages");
        var sent = IntStream.range(0, 50).mapToObj(i -> "m" + i).toList();
        sent.forEach(body -> send(queue, body));

        var read = new ArrayList<String>();
        String from = "0";
        while (from != null) {
            var page = given().queryParam("partition", 0)
                    .queryParam("from", from)
                    .queryParam("limit", 20)
                    .get(messagesOf(queue))
                    .then()
                    .statusCode(200)
                    .extract()
                    .jsonPath();
            read.addAll(page.getList("messages.body", String.class));
            assertThat(page.getBoolean("more")).isEqualTo(page.get("next") != null);
            from = page.get("next");
        }

        assertThat(read).isEqualTo(sent);
    }

    @Test
    void shouldShowTheNewestMessageOfAKey() {
        String topic = declareTopic("valued", 4);
        for (int i = 0; i < 20; i++) {
            broker.send(Message.to(topic).key("key " + i % 4).body("m" + i).build());
        }

        given().queryParam("key", "key 3")
                .get(messagesOf(topic) + "/newest")
                .then()
                .statusCode(200)
                .body("body", equalTo("m19"));
        given().queryParam("key", "other")
                .get(messagesOf(topic) + "/newest")
                .then()
                .statusCode(204);
        given().get(messagesOf(topic) + "/newest").then().statusCode(400);
    }

    @Test
    void shouldReadAllPartitionsOneAfterTheOther() {
        String topic = declareTopic("spread", 4);
        for (int i = 0; i < 20; i++) {
            broker.send(Message.to(topic).key("key " + i).body("m" + i).build());
        }

        var page =
                given().get(messagesOf(topic)).then().statusCode(200).extract().jsonPath();

        List<Integer> partitions = page.getList("messages.partition");
        assertThat(partitions).hasSize(20).isSorted();
        assertThat(page.getBoolean("more")).isFalse();
    }

    /** Of a topic, of what a subscription has not settled, and of a queue of dead letters. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/destinations/%s/messages",
                "/api/v1/destinations/%1$s/subscriptions/%1$s/messages",
                "/api/v1/dead-letters/%s"
            })
    void shouldReadAllPartitionsPageByPage(String list) {
        String queue = "paged-" + UUID.randomUUID();
        broker.declare(Destination.queue(queue).partitions(3).build());
        broker.declare(Subscription.ofQueue(declareQueue("origin"))
                .deadLetter(DeadLetterPolicy.builder().destination(queue).build())
                .build());
        var sent = IntStream.range(0, 20).mapToObj(i -> "m" + i).toList();
        sent.forEach(body -> broker.send(Message.to(queue).key(body).body(body).build()));

        var read = new ArrayList<String>();
        String after = "";
        while (after != null) {
            var page = given().queryParam("after", after)
                    .queryParam("limit", 3)
                    .get(String.format(Locale.ROOT, list, queue))
                    .then()
                    .statusCode(200)
                    .extract()
                    .jsonPath();
            List<String> bodies = page.getList(list.contains("dead") ? "deadLetters.bodyPreview" : "messages.body");
            assertThat(bodies).hasSizeBetween(1, 3);
            read.addAll(bodies);
            after = page.get("next");
        }

        assertThat(read).containsExactlyInAnyOrderElementsOf(sent);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"after=1", "after=0:-1", "after=0:x", "after=7:0", "after=0:1&partition=0", "after=0:1&from=1"})
    void shouldRefuseToGoOnWhereNoPageEnded(String query) {
        given().get(messagesOf(declareQueue("pages")) + "?" + query).then().statusCode(400);
    }

    @Test
    void shouldEndAPageBeforeItGrowsTooLarge() {
        String queue = declareQueue("heavy");
        byte[] body = new byte[900_000];
        for (int i = 0; i < 6; i++) {
            broker.send(Message.to(queue).body(body).build());
        }

        given().queryParam("partition", 0)
                .get(messagesOf(queue))
                .then()
                .statusCode(200)
                .body("messages", hasSize(4))
                .body("more", equalTo(true))
                .body("next", equalTo("4"));
    }

    @Test
    void shouldShowBytesThatAreNoTextAsBase64() {
        String queue = declareQueue("bytes");
        broker.send(Message.to(queue)
                .key(new byte[] {(byte) 0xff})
                .header("raw", new byte[] {(byte) 0xfe})
                .build());

        given().get(messagesOf(queue))
                .then()
                .body("messages[0].key", nullValue())
                .body("messages[0].keyBase64", equalTo("/w=="))
                .body("messages[0].headers.raw.base64", equalTo("/g=="))
                .body("messages[0].body", nullValue());
    }

    @Test
    void shouldNotTakeWhatItReads() {
        String queue = declareQueue("kept");
        send(queue, "still here");

        given().get(messagesOf(queue)).then().body("messages.body", contains("still here"));
        given().get(messagesOf(queue)).then().body("messages.body", contains("still here"));
    }
}
