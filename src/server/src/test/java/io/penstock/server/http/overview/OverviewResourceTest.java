package io.penstock.server.http.overview;

import io.penstock.server.http.Requests;
import io.penstock.server.http.request.ProblemType;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

import static io.penstock.server.http.Requests.DESTINATIONS;
import static io.penstock.server.http.Requests.declareQueue;
import static io.penstock.server.http.Requests.declareTopic;
import static io.penstock.server.http.Requests.json;
import static io.penstock.server.http.Requests.newName;
import static io.penstock.server.http.Requests.send;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;

@QuarkusTest
class OverviewResourceTest {

    private static final String API = "/api/v1";
    private static final String TABLE = API + "/overview/destinations";
    private static final String SUBSCRIPTIONS = API + "/overview/subscriptions";
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static Response table(String path, Object... query) {
        var request = given();
        for (int i = 0; i < query.length; i += 2) {
            request.queryParam((String) query[i], query[i + 1]);
        }
        return request.get(path);
    }

    private static List<String> names(Object... query) {
        return table(TABLE, query).jsonPath().getList("rows.name");
    }

    /** Waits until the last of them has been looked at. */
    private static void awaitWaiting(String destination, int waiting) {
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(
                        () -> table(TABLE, "search", destination).then().body("rows[0].waiting", equalTo(waiting)));
    }

    @Test
    void shouldSearchSortAndCutTheTableOfDestinations() {
        var common = newName("table");
        for (var each : List.of("c", "a", "b")) {
            json("{\"kind\": \"QUEUE\"}")
                    .put(DESTINATIONS + "/" + common + each)
                    .then()
                    .statusCode(201);
        }
        json("{\"kind\": \"TOPIC\"}")
                .put(DESTINATIONS + "/" + common + "t")
                .then()
                .statusCode(201);
        send(common + "a", "x");
        send(common + "c", "x");
        send(common + "c", "x");
        awaitWaiting(common + "a", 1);
        awaitWaiting(common + "c", 2);

        table(TABLE, "search", common.toUpperCase(Locale.ROOT), "kind", "QUEUE")
                .then()
                .statusCode(200)
                .body("total", equalTo(3))
                .body("rows.name", contains(common + "a", common + "b", common + "c"))
                .body("rows[2].kind", equalTo("QUEUE"))
                .body("rows[2].waiting", equalTo(2))
                .body("rows[2].spark", hasSize(60));
        assertThat(names("search", common, "sort", "waiting", "order", "desc"))
                .containsExactly(common + "c", common + "a", common + "b", common + "t");
        assertThat(names("search", common, "sort", "waiting"))
                .containsExactly(common + "b", common + "t", common + "a", common + "c");
        assertThat(names("search", common, "sort", "oldest", "order", "desc")).startsWith(common + "a", common + "c");
        table(TABLE, "search", common, "offset", 1, "limit", 2)
                .then()
                .body("total", equalTo(4))
                .body("rows.name", contains(common + "b", common + "c"));
    }

    @Test
    void shouldShowTheSubscriptionsOfAllDestinations() {
        String topic = declareTopic("prices", 1);
        json("{}")
                .put(DESTINATIONS + "/" + topic + "/subscriptions/billing")
                .then()
                .statusCode(201);
        json("{}")
                .put(DESTINATIONS + "/" + topic + "/subscriptions/audit")
                .then()
                .statusCode(201);
        given().post(DESTINATIONS + "/" + topic + "/subscriptions/audit/pause")
                .then()
                .statusCode(200);
        send(topic, "x");
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> table(SUBSCRIPTIONS, "search", topic)
                        .then()
                        .statusCode(200)
                        .body("total", equalTo(2))
                        .body("rows.name", contains("audit", "billing"))
                        .body("rows.destination", contains(topic, topic))
                        .body("rows.waiting", contains(1, 1))
                        .body("rows.paused", contains(true, false)));
        table(SUBSCRIPTIONS, "search", topic, "sort", "name", "order", "desc", "limit", 1)
                .then()
                .body("total", equalTo(2))
                .body("rows.name", contains("billing"));
    }

    @ParameterizedTest
    @CsvSource({
        "/overview/destinations, sort, depth, waiting",
        "/overview/destinations, order, down, asc or desc",
        "/overview/destinations, limit, 201, 1 to 200",
        "/overview/destinations, offset, -1, 0 to",
        "/overview/destinations, kind, queue, QUEUE",
        "/overview/subscriptions, sort, in, waiting",
        "/history, range, PT2H, PT5M or PT1H or P1D"
    })
    void shouldSayWhatAParameterMayBe(String path, String name, String value, String words) {
        Requests.problem(table(API + path, name, value).then(), ProblemType.MALFORMED_REQUEST, API + path)
                .body("detail", containsString("'" + name + "' is '" + value + "'"))
                .body("detail", containsString(words));
    }

    @Test
    void shouldShowTheHistoryOfAllAndOfOne() {
        String queue = declareQueue("history");
        send(queue, "x");
        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
            var known = table(API + "/history", "range", "PT5M", "destination", queue);
            known.then().statusCode(200).body("step", equalTo("PT10S")).body("series.waiting", hasSize(30));
            assertThat(known.jsonPath().getList("series.waiting", Double.class)).contains(1.0);
        });
        var all = table(API + "/history", "range", "PT5M");
        all.then().statusCode(200).body("step", equalTo("PT1S")).body("series.in", hasSize(300));
        assertThat(all.jsonPath().getList("series.waiting", Double.class)).anyMatch(each -> each != null && each >= 1);
        table(API + "/history").then().statusCode(200).body("step", equalTo("PT10S"));
        table(API + "/history", "range", "P1D")
                .then()
                .body("step", equalTo("PT1M"))
                .body("series.out.size()", greaterThan(1_000));
    }

    @Test
    void shouldRefuseTheHistoryOfWhatIsNotThere() {
        Requests.problem(
                table(API + "/history", "destination", "nowhere").then(),
                ProblemType.UNKNOWN_DESTINATION,
                API + "/history");
    }

    @Test
    void shouldDrawWhoSendsByWhereTheyCallFrom() {
        String queue = declareQueue("flow");
        send(queue, "x");
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(table(API + "/flow")
                                .jsonPath()
                                .getList("edges.findAll{it.to == 'destination:" + queue + "'}.from"))
                        .containsExactly("sender:http/127.0.0.1"));
    }

    @Test
    void shouldStayBelowALimitWithTheLongestNames() {
        String common = newName("long");
        for (int i = 100; i < 300; i++) {
            var name = (common + "-" + i).concat("x".repeat(249)).substring(0, 249);
            json("{\"kind\": \"QUEUE\"}").put(DESTINATIONS + "/" + name).then().statusCode(201);
        }
        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
            var answer = table(TABLE, "search", common, "limit", 200);
            answer.then().statusCode(200).body("rows", hasSize(200));
            assertThat(answer.jsonPath().getList("rows.spark.flatten()")).contains(0.0f);
            assertThat(answer.asByteArray().length).isLessThan(256 << 10);
        });
    }
}
