package io.penstock.server.http.access;

import io.penstock.Broker;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Test;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jakarta.inject.Inject;

import static org.assertj.core.api.Assertions.assertThat;

/** Whoever may not do something is told that, and not how what they may not touch stands (RFC 9110, section 13.2.1). */
@QuarkusTest
@TestProfile(Guarded.class)
class ConditionsOfOthersTest {

    private static final List<Map<String, String>> CONDITIONS =
            List.of(Map.of("If-Match", "\"another\""), Map.of("If-None-Match", "*"));

    @Inject
    Broker broker;

    @TestHTTPResource("/")
    URI server;

    @Test
    void shouldRefuseWhateverTheConditions() throws Exception {
        var http = new Http(server);
        var wrong = new ArrayList<String>();
        int cells = 0;
        for (var row : Rows.ofApi()) {
            for (var user : List.of("operator", "producer", "consumer", "shop")) {
                for (var beginning : List.of("free", "foreign")) {
                    if (row.method().equals("GET") || row.expected(user, beginning) != 403) {
                        continue;
                    }
                    for (var condition : CONDITIONS) {
                        cells++;
                        var fixture = new Fixture(broker, beginning);
                        var path = row.before().apply(fixture);
                        var body = row.body().apply(fixture);
                        var type = body == null ? null : Http.JSON;
                        var answer = http.send(row.method(), path, Guarded.basic(user), type, body, condition);
                        if (answer.statusCode() != 403) {
                            wrong.add(row.endpoint() + " at " + beginning + " by " + user + " with " + condition + ": "
                                    + answer.statusCode() + " " + answer.body());
                        }
                    }
                }
            }
        }
        assertThat(cells).isGreaterThan(200);
        assertThat(wrong).isEmpty();
    }

    /** A binding has an id, which the table does not know. */
    @Test
    void shouldNotTellTheTagOfABindingToWhoeverMayNotRemoveIt() throws Exception {
        var http = new Http(server);
        var fixture = new Fixture(broker, "free");
        fixture.binding();
        var bindings = "/api/v1/destinations/" + fixture.name + "/bindings";
        var list = http.get(bindings, Guarded.basic("producer")).body();
        var path = bindings + "/" + list.replaceFirst("(?s).*\"id\" *: *\"([^\"]*)\".*", "$1");

        for (var condition : CONDITIONS) {
            var answer = http.send("DELETE", path, Guarded.basic("producer"), null, null, condition);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(403);
        }
        assertThat(http.get(path, Guarded.basic("producer")).statusCode()).isEqualTo(200);
    }
}
