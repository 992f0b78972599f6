package io.penstock.server.http.live;

import io.penstock.BrokerHealth.State;
import io.penstock.server.http.EventClient;
import io.penstock.server.http.EventClient.Event;
import io.penstock.server.http.overview.BrokerOverview;
import io.penstock.server.http.overview.BrokerOverview.Health;
import io.penstock.server.http.overview.OverviewViewer.Round;
import io.penstock.server.http.request.ProblemType;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import jakarta.inject.Inject;

import static io.penstock.server.http.Requests.declareQueue;
import static io.penstock.server.http.Requests.problem;
import static io.penstock.server.http.Requests.send;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

@QuarkusTest
class LiveTest {

    private static final String LIVE = "/api/v1/live";

    @TestHTTPResource("/")
    URI server;

    @Inject
    LiveStreams live;

    private static Event next(EventClient client, String name) throws IOException {
        var event = client.next();
        while (!event.name().equals(name)) {
            event = client.next();
        }
        return event;
    }

    @Test
    void shouldTellTheOverviewOnceASecond() throws Exception {
        try (var client = EventClient.open(server, LIVE)) {
            long second = 0;
            for (int i = 0; i < 3; i++) {
                var event = next(client, "overview");
                var overview = JsonPath.from(event.data());
                assertThat(Long.parseLong(event.id())).isGreaterThan(second);
                second = Long.parseLong(event.id());
                assertThat(overview.getString("health.state")).isEqualTo("RUNNING");
                assertThat(overview.getLong("diskFreeBytes")).isPositive();
                assertThat(overview.getInt("firing")).isNotNegative();
                assertThat(overview.getDouble("in")).isNotNegative();
            }
        }
    }

    @Test
    void shouldTellTheRowsThatAreInViewWhenTheyChange() throws Exception {
        String queue = declareQueue("live");
        String other = declareQueue("live");
        try (var client = EventClient.open(server, LIVE + "?destinations=" + queue + ",nowhere")) {
            var before = JsonPath.from(next(client, "rows").data());
            assertThat(before.getList("name")).containsExactly(queue);
            assertThat(before.getInt("[0].waiting")).isZero();
            send(other, "x");
            send(queue, "x");
            var after = JsonPath.from(next(client, "rows").data());
            assertThat(after.getList("name")).containsExactly(queue);
            assertThat(after.getInt("[0].waiting")).isEqualTo(1);
            assertThat(after.getString("[0].spark")).isNull();
        }
    }

    @Test
    void shouldTellOnceThatAnyListMayHaveChangedBeforeItKnewThem() throws Exception {
        try (var client = EventClient.open(server, LIVE)) {
            var told = new ArrayList<String>();
            for (int i = 0; i < ListKind.values().length; i++) {
                told.add(next(client, "changed").data());
            }
            assertThat(told)
                    .containsExactlyElementsOf(
                            Arrays.stream(ListKind.values()).map(ListKind::json).toList());
        }
    }

    @Test
    void shouldTellWhichListsHaveChanged() throws Exception {
        try (var client = EventClient.open(server, LIVE)) {
            // Two rounds with somebody who looks, between which nothing is known to have changed.
            next(client, "overview");
            next(client, "overview");
            next(client, "overview");
            String queue = declareQueue("live");
            assertThat(next(client, "changed").data()).isEqualTo("{\"what\":\"destinations\"}");
            given().contentType("application/json")
                    .body("{\"destinations\": \"" + queue + "\", \"lagAbove\": 100}")
                    .put("/api/v1/alerts/" + queue)
                    .then()
                    .statusCode(201);
            assertThat(next(client, "changed").data()).isEqualTo("{\"what\":\"alerts\"}");
            given().post("/api/v1/destinations/" + queue + "/purge").then().statusCode(200);
            assertThat(next(client, "changed").data()).isEqualTo("{\"what\":\"operations\"}");
            given().contentType("application/json")
                    .body("{\"destination\": \"" + queue + "\", \"interval\": \"P1D\", \"body\": \"x\"}")
                    .put("/api/v1/schedules/" + queue)
                    .then()
                    .statusCode(201);
            assertThat(next(client, "changed").data()).isEqualTo("{\"what\":\"schedules\"}");
        }
    }

