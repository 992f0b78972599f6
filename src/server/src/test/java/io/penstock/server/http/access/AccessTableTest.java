package io.penstock.server.http.access;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.penstock.Broker;
import io.penstock.Destination;
import io.penstock.Subscription;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import jakarta.inject.Inject;

import static org.assertj.core.api.Assertions.assertThat;

/** Every endpoint, for each role and for nobody, at destinations of anybody, of one's own and of others, by each login. */
@QuarkusTest
@TestProfile(Guarded.class)
class AccessTableTest {

    private static final List<String> USERS = List.of("admin", "operator", "producer", "consumer", "shop");
    private static final List<String> BEGINNINGS = List.of("free", "own", "foreign");

    @Inject
    Broker broker;

    @TestHTTPResource("/")
    URI server;

    private Http http;

    @BeforeEach
    void connect() {
        http = new Http(server);
    }

    @Test
    void shouldHaveARowForEveryEndpointOfTheApi() throws Exception {
        var document = new ObjectMapper()
                .readTree(http.get("/q/openapi?format=json", Guarded.basic("admin"))
                        .body());
        var endpoints = new TreeSet<String>();
        for (var path : document.get("paths").properties()) {
            for (var operation : path.getValue().properties()) {
                endpoints.add(operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey());
            }
        }

        assertThat(endpoints).hasSizeGreaterThan(30);
        var rows = Rows.ofApi().stream().map(Row::endpoint).toList();
        assertThat(rows).containsExactlyInAnyOrderElementsOf(endpoints);
    }

    @Test
    void shouldAnswerEveryCellByPassword() throws Exception {
        assertThat(wrongCells(Guarded::basic)).isEmpty();
    }

    @Test
    void shouldAnswerEveryCellByToken() throws Exception {
        assertThat(wrongCells(Guarded::bearer)).isEmpty();
    }

    private List<String> wrongCells(UnaryOperator<String> login) throws Exception {
        var wrong = new ArrayList<String>();
        var rows = new ArrayList<>(Rows.ofApi());
        rows.addAll(Rows.ofServer());
        for (var row : rows) {
            for (var beginning : BEGINNINGS) {
                for (var user : USERS) {
                    check(row, beginning, user, login.apply(user), row.expected(user, beginning), wrong);
                }
            }
        }
        return wrong;
    }

    /** To log in needs no login. */
    @Test
    void shouldAnswerNobodyWithAChallengeEverywhereButForHealthAndTheConsole() throws Exception {
        var wrong = new ArrayList<String>();
        for (var row : Rows.ofApi()) {
            check(row, "free", "nobody", null, row.need() == Need.NOTHING ? row.status() : 401, wrong);
        }
        for (var row : Rows.ofServer()) {
            check(row, "free", "nobody", null, row.need() == Need.NOTHING ? 200 : 401, wrong);
        }
        assertThat(wrong).isEmpty();
    }

    /** What is empty, or not there, is read by those who might read it if it were full, and by nobody else. */
    @Test
    void shouldRefuseToReadWhatIsEmptyAsWhatIsFull() throws Exception {
        broker.declare(Destination.topic("empty.topic").build());
        broker.declare(Subscription.ofTopic("empty.topic", "s").build());
        broker.declare(Destination.queue("empty.queue").partitions(3).build());
        for (var path : List.of(
                "empty.topic/messages",
                "empty.topic/messages?partition=0&from=7",
                "empty.topic/messages/newest?key=a",
                "empty.topic/subscriptions/s/messages",
                "empty.queue/messages",
                "empty.queue/messages?partition=2",
                "empty.queue/subscriptions/empty.queue/messages")) {
            var url = "/api/v1/destinations/" + path;
            assertThat(http.get(url, Guarded.basic("producer")).statusCode())
                    .as(path)
                    .isEqualTo(403);
            assertThat(http.get(url, Guarded.basic("operator")).statusCode())
                    .as(path)
                    .isIn(200, 204);
        }
        assertThat(http.get("/api/v1/destinations/own.none/messages", Guarded.basic("producer"))
                        .statusCode())
                .isEqualTo(403);
    }

    /** The door of the triage is its path, and the router would go there by a path with parameters, too. */
    @Test
    void shouldLetNobodyIntoTheTriageByAPathWithParameters() throws Exception {
        assertThat(http.get("/api/v1/triage/letters", Guarded.basic("producer")).statusCode())
                .isEqualTo(403);
        assertThat(http.get("/api/v1/triage;a/letters", Guarded.basic("producer"))
                        .statusCode())
                .isEqualTo(400);
    }

    private void check(Row row, String beginning, String user, String login, int expected, List<String> wrong)
            throws Exception {
        var fixture = new Fixture(broker, beginning);
        var path = row.before().apply(fixture);
        var body = row.body().apply(fixture);
        var answer = http.send(row.method(), path, login, body == null ? null : Http.JSON, body);
        if (answer.statusCode() != expected) {
            wrong.add(row.endpoint() + " at " + beginning + " by " + user + ": " + answer.statusCode() + " and not "
                    + expected + " " + answer.body());
        }
        if (expected == 401 && answer.headers().firstValue("WWW-Authenticate").isEmpty()) {
            wrong.add(row.endpoint() + ": no challenge");
        }
        if (expected >= 400 && !answer.body().contains("\"status\":" + expected)) {
            wrong.add(row.endpoint() + " by " + user + ": no problem: " + answer.body());
        }
    }
}
