package io.penstock.server.http.destination;

import io.penstock.server.http.DataDirectory;
import io.penstock.server.http.request.ProblemType;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

import static io.penstock.server.http.Requests.DESTINATIONS;
import static io.penstock.server.http.Requests.declareQueue;
import static io.penstock.server.http.Requests.declareTopic;
import static io.penstock.server.http.Requests.json;
import static io.penstock.server.http.Requests.messagesOf;
import static io.penstock.server.http.Requests.newName;
import static io.penstock.server.http.Requests.problem;
import static io.penstock.server.http.Requests.send;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

@QuarkusTest
@WithTestResource(value = DataDirectory.class, scope = TestResourceScope.GLOBAL)
class DestinationResourceTest {

    @Test
    void shouldAnswerCreatedOnceAndOkAfterwards() {
        String path = DESTINATIONS + "/" + newName("orders");
        String body = "{\"kind\": \"TOPIC\", \"partitions\": 3}";

        json(body)
                .put(path)
                .then()
                .statusCode(201)
                .header("Location", endsWith(path))
                .body("kind", equalTo("TOPIC"))
                .body("partitions", equalTo(3))
                .body("offsets.endOffset", contains(0, 0, 0));
        json(body).put(path).then().statusCode(200).body("partitions", equalTo(3));
    }

    @Test
    void shouldDeclareOnePartitionIfNoneAreAskedFor() {
        json("{\"kind\": \"QUEUE\"}")
                .put(DESTINATIONS + "/" + newName("single"))
                .then()
                .statusCode(201)
                .body("partitions", equalTo(1));
    }

    @Test
    void shouldRefuseADifferentConfiguration() {
        String path = DESTINATIONS + "/" + declareTopic("fixed", 2);

        problem(json("{\"kind\": \"TOPIC\", \"partitions\": 3}").put(path).then(), ProblemType.CONFLICT, path);
        given().get(path).then().body("partitions", equalTo(2));
    }

    @Test
    void shouldDeclareLanesByPriority() {
        String path = DESTINATIONS + "/" + newName("ranked");
        json("{\"kind\": \"QUEUE\", \"partitions\": 2, \"priorities\": 3}")
                .put(path)
                .then()
                .statusCode(201)
                .body("priorities", equalTo(3))
                .body("partitions", equalTo(2))
                .body("offsets.size()", equalTo(6));
        problem(
                json("{\"kind\": \"QUEUE\", \"partitions\": 2, \"priorities\": 4}")
                        .put(path)
                        .then(),
                ProblemType.CONFLICT,
                path);
        json("{\"kind\": \"QUEUE\", \"partitions\": 2}").put(path).then().statusCode(200);
    }

    @Test
    void shouldDeclareShowAndChangePolicies() {
        String path = DESTINATIONS + "/" + newName("policies");
        String body = "{\"kind\": \"TOPIC\", \"retention\": {\"cleanup\": \"COMPACT\", \"tombstoneAge\": \"PT1H\"}}";
        json(body)
                .put(path)
                .then()
                .statusCode(201)
                .body("retention.cleanup", equalTo("COMPACT"))
                .body("retention.maxAge", nullValue())
                .body("compression", equalTo("NONE"));

        json("{\"compression\": \"ZSTD\", \"deduplication\": \"PT10M\"}")
                .patch(path)
                .then()
                .statusCode(200)
                .body("retention.cleanup", equalTo("COMPACT"))
                .body("compression", equalTo("ZSTD"))
                .body("deduplication", equalTo("PT10M"));
        json("{\"retention\": {\"maxAge\": \"P1D\", \"maxBytes\": 5000}}")
                .patch(path)
                .then()
                .body("retention.cleanup", equalTo("DELETE"))
                .body("retention.maxBytes", equalTo(5000))
                .body("compression", equalTo("ZSTD"));

        json("{\"kind\": \"TOPIC\"}").put(path).then().statusCode(200);
        problem(json(body).put(path).then(), ProblemType.CONFLICT, path)
                .body("detail", containsString("COMPACT"))
                .body("detail", containsString("maxBytes 5000"));
    }

    @Test
    void shouldGiveMorePartitionsAndNeverFewer() {
        String path = DESTINATIONS + "/" + newName("growing");
        json("{\"kind\": \"TOPIC\", \"partitions\": 2, \"timeToLive\": \"PT1H\"}")
                .put(path)
                .then()
                .statusCode(201);

        json("{\"partitions\": 5}")
                .patch(path)
                .then()
                .statusCode(200)
                .body("partitions", equalTo(5))
                .body("timeToLive", equalTo("PT1H"))
                .body("offsets.size()", equalTo(5));
        problem(json("{\"partitions\": 3}").patch(path).then(), ProblemType.CONFLICT, path)
                .body("detail", containsString("5 partitions"))
                .body("detail", containsString("only 3"));
        problem(json("{\"partitions\": 0}").patch(path).then(), ProblemType.INVALID_CONFIGURATION, path);
        given().get(path).then().body("partitions", equalTo(5));
    }