    @Test
    void shouldGoOnBehindTheLastOverview() throws Exception {
        var ids = new ArrayList<Long>();
        try (var client = EventClient.open(server, LIVE)) {
            for (int i = 0; i < 4; i++) {
                ids.add(Long.parseLong(next(client, "overview").id()));
            }
        }
        try (var client = EventClient.open(server, LIVE, String.valueOf(ids.get(0)))) {
            for (int i = 1; i < 4; i++) {
                var event = client.next();
                assertThat(event.name()).isEqualTo("overview");
                assertThat(event.id()).isEqualTo(String.valueOf(ids.get(i)));
            }
        }
    }

    @Test
    void shouldSayWhatItDoesNotKnowAnyMore() throws Exception {
        try (var client = EventClient.open(server, LIVE, "1000")) {
            var gap = client.next();
            assertThat(gap.name()).isEqualTo("gap");
            assertThat(JsonPath.from(gap.data()).getLong("from")).isEqualTo(1_001);
            long to = JsonPath.from(gap.data()).getLong("to");
            assertThat(client.next().id()).isEqualTo(String.valueOf(to + 1));
        }
    }

    @Test
    void shouldGoOnWithTheLatestForAClientOfAClockThatIsAhead() throws Exception {
        try (var client = EventClient.open(server, LIVE, "99999999999")) {
            assertThat(client.next().name()).isEqualTo("overview");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "-1", "0:17", "99999999999999999999"})
    void shouldRefuseAnIdThatIsNone(String id) {
        problem(given().header("Last-Event-ID", id).get(LIVE).then(), ProblemType.MALFORMED_REQUEST, LIVE)
                .body("detail", containsString("'Last-Event-ID' is '" + id + "'"));
    }

    @Test
    void shouldRefuseMoreNamesThanAreInView() {
        var names = IntStream.range(0, 201).mapToObj(i -> "d" + i).collect(Collectors.joining(","));
        problem(given().get(LIVE + "?destinations=" + names).then(), ProblemType.MALFORMED_REQUEST, LIVE)
                .body("detail", containsString("201 names"));
        problem(given().get(LIVE + "?destinations=a,,b").then(), ProblemType.MALFORMED_REQUEST, LIVE)
                .body("detail", containsString("commas"));
    }

    @Test
    void shouldTake200NamesOfUsualLength() throws Exception {
        String queue = declareQueue("live");
        var names = IntStream.range(0, 199)
                .mapToObj(i -> "department-of-deliveries.orders.to-be-checked-by-hand.region-" + i)
                .collect(Collectors.joining(","));
        try (var client = EventClient.open(server, LIVE + "?destinations=" + names + "," + queue)) {
            assertThat(JsonPath.from(next(client, "rows").data()).getList("name"))
                    .containsExactly(queue);
        }
    }

    @Test
    void shouldEndAStreamAfterManyRounds() throws Exception {
        var overview = new BrokerOverview(
                Instant.now(), 1.0, 1.0, 1L, 1L, 1L, 1L, 1L, new Health(State.RUNNING, List.of()), 1);
        var round = new Round(overview.time(), overview, Set.of(), name -> null);
        try (var client = EventClient.open(server, LIVE)) {
            next(client, "overview");
            Event event = null;
            while (event == null || !event.name().equals("end")) {
                for (int i = 0; i < LiveStream.MAX_ROUNDS; i++) {
                    live.told(round);
                }
                event = client.next();
            }
            assertThat(JsonPath.from(event.data()).getString("reason")).contains("connect again");
            assertThat(client.next()).isNull();
        }
    }

    @Test
    void shouldRefuseStreamsBeyondTheLimit() throws Exception {
        var open = new ArrayList<EventClient>();
        try {
            for (int i = 0; i < LiveStreams.MAX_STREAMS; i++) {
                var client = EventClient.open(server, LIVE);
                open.add(client);
                next(client, "overview");
            }
            problem(given().get(LIVE).then(), ProblemType.LIMIT_REACHED, LIVE).header("Retry-After", "1");
        } finally {
            open.forEach(EventClient::close);
        }
    }
}
