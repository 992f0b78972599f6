package io.penstock.server.http.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.penstock.Broker;
import io.penstock.Destination;
import io.penstock.Message;
import io.penstock.Subscription;
import io.penstock.security.AccessControl;
import io.penstock.server.http.RawClient;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jakarta.inject.Inject;

import static org.assertj.core.api.Assertions.assertThat;

/** Sessions of browsers, and what somebody could try with the cookie of another. */
@QuarkusTest
@TestProfile(Visited.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SessionTest {

    private static final String SESSION = "/api/v1/session";
    private static final String ME = "/api/v1/me";
    private static final String LIST = "/api/v1/destinations";
    private static final Map<String, String> CONSOLE = Map.of("Penstock-Console", "1");

    /** More failures than a name may have before it has to wait. */
    private static final int GUESSES = 12;

    @TestHTTPResource("/")
    URI server;

    @Inject
    Broker broker;

    @Inject
    AccessControl access;

    @ConfigProperty(name = Visited.FILE)
    Path users;

    private Http http;

    @BeforeEach
    void connect() {
        http = new Http(server);
    }

    private HttpResponse<String> login(String user, String password, Map<String, String> headers) throws Exception {
        var body = "{\"user\": \"" + user + "\", \"password\": \"" + password + "\"}";
        return http.send("POST", SESSION, null, Http.JSON, body, headers);
    }

    /** Logs in as the console does. */
    private String login(String user) throws Exception {
        var answer = login(user, Guarded.password(user), CONSOLE);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return token(answer);
    }

    private static String token(HttpResponse<String> answer) {
        var cookie = answer.headers().firstValue("Set-Cookie").orElseThrow();
        return cookie.substring("penstock-session=".length(), cookie.indexOf(';'));
    }

    private HttpResponse<String> send(String method, String path, String token, Map<String, String> headers)
            throws Exception {
        var all = new HashMap<>(headers);
        all.put("Cookie", "penstock-session=" + token);
        return http.send(method, path, null, null, null, all);
    }

    private int status(String token) throws Exception {
        return send("GET", LIST, token, Map.of()).statusCode();
    }

    private static JsonNode json(HttpResponse<String> answer) throws Exception {
        return new ObjectMapper().readTree(answer.body());
    }

    @Test
    void shouldLogInAndTellWhoOneIs() throws Exception {
        var answer = login("ada", "ada", CONSOLE);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Set-Cookie").orElseThrow())
                .matches("penstock-session=[A-Za-z0-9_-]{43}; Path=/api; HttpOnly; SameSite=Strict");
        var me = json(send("GET", ME, token(answer), Map.of()));
        assertThat(me).isEqualTo(json(answer));
        assertThat(me.get("user").asText()).isEqualTo("ada");
        assertThat(me.get("open").asBoolean()).isFalse();
        assertThat(me.get("roles").toString()).isEqualTo("[\"admin\"]");
        assertThat(me.get("admin").asBoolean()).isTrue();
        assertThat(me.get("operator").asBoolean()).isTrue();
        assertThat(me.get("database").asBoolean()).isFalse();
        assertThat(me.get("server").get("engine").asText()).isEqualTo("EMBEDDED");
        var bob = json(send("GET", ME, login("bob"), Map.of()));
        assertThat(bob.get("admin").asBoolean()).isFalse();
        assertThat(bob.get("operator").asBoolean()).isFalse();
    }

    @Test
    void shouldTellWhatOneMayDoAtADestination() throws Exception {
        broker.declare(Destination.queue("may").build());
        var path = LIST + "/may";

        assertThat(json(send("GET", path, login("ada"), Map.of())).get("may").toString())
                .isEqualTo("[\"send\",\"receive\",\"browse\",\"manage\"]");
        assertThat(json(send("GET", path, login("bob"), Map.of())).get("may").toString())
                .isEqualTo("[\"send\"]");
        assertThat(send("PUT", LIST + "/other", login("bob"), CONSOLE).statusCode())
                .as("a session may do what its user may")
                .isIn(400, 403);
    }

    @Test
    void shouldTakeNoTokenThatSomebodyElseHasChosen() throws Exception {
        var chosen = "c".repeat(43);

        var answer = login("ada", "ada", Map.of("Penstock-Console", "1", "Cookie", "penstock-session=" + chosen));

        assertThat(token(answer)).isNotEqualTo(chosen);
        assertThat(status(chosen)).isEqualTo(401);
        assertThat(status(token(answer))).isEqualTo(200);
    }

    @Test
    void shouldEndTheSessionBeforeWhenABrowserLogsInAgain() throws Exception {
        var first = login("ada");

        var second = token(login("ada", "ada", Map.of("Penstock-Console", "1", "Cookie", "penstock-session=" + first)));

        assertThat(status(first)).isEqualTo(401);
        assertThat(status(second)).isEqualTo(200);
    }

    @Test
    void shouldRefuseTheCookieAfterLogout() throws Exception {
        var token = login("ada");
        var other = login("ada");

        var answer = send("DELETE", SESSION, token, CONSOLE);

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(answer.headers().firstValue("Set-Cookie").orElseThrow())
                .isEqualTo("penstock-session=; Max-Age=0; Path=/api; HttpOnly; SameSite=Strict");
        var replay = send("GET", ME, token, CONSOLE);
        assertThat(replay.statusCode()).isEqualTo(401);
        assertThat(replay.headers().firstValue("Set-Cookie").orElseThrow()).contains("Max-Age=0");
        assertThat(send("DELETE", SESSION, token, CONSOLE).statusCode()).isEqualTo(401);
        assertThat(status(other)).as("of another browser").isEqualTo(200);
        assertThat(http.send("DELETE", SESSION, Guarded.basic("ada"), null, null)
                        .body())
                .contains("unknown-session");
    }

    @Test
    void shouldEndTheStreamsOfASessionWithIt() throws Exception {
        broker.declare(Destination.topic("watched").build());
        var token = login("ada");
        try (var stream = RawClient.connect(server)) {
            stream.head("GET " + LIST + "/watched/events", "Cookie: penstock-session=" + token, "Connection: close");
            assertThat(stream.status()).startsWith("HTTP/1.1 200");

            assertThat(send("DELETE", SESSION, token, CONSOLE).statusCode()).isEqualTo(204);
            broker.send(Message.to("watched").body("secret").build());

            assertThat(stream.rest()).contains("event: problem").doesNotContain("secret");
        }
    }

    @Test
    void shouldEndTheOverviewsOfASessionWithIt() throws Exception {
        var token = login("ada");
        try (var stream = RawClient.connect(server)) {
            stream.head("GET /api/v1/live", "Cookie: penstock-session=" + token, "Connection: close");
            assertThat(stream.status()).startsWith("HTTP/1.1 200");

            assertThat(send("DELETE", SESSION, token, CONSOLE).statusCode()).isEqualTo(204);

            assertThat(stream.rest()).contains("event: end").contains("not logged in any more");
        }
    }

    /** What a page can have a browser send with the cookie, from an origin that is no other site for the cookie. */
    @Test
    void shouldRefuseChangesThatAPageOfAnotherOriginCouldSend() throws Exception {
        broker.declare(Destination.topic("victim").build());
        broker.declare(Subscription.ofTopic("victim", "s").build());
        broker.send(Message.to("victim").body("precious").build());
        var token = login("ada");
        var change = "/api/v1/destinations/victim/subscriptions/s/pause";
        var own = "http://" + server.getHost() + ":" + server.getPort();

        for (var headers : List.of(
                Map.<String, String>of(),
                Map.of("X-Requested-With", "fetch"),
                Map.of("Penstock-Console", "0"),
                Map.of("Origin", "http://" + server.getHost() + ":1"),
                Map.of("Origin", "http://" + server.getHost() + ":1", "Penstock-Console", "1"),
                Map.of("Origin", "null", "Penstock-Console", "1"),
                Map.of("Sec-Fetch-Site", "same-site", "Penstock-Console", "1"),
                Map.of("Sec-Fetch-Site", "cross-site", "Penstock-Console", "1"))) {
            var answer = send("POST", change, token, headers);
            assertThat(answer.statusCode()).as(headers.toString()).isEqualTo(403);
            assertThat(answer.body()).contains("urn:problem-type:penstock:cross-site");
        }
        assertThat(send("GET", "/api/v1/destinations/victim/subscriptions/s/events?settle=written", token, Map.of())
                        .statusCode())
                .as("a request that takes messages")
                .isEqualTo(403);
        assertThat(send("GET", LIST, token, Map.of("Sec-Fetch-Site", "same-site"))
                        .statusCode())
                .isEqualTo(403);

        var statistics = broker.statistics("victim").subscriptions().get(0);
        assertThat(statistics.paused()).isFalse();
        assertThat(statistics.waiting()).isEqualTo(1);
        assertThat(send("POST", change, token, CONSOLE).statusCode()).isEqualTo(200);
        assertThat(send("POST", change, token, Map.of("Origin", own)).statusCode())
                .isEqualTo(200);
        assertThat(send("GET", LIST, token, Map.of("Sec-Fetch-Site", "same-origin"))
                        .statusCode())
                .isEqualTo(200);
    }

    /** A victim that is logged in as the attacker would do its work where the attacker reads it. */
    @Test
    void shouldRefuseALoginThatAPageOfAnotherOriginCouldSend() throws Exception {
        for (var headers : List.of(
                Map.<String, String>of(),
                Map.of("Origin", "http://evil.example", "Penstock-Console", "1"),
                Map.of("Sec-Fetch-Site", "cross-site", "Penstock-Console", "1"))) {
            var answer = login("ada", "ada", headers);
            assertThat(answer.statusCode()).as(headers.toString()).isEqualTo(403);
            assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
        }
    }

    @Test
    void shouldSendMessagesOfTheConsole() throws Exception {
        broker.declare(Destination.queue("sent").build());
        var headers = Map.of("Penstock-Console", "1", "Cookie", "penstock-session=" + login("ada"));
        var messages = LIST + "/sent/messages";

        assertThat(http.send("POST", messages, null, "text/plain", "x", headers).statusCode())
                .isEqualTo(201);
        assertThat(http.send("POST", messages + ":batch", null, Http.JSON, "[{\"body\": \"y\"}]", headers)
                        .statusCode())
                .isEqualTo(200);
        assertThat(broker.statistics("sent").sent()).isEqualTo(2);
    }

    @Test
    void shouldRefuseACookieThatIsSentTwice() throws Exception {
        var token = login("ada");
        for (var cookies : List.of(
                "Cookie: penstock-session=" + token + "; penstock-session=" + token,
                "Cookie: penstock-session=" + token + "; a=b;penstock-session=",
                "Cookie: penstock-session=" + token + "\r\nCookie: penstock-session=x")) {
            try (var client = RawClient.connect(server)) {
                client.head("GET " + ME, cookies, "Connection: close");
                assertThat(client.status()).as(cookies).startsWith("HTTP/1.1 400");
            }
        }
        assertThat(http.send("GET", ME, null, null, null, Map.of("Cookie", "a=b; penstock-session=" + token + ";c=d"))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void shouldRefuseCookiesThatAreHugeEmptyOrOfNoSession() throws Exception {
        for (var value : List.of("", "x", "=", "A".repeat(43), "A".repeat(15_000), "../../etc", "%00", "\"\"")) {
            assertThat(status(value)).as(value).isEqualTo(401);
        }
        try (var client = RawClient.connect(server)) {
            client.head("GET " + ME, "Cookie: penstock-session=" + "A".repeat(100_000));
            assertThat(client.status()).startsWith("HTTP/1.1 431");
        }
    }

    @Test
    void shouldTakeThePasswordOfTheRequestAndNotTheCookie() throws Exception {
        var headers = Map.of("Cookie", "penstock-session=" + login("ada"));

        assertThat(json(http.send("GET", ME, Guarded.basic("bob"), null, null, headers))
                        .get("user")
                        .asText())
                .isEqualTo("bob");
        assertThat(http.send("GET", ME, "Basic %%%", null, null, headers).statusCode())
                .isEqualTo(401);
    }

    @Test
    void shouldReadNoLargeBodyOfSomebodyUnknown() throws Exception {
        var answer = login("ada", "p".repeat(10_000), CONSOLE);
        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.body()).contains("a name and a password");

        for (var body : List.of("", "{}", "[]", "{\"user\": \"ada\"}", "{\"user\": 1, \"password\": \"ada\"}", "{")) {
            var refused = http.send("POST", SESSION, null, Http.JSON, body, CONSOLE);
            assertThat(refused.statusCode()).as(body).isEqualTo(400);
        }
    }

    @Test
    void shouldShowNothingToSomebodyWhoAsksForASession() throws Exception {
        assertThat(http.send("GET", SESSION, null, null, null, CONSOLE).statusCode())
                .isEqualTo(401);
        assertThat(http.send("POST", SESSION + "/x", null, Http.JSON, "{}", CONSOLE)
                        .statusCode())
                .isEqualTo(401);
        assertThat(http.send("POST", "/api/v1/me", null, Http.JSON, "{}", CONSOLE)
                        .statusCode())
                .isEqualTo(401);
    }

    /** The browser has a window of its own for the challenge "Basic", which would cover the form of the console. */
    @Test
    void shouldHaveNoBrowserOpenItsOwnWindow() throws Exception {
        var answer = http.send("GET", ME, null, null, null, CONSOLE);
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().allValues("WWW-Authenticate")).containsExactly("Session realm=\"penstock\"");
        assertThat(http.get(ME, null).headers().firstValue("WWW-Authenticate").orElseThrow())
                .startsWith("Basic");
    }

    @Test
    void shouldKeepOneUserFromHavingAnyNumberOfSessions() throws Exception {
        var tokens = new ArrayList<String>();
        var others = login("ada");
        for (int i = 0; i <= Sessions.MAX_OF_USER; i++) {
            tokens.add(login("eve"));
        }

        assertThat(status(tokens.get(0))).isEqualTo(401);
        assertThat(status(tokens.get(Sessions.MAX_OF_USER))).isEqualTo(200);
        assertThat(status(others)).isEqualTo(200);
    }

    @Test
    void shouldEndTheSessionsOfAUserWhoIsRemoved() throws Exception {
        var token = login("carl");
        var others = login("ada");

        Visited.change(users, all -> all.without("carl"));
        access.refresh();

        assertThat(status(token)).isEqualTo(401);
        Visited.with(users, "carl", "lrac", "producer");
        access.refresh();
        assertThat(status(token)).as("of the same name later").isEqualTo(401);
        assertThat(status(others)).isEqualTo(200);
    }

    @Test
    void shouldEndTheSessionsOfAUserWhoIsChanged() throws Exception {
        var token = login("dora");

        Visited.with(users, "dora", "arod", "consumer");
        access.refresh();
        assertThat(status(token)).as("with another role").isEqualTo(401);

        var again = login("dora");
        Visited.with(users, "dora", "another", "consumer");
        access.refresh();
        assertThat(status(again)).as("with another password").isEqualTo(401);
        assertThat(login("dora", "arod", CONSOLE).statusCode()).isEqualTo(401);
        assertThat(login("dora", "another", CONSOLE).statusCode()).isEqualTo(200);
    }

    /** The last, since failures of one door count at the other, and for the same address. */
    @Test
    @Order(Integer.MAX_VALUE)
    void shouldCountFailedLoginsWithThoseByPassword() throws Exception {
        login("ada");
        HttpResponse<String> last = null;
        for (int i = 0; i < GUESSES; i++) {
            last = login("bobby", "guess-" + i, CONSOLE);
            if (last.statusCode() == 429) {
                break;
            }
            assertThat(last.statusCode()).isEqualTo(401);
            assertThat(last.body()).doesNotContain("guess-");
            assertThat(last.headers().allValues("WWW-Authenticate")).containsExactly("Session realm=\"penstock\"");
        }

        assertThat(last.statusCode()).isEqualTo(429);
        assertThat(Long.parseLong(last.headers().firstValue("Retry-After").orElseThrow()))
                .isPositive();
        assertThat(http.get(ME, Guarded.basic("bobby", "guess")).statusCode()).isEqualTo(429);
        assertThat(login("ada", "ada", CONSOLE).statusCode())
                .as("whose password was right before")
                .isEqualTo(200);
    }
}
