package io.penstock.server.http.access;

import io.penstock.Broker;
import io.penstock.server.http.RawClient;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import jakarta.inject.Inject;

import static io.penstock.server.http.Requests.DESTINATIONS;
import static io.penstock.server.http.Requests.declareQueue;
import static io.penstock.server.http.Requests.messagesOf;
import static io.penstock.server.http.Requests.send;
import static org.assertj.core.api.Assertions.assertThat;

/** A page of a stranger, in the browser of somebody who can reach the server: what it can have the browser send. */
@QuarkusTest
class HostilePageTest {

    private static final String BROWSER = "User-Agent: Mozilla/5.0 (X11; Linux x86_64) Firefox/60.0";
    private static final String FORM = "Content-Type: application/x-www-form-urlencoded";

    @Inject
    Broker broker;

    @TestHTTPResource("/")
    URI server;

    private String answer(String method, String path, String host, String... headers) throws Exception {
        try (var client = RawClient.connect(server)) {
            client.write(method + " " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n"
                    + String.join("\r\n", headers) + "\r\nContent-Length: 1\r\n\r\nx");
            return client.status() + "\n" + client.rest();
        }
    }

    private String own() {
        return server.getHost() + ":" + server.getPort();
    }

    /** All that a page could want to do. Nothing of it happens. */
    private void isRefused(String type, String host, String... headers) throws Exception {
        String queue = declareQueue("victim");
        send(queue, "precious");
        var attempts = List.of(
                "POST " + messagesOf(queue),
                "POST " + DESTINATIONS + "/" + queue + "/purge",
                "DELETE " + DESTINATIONS + "/" + queue,
                "PUT " + DESTINATIONS + "/" + queue + "-new",
                "POST " + DESTINATIONS + "/" + queue + "/subscriptions/" + queue + "/pause");
        for (var attempt : attempts) {
            var parts = attempt.split(" ");
            assertThat(answer(parts[0], parts[1], host, headers))
                    .as(attempt)
                    .startsWith("HTTP/1.1 403 ")
                    .contains("urn:problem-type:penstock:" + type)
                    .doesNotContainIgnoringCase("Access-Control-Allow-Origin");
        }
        var statistics = broker.statistics(queue);
        assertThat(statistics.sent()).isEqualTo(1);
        assertThat(statistics.subscriptions().get(0).waiting()).isEqualTo(1);
        assertThat(statistics.subscriptions().get(0).paused()).isFalse();
        assertThat(broker.destination(queue + "-new")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=b"})
    void shouldRefuseTheFormOfAnotherOrigin(String type) throws Exception {
        isRefused("cross-site", own(), BROWSER, "Origin: http://evil.example", "Content-Type: " + type);
    }

    @Test
    void shouldRefuseAFormThatHidesItsOrigin() throws Exception {
        isRefused("cross-site", own(), BROWSER, "Origin: null", FORM);
        isRefused("cross-site", own(), BROWSER, "Sec-Fetch-Site: cross-site", FORM);
        isRefused("cross-site", own(), BROWSER, "Sec-Fetch-Site: same-site", FORM);
    }

    @Test
    void shouldRefuseAFormOfABrowserThatTellsNothing() throws Exception {
        isRefused("cross-site", own(), BROWSER, FORM);
        isRefused("cross-site", own(), BROWSER, "Content-Type: TEXT/PLAIN ; charset=utf-8");
        isRefused("cross-site", own(), "Referer: http://evil.example/page", FORM);
    }

    @Test
    void shouldRefuseAFetchWithoutCors() throws Exception {
        isRefused("cross-site", own(), BROWSER, "Origin: http://evil.example", "Sec-Fetch-Mode: no-cors");
        isRefused("cross-site", own(), BROWSER);
    }

    @Test
    void shouldRefuseAFetchWithCorsAndItsPreflight() throws Exception {
        isRefused("cross-site", own(), BROWSER, "Origin: http://evil.example", "Content-Type: application/json");
        assertThat(answer(
                        "OPTIONS",
                        DESTINATIONS,
                        own(),
                        BROWSER,
                        "Origin: http://evil.example",
                        "Access-Control-Request-Method: PUT",
                        "Access-Control-Request-Headers: content-type"))
                .startsWith("HTTP/1.1 403 ")
                .doesNotContainIgnoringCase("Access-Control-Allow");
    }

    @Test
    void shouldRefuseAPageWhoseNameLeadsHere() throws Exception {
        var host = "evil.example:" + server.getPort();
        isRefused("foreign-host", host, BROWSER, "Origin: http://" + host, "Content-Type: application/json");
        isRefused("foreign-host", host, BROWSER, "Sec-Fetch-Site: same-origin", "X-Forwarded-Host: localhost");
        for (var path : List.of(DESTINATIONS, "/q/metrics", "/q/openapi", "/nowhere", "/q/health-of-others")) {
            assertThat(answer("GET", path, host, BROWSER)).startsWith("HTTP/1.1 403 ");
        }
    }

    @Test
    void shouldLetHealthBeAskedByAnyName() throws Exception {
        assertThat(answer("GET", "/q/health/ready", "10.1.2.3:8080")).startsWith("HTTP/1.1 200 ");
        assertThat(answer("GET", "/q/health", "anything.example")).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void shouldServeItsOwnPagesAndWhatIsNoBrowser() throws Exception {
        String queue = declareQueue("served");

        var messages = messagesOf(queue);
        for (var headers : List.of(
                new String[] {"User-Agent: curl/8.5.0", FORM},
                new String[] {FORM},
                new String[] {BROWSER, "Origin: http://" + own(), FORM},
                new String[] {BROWSER, "Sec-Fetch-Site: same-origin", FORM},
                new String[] {BROWSER, "X-Requested-With: fetch", FORM},
                new String[] {BROWSER, "Penstock-Key: k"},
                new String[] {BROWSER, "Content-Type: application/json"})) {
            assertThat(answer("POST", messages, own(), headers))
                    .as(String.join(", ", headers))
                    .startsWith("HTTP/1.1 201 ");
        }
    }

    @Test
    void shouldTellBrowsersNotToGuessShowOrKeepAnswers() throws Exception {
        for (var path : List.of(DESTINATIONS, DESTINATIONS + "/nowhere")) {
            assertThat(answer("GET", path, own()).toLowerCase(Locale.ROOT))
                    .contains(
                            "x-content-type-options: nosniff",
                            "x-frame-options: deny",
                            "frame-ancestors 'none'",
                            "referrer-policy: no-referrer",
                            "cache-control: no-store");
        }
    }
}
