package io.penstock.server.http.consume;

import io.penstock.server.http.request.ProblemType;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import static io.penstock.server.http.Requests.declareQueue;
import static io.penstock.server.http.Requests.problem;
import static io.penstock.server.http.Requests.send;
import static io.penstock.server.http.consume.Deliveries.poll;
import static io.penstock.server.http.consume.Deliveries.settle;
import static io.penstock.server.http.consume.Deliveries.standing;
import static io.penstock.server.http.consume.Deliveries.take;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

@QuarkusTest
@TestProfile(ConsumeLimitsTest.Small.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ConsumeLimitsTest {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    public static final class Small implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "penstock.http.consume.max-polls", "1",
                    "penstock.http.consume.max-leased", "5",
                    "penstock.http.consume.max-consumers", "8",
                    "penstock.http.consume.idle-time", "0.001s");
        }
    }

    @Test
    void shouldLeaseNoMoreThanTheLimitAndGoOnWhenSomeAreSettled() {
        String queue = declareQueue("limit");
        String path = Deliveries.of(queue);
        for (int i = 0; i < 8; i++) {
            send(queue, "m" + i);
        }
        var tokens = take(path, 100);
        assertThat(tokens).hasSize(5);
        assertThat(standing(queue, "acquired")).isEqualTo(5);

        problem(given().post(path).then(), ProblemType.LIMIT_REACHED, path)
                .header("Retry-After", "1")
                .body("detail", containsString("penstock.http.consume.max-leased"));
        settle(path, tokens.get(0), "accept", null).statusCode(204);
        assertThat(take(path, 100)).hasSize(1);
    }

    @Test
    void shouldRefusePollsBeyondTheLimit() {
        String queue = declareQueue("limit");
        String path = Deliveries.of(queue);
        var first = CompletableFuture.supplyAsync(
                () -> poll(path, 1, "PT1M").extract().<String>path("deliveries[0].token"));
        Awaitility.await().atMost(PATIENCE).until(() -> standing(queue, "consumers") == 1);

        problem(given().post(path).then(), ProblemType.LIMIT_REACHED, path)
                .body("detail", containsString("penstock.http.consume.max-polls"));
        send(queue, "x");
        settle(path, first.join(), "accept", null).statusCode(204);
    }

    /** Comes last, since others would have to wait until there is room for them again. */
    @Test
    @Order(Integer.MAX_VALUE)
    void shouldRefuseConsumersBeyondTheLimitUntilAnIdleOneHasLeft() {
        String path = null;
        for (int status = 200; status == 200; ) {
            String queue = declareQueue("limit");
            send(queue, "x");
            path = Deliveries.of(queue);
            // Others may be in use by what other tests hold.
            status = given().queryParam("lease", "PT2S")
                    .post(path)
                    .then()
                    .extract()
                    .statusCode();
        }
        problem(given().post(path).then(), ProblemType.LIMIT_REACHED, path)
                .body("detail", containsString("penstock.http.consume.max-consumers"));
        awaitTaken(path);
    }

    @Test
    void shouldLeaveTheSubscriptionWhenNobodyAsks() {
        String queue = declareQueue("limit");
        assertThat(take(Deliveries.of(queue), 1)).isEmpty();

        Awaitility.await().atMost(PATIENCE).until(() -> standing(queue, "consumers") == 0);
    }

    private static void awaitTaken(String path) {
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> given().queryParam("wait", "PT0S")
                                .post(path)
                                .then()
                                .extract()
                                .statusCode()
                        == 200);
    }
}
