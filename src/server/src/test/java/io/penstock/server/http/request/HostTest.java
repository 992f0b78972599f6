package io.penstock.server.http.request;

import io.penstock.server.http.LogCapture;
import io.penstock.server.http.RawClient;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URI;

import static io.penstock.server.http.Requests.DESTINATIONS;
import static org.assertj.core.api.Assertions.assertThat;

/** Requests that the router refuses before any resource is found, as bytes. */
@QuarkusTest
class HostTest {

    @TestHTTPResource("/")
    URI server;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Accept: */*",
                "Host: a b",
                "Host: local host:8080",
                "Host: localhost:port",
                "Host: localhost:8080:8080",
                "Host: localhost:99999999",
                "Host: <script>",
                "Host: localhost\r\nHost: localhost",
                "Host: localhost\r\nHost: elsewhere"
            })
    void shouldRefuseARequestWithoutOneGoodHostByAProblemAndWriteNothingToTheLog(String headers) throws Exception {
        try (var log = LogCapture.open()) {
            for (var path : new String[] {DESTINATIONS, "/nowhere"}) {
                String answer = answer("GET " + path + " HTTP/1.1\r\n" + headers + "\r\n\r\n");

                assertThat(answer)
                        .startsWith("HTTP/1.1 400 ")
                        .contains(
                                "application/problem+json", "\"type\":\"urn:problem-type:penstock:malformed-request\"")
                        .contains("'Host' is ", "\"instance\":\"" + path + "\"");
            }
            assertThat(log.lines()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "localhost:8080", "LocalHost", "[::1]:8080", "127.0.0.1:80"})
    void shouldServeARequestWithAHost(String host) throws Exception {
        assertThat(answer("GET " + DESTINATIONS + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200 ");
    }

    @Test
    void shouldAnswerProbesOfOldClientsWithoutAHostAndNothingElse() throws Exception {
        assertThat(answer("GET /q/health/live HTTP/1.0\r\n\r\n")).startsWith("HTTP/1.0 200 ");
        for (var host : new String[] {"", "Host: a b\r\n"}) {
            assertThat(answer("GET " + DESTINATIONS + " HTTP/1.0\r\n" + host + "\r\n"))
                    .startsWith("HTTP/1.0 400 ")
                    .contains("application/problem+json", "'Host' is ");
        }
        assertThat(answer("GET " + DESTINATIONS + "/nowhere HTTP/1.0\r\nHost: localhost\r\n\r\n"))
                .startsWith("HTTP/1.0 404 ")
                .contains("unknown-destination");
    }

    @ParameterizedTest
    @CsvSource({"*, 404", "nowhere, 404", "http://localhost/nowhere, 404"})
    void shouldRefuseATargetThatIsNoPathByAProblem(String target, int status) throws Exception {
        try (var log = LogCapture.open()) {
            assertThat(answer("GET " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
                    .startsWith("HTTP/1.1 " + status + " ")
                    .contains("application/problem+json", "\"status\":" + status);
            assertThat(log.lines()).isEmpty();
        }
    }

    private String answer(String request) throws Exception {
        try (var client = RawClient.connect(server)) {
            client.write(request);
            return client.status() + "\n" + client.rest();
        }
    }
}
