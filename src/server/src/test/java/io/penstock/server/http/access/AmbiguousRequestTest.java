package io.penstock.server.http.access;

import io.penstock.server.http.RawClient;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URI;

import static org.assertj.core.api.Assertions.assertThat;

/** Requests of which two who look at them might see different things: what a proxy lets pass, and what the server does. */
@QuarkusTest
class AmbiguousRequestTest {

    private static final String LIST = "/api/v1/destinations";

    @TestHTTPResource("/")
    URI server;

    private String answer(String request) throws Exception {
        try (var client = RawClient.connect(server)) {
            client.write(request.replace("\n", "\r\n") + "\r\n\r\n");
            return client.status() + "\n" + client.rest();
        }
    }

    private String own() {
        return server.getHost() + ":" + server.getPort();
    }

    private void isMalformed(String request, String problem) throws Exception {
        assertThat(answer(request + "\nConnection: close"))
                .as(request)
                .containsPattern("^HTTP/[0-9.]+ 400 ")
                .contains("urn:problem-type:penstock:malformed-request")
                .contains(problem);
    }

    @Test
    void shouldRefuseWhatSaysTwiceWhoAsks() throws Exception {
        var begin = "GET " + LIST + " HTTP/1.1\nHost: " + own() + "\n";

        isMalformed(begin + "Authorization: Basic YTpi\nAuthorization: Basic eDp5", "'authorization' is set 2 times");
        isMalformed(begin + "Authorization: Basic YTpi\nauthorization: Basic YTpi", "'authorization' is set 2 times");
        isMalformed(begin + "Origin: http://" + own() + "\nOrigin: http://evil.example", "'origin' is set 2 times");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://evil.example", "http://localhost:1", "http://a@localhost", "https://evil.example:8080"})
    void shouldRefuseATargetOfAnotherHost(String other) throws Exception {
        isMalformed("GET " + other + LIST + " HTTP/1.1\nHost: " + own(), "names another host");
        isMalformed("GET " + other + "/q/health HTTP/1.1\nHost: " + own(), "names another host");
    }

    @Test
    void shouldServeATargetThatNamesTheHost() throws Exception {
        assertThat(answer("GET http://" + own() + LIST + " HTTP/1.1\nHost: " + own() + "\nConnection: close"))
                .startsWith("HTTP/1.1 200");
    }

    /** Probes of HTTP/1.0 need no name of the server, and nothing else does without. */
    @ParameterizedTest
    @ValueSource(strings = {LIST, "/q/.." + LIST, "/q/health/../.." + LIST, "/q/%2e%2e" + LIST})
    void shouldServeWithoutAHostOnlyWhatProbesAskFor(String path) throws Exception {
        isMalformed("GET " + path + " HTTP/1.0\nAccept: */*", "'Host' is missing");
        assertThat(answer("GET /q/health HTTP/1.0\nAccept: */*")).startsWith("HTTP/1.0 200");
    }
}
