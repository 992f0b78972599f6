package io.penstock.server.http.subscription;

import io.penstock.server.http.DataDirectory;
import io.penstock.server.http.request.ProblemType;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

import static io.penstock.server.http.Requests.DESTINATIONS;
import static io.penstock.server.http.Requests.declareQueue;
import static io.penstock.server.http.Requests.declareTopic;
import static io.penstock.server.http.Requests.json;
import static io.penstock.server.http.Requests.messagesOf;
import static io.penstock.server.http.Requests.newName;
import static io.penstock.server.http.Requests.problem;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

@QuarkusTest
@WithTestResource(value = DataDirectory.class, scope = TestResourceScope.GLOBAL)
class RoutingResourceTest {

    private static final String RULES = "/api/v1/rules";

    private static String declareExchange(String exchange) {
        String name = newName("exchange");
        json("{\"kind\": \"EXCHANGE\", \"exchange\": " + exchange + "}")
                .put(DESTINATIONS + "/" + name)
                .then()
                .statusCode(201)
                .body("kind", equalTo("EXCHANGE"))
                .body("partitions", equalTo(0))
                .body("routing.bindings", equalTo(0));
        return name;
    }

    private static String bindings(String exchange) {
        return DESTINATIONS + "/" + exchange + "/bindings";
    }

    @Test
    void shouldBindListAndUnbind() {
        String queue = declareQueue("bound");
        String exchange = declareExchange("{\"type\": \"PATTERN\"}");
        String body = "{\"destination\": \"" + queue + "\", \"pattern\": \"orders.*.eu.#\", \"filter\": \"a > 1\"}";

        String id = json(body)
                .post(bindings(exchange))
                .then()
                .statusCode(201)
                .header("Location", containsString(bindings(exchange) + "/"))
                .body("destination", equalTo(queue))
                .body("headers", nullValue())
                .extract()
                .path("id");
        json(body).post(bindings(exchange)).then().statusCode(200).body("id", equalTo(id));
        given().get(bindings(exchange))
                .then()
                .body("bindings.pattern", hasItem("orders.*.eu.#"))
                .body("bindings", hasSize(1))
                .body("next", nullValue());

        given().delete(bindings(exchange) + "/" + id).then().statusCode(204);
        given().delete(bindings(exchange) + "/" + id).then().statusCode(404);
        given().get(bindings(exchange)).then().body("bindings", hasSize(0));
    }

    @Test
    void shouldListBindingsAndRulesPageByPage() {
        String exchange = declareExchange("{\"type\": \"FANOUT\"}");
        for (int i = 0; i < 5; i++) {
            json("{\"destination\": \"" + declareQueue("bound") + "\"}")
                    .post(bindings(exchange))
                    .then()
                    .statusCode(201);
            json("{\"pattern\": \"pages.nowhere.#\"}")
                    .put(RULES + "/" + newName("page"))
                    .then()
                    .statusCode(201);
        }
        assertThat(pages(bindings(exchange), "bindings.id", 2)).hasSize(5).doesNotHaveDuplicates();
        assertThat(pages(RULES, "rules.name", 1))
                .doesNotHaveDuplicates()
                .isSorted()
                .filteredOn(name -> name.startsWith("page"))
                .hasSize(5);
        for (var path : List.of(bindings(exchange), RULES)) {
            problem(given().get(path + "?limit=0").then(), ProblemType.MALFORMED_REQUEST, path);
        }
    }

    private static List<String> pages(String path, String entries, int limit) {
        var found = new ArrayList<String>();
        String after = "";
        while (after != null) {
            var page = given().queryParam("limit", limit)
                    .queryParam("after", after)
                    .get(path)
                    .then()
                    .statusCode(200)
                    .extract()
                    .jsonPath();
            assertThat(page.getList(entries)).hasSizeBetween(1, limit);
            found.addAll(page.getList(entries, String.class));
            after = page.getString("next");
        }
        return found;
    }