    @Test
    void shouldRefuseMessagesBeyondTheLimitsAndShowHowMuchOfThemIsUsed() {
        String name = newName("limited");
        String path = DESTINATIONS + "/" + name;
        json("{\"kind\": \"QUEUE\", \"limits\": {\"maxMessages\": 1}, \"timeToLive\": \"PT1H\"}")
                .put(path)
                .then()
                .statusCode(201)
                .body("limits.maxMessages", equalTo(1))
                .body("limits.overflow", equalTo("REJECT"))
                .body("timeToLive", equalTo("PT1H"));
        json("{}").post(messagesOf(name)).then().statusCode(201);

        problem(json("{}").post(messagesOf(name)).then(), ProblemType.LIMIT_REACHED, messagesOf(name))
                .header("Retry-After", "1")
                .body("detail", containsString("the limit is 1"));
        given().get(path).then().body("limitUse.messages", equalTo(1)).body("limitUse.discarded", equalTo(0));
        json("{\"limits\": {\"maxMessages\": 1, \"maxBytes\": 5000, \"overflow\": \"DISCARD_OLDEST\"}}")
                .patch(path)
                .then()
                .statusCode(200)
                .body("timeToLive", equalTo("PT1H"));
        json("{}").post(messagesOf(name)).then().statusCode(201);
        given().get(path).then().body("limitUse.messages", equalTo(1)).body("limitUse.discarded", equalTo(1));
        json("{\"limits\": {}}").patch(path).then().body("limitUse", nullValue());
    }

    @Test
    void shouldRefusePoliciesThatCannotBe() {
        String path = DESTINATIONS + "/" + newName("impossible");

        problem(
                        json("{\"kind\": \"QUEUE\", \"retention\": {\"maxAge\": \"P1D\"}}")
                                .put(path)
                                .then(),
                        ProblemType.INVALID_CONFIGURATION,
                        path)
                .body("detail", containsString("maxAge = PT24H"));
        problem(json("{\"compression\": \"LZ4\"}").patch(path).then(), ProblemType.UNKNOWN_DESTINATION, path);
    }

    @Test
    void shouldShowDepthAndCounters() {
        String queue = declareQueue("counted");
        send(queue, "one");
        send(queue, "two");

        given().get(DESTINATIONS + "/" + queue)
                .then()
                .statusCode(200)
                .body("name", equalTo(queue))
                .body("kind", equalTo("QUEUE"))
                .body("depth", equalTo(2))
                .body("sent", equalTo(2))
                .body("messages", equalTo(2))
                .body("subscriptions", hasSize(1))
                .body("subscriptions[0].name", equalTo(queue))
                .body("subscriptions[0].waiting", equalTo(2))
                .body("subscriptions[0].acquired", equalTo(0))
                .body("subscriptions[0].scheduled", equalTo(0))
                .body("subscriptions[0].consumers", equalTo(0))
                .body("subscriptions[0].deadLettered", equalTo(0))
                .body("offsets[0].startOffset", equalTo(0))
                .body("offsets[0].endOffset", equalTo(2));
    }

    @Test
    void shouldListDestinationsWithoutTheirOffsets() {
        String queue = declareQueue("listed");

        given().get(DESTINATIONS)
                .then()
                .statusCode(200)
                .body("destinations.name", hasItem(queue))
                .body("destinations.find { it.name == '" + queue + "' }.depth", equalTo(0))
                .body("destinations.find { it.name == '" + queue + "' }.offsets", nullValue());
    }

    @Test
    void shouldListPageByPage() {
        String one = declareQueue("zz-page");
        String other = declareQueue("zz-page");
        // Their numbers do not sort as numbers.
        String first = one.compareTo(other) < 0 ? one : other;
        String second = one.compareTo(other) < 0 ? other : one;

        given().queryParam("after", first.substring(0, "zz-page".length()))
                .queryParam("limit", 1)
                .get(DESTINATIONS)
                .then()
                .statusCode(200)
                .body("destinations.name", contains(first))
                .body("next", equalTo(first));
        given().queryParam("after", first)
                .get(DESTINATIONS)
                .then()
                .body("destinations.name", hasItem(second))
                .body("destinations.name", not(hasItem(first)))
                .body("next", nullValue());
    }

    @Test
    void shouldSayThatADestinationIsUnknown() {
        String path = DESTINATIONS + "/nowhere";

        problem(given().get(path).then(), ProblemType.UNKNOWN_DESTINATION, path)
                .body("detail", containsString("nowhere"));
    }
}
