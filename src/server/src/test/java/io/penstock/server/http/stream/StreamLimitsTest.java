package io.penstock.server.http.stream;

import io.penstock.server.http.EventClient;
import io.penstock.server.http.request.ProblemType;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import java.net.URI;
import java.time.Duration;
import java.util.Map;

import static io.penstock.server.http.Requests.DESTINATIONS;
import static io.penstock.server.http.Requests.declareTopic;
import static io.penstock.server.http.Requests.problem;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

@QuarkusTest
@TestProfile(StreamLimitsTest.Small.class)
class StreamLimitsTest {

    @TestHTTPResource("/")
    URI server;

    public static final class Small implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("penstock.http.streams.max", "1", "penstock.http.streams.heartbeat", "0.02s");
        }
    }

    @Test
    void shouldRefuseStreamsBeyondTheLimitAndSayThatAnIdleOneIsAlive() throws Exception {
        String path = DESTINATIONS + "/" + declareTopic("limit", 1) + "/events";
        try (var first = EventClient.open(server, path)) {
            problem(given().get(path).then(), ProblemType.LIMIT_REACHED, path).header("Retry-After", "1");
            for (int i = 0; i < 6; i += 2) {
                assertThat(first.line()).isEqualTo(":");
                assertThat(first.line()).isEmpty();
            }
        }
        Awaitility.await().atMost(Duration.ofMinutes(1)).ignoreExceptions().until(() -> {
            EventClient.open(server, path).close();
            return true;
        });
    }
}