    @Test
    void shouldAnswerWhereTheCopiesLie() {
        String first = declareQueue("a-copy");
        String second = declareTopic("b-copy", 1);
        String exchange = declareExchange("{\"type\": \"DIRECT\"}");
        for (var destination : new String[] {first, second}) {
            json("{\"destination\": \"" + destination + "\", \"pattern\": \"eu\"}")
                    .post(bindings(exchange))
                    .then()
                    .statusCode(201);
        }

        String location = given().contentType(ContentType.TEXT)
                .queryParam("routing-key", "eu")
                .body("hello")
                .post(messagesOf(exchange))
                .then()
                .statusCode(201)
                .body("destination", equalTo(first))
                .body("offset", equalTo(0))
                .body("discarded", nullValue())
                .body("others.destination", hasItem(second))
                .extract()
                .header("Location");
        given().get(location)
                .then()
                .statusCode(200)
                .body("messages[0].body", equalTo("hello"))
                .body("messages[0].exchange", equalTo(exchange))
                .body("messages[0].routingKey", equalTo("eu"));
        given().get(DESTINATIONS + "/" + exchange)
                .then()
                .body("exchange.type", equalTo("DIRECT"))
                .body("routing.routed", equalTo(1));
    }

    @Test
    void shouldRefuseWhatHasNoDestinationOrSayThatItIsDiscarded() {
        String exchange = declareExchange("{\"type\": \"FANOUT\"}");
        problem(
                given().contentType(ContentType.TEXT)
                        .body("lost")
                        .post(messagesOf(exchange))
                        .then(),
                ProblemType.UNROUTABLE,
                messagesOf(exchange));

        json("{\"exchange\": {\"unroutable\": \"DISCARD\"}}")
                .patch(DESTINATIONS + "/" + exchange)
                .then()
                .statusCode(200)
                .body("exchange.type", equalTo("FANOUT"));
        given().contentType(ContentType.TEXT)
                .body("lost")
                .post(messagesOf(exchange))
                .then()
                .statusCode(200)
                .body("discarded", equalTo(true))
                .body("partition", nullValue());
        given().get(DESTINATIONS + "/" + exchange).then().body("routing.unroutable", equalTo(2));
    }

    @Test
    void shouldRefuseCirclesAndWhatDoesNotFit() {
        String one = declareExchange("{\"type\": \"FANOUT\"}");
        String two = declareExchange("{\"type\": \"FANOUT\", \"alternate\": \"" + one + "\"}");

        problem(
                        json("{\"destination\": \"" + two + "\"}")
                                .post(bindings(one))
                                .then(),
                        ProblemType.CONFLICT,
                        bindings(one))
                .body("detail", containsString(one + " -> " + two + " -> " + one));
        problem(
                json("{\"destination\": \"" + one + "\", \"pattern\": \"x\"}")
                        .post(bindings(two))
                        .then(),
                ProblemType.INVALID_CONFIGURATION,
                bindings(two));
        problem(json("").post(bindings(two)).then(), ProblemType.MALFORMED_REQUEST, bindings(two));
        problem(given().get(messagesOf(one)).then(), ProblemType.CONFLICT, messagesOf(one));
        problem(
                json("{\"kind\": \"EXCHANGE\"}").put(DESTINATIONS + "/untyped").then(),
                ProblemType.INVALID_CONFIGURATION,
                DESTINATIONS + "/untyped");
    }

    @Test
    void shouldSubscribeToTopicsByPattern() {
        String prefix = newName("family");
        String path = RULES + "/" + prefix;
        String body = "{\"pattern\": \"" + prefix + ".#\", \"policies\": {\"maxDeliveries\": 3}}";

        json(body).put(path).then().statusCode(201).header("Location", endsWith(path));
        json(body).put(path).then().statusCode(200).body("policies.maxDeliveries", equalTo(3));
        json("{\"kind\": \"TOPIC\"}")
                .put(DESTINATIONS + "/" + prefix + ".eu")
                .then()
                .statusCode(201);
        given().get(DESTINATIONS + "/" + prefix + ".eu").then().body("subscriptions.name", hasItem(prefix));
        given().get(RULES).then().body("rules.name", hasItem(prefix));

        given().delete(path).then().statusCode(204);
        given().delete(path).then().statusCode(404);
        given().get(DESTINATIONS + "/" + prefix + ".eu").then().body("subscriptions.name", not(hasItem(prefix)));
    }
}
