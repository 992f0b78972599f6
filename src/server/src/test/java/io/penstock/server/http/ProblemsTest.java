package io.penstock.server.http;

import io.penstock.Broker;
import io.penstock.ConsumerOptions;
import io.penstock.Message;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Set;
import java.util.stream.Stream;
import jakarta.inject.Inject;

import static io.penstock.server.http.Requests.DESTINATIONS;
import static io.penstock.server.http.Requests.declareQueue;
import static io.penstock.server.http.Requests.endOffset;
import static io.penstock.server.http.Requests.json;
import static io.penstock.server.http.Requests.newName;
import static io.penstock.server.http.Requests.send;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

/** What goes wrong with one thing is told by the API, by the detail of health and by a meter, until it is mended. */
@QuarkusTest
@TestProfile(ProblemsTest.Troubled.class)
class ProblemsTest {

    private static final String SCHEDULES = "/api/v1/schedules/";

    public static final class Troubled implements QuarkusTestProfile {

        @Override
        public Set<Class<?>> getEnabledAlternatives() {
            return Set.of(TroubledBroker.class);
        }
    }

    @Inject
    TroubledBroker trouble;

    @Inject
    Broker broker;

    private static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofMinutes(1));
    }

    private static void readyWithDetail(String text) {
        given().get("/q/health/ready")
                .then()
                .statusCode(200)
                .body("checks.data.detail.join(' ')", containsString(text));
    }

    private static void readyWithoutDetail(String text) {
        given().get("/q/health/ready")
                .then()
                .statusCode(200)
                .body("checks.data.detail.join(' ')", not(containsString(text)));
    }

    /** The sum of a meter over all that have these labels. */
    private static double meter(String name, String... labels) {
        return given().get("/q/metrics")
                .asString()
                .lines()
                .filter(line -> line.startsWith(name) && Stream.of(labels).allMatch(line::contains))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private static String schedule(String when, String queue) {
        String path = SCHEDULES + newName("schedule");
        json("{\"destination\": \"" + queue + "\", " + when + "}")
                .put(path)
                .then()
                .statusCode(201)
                .body("status", equalTo("ACTIVE"));
        return path;
    }

    @Test
    void shouldTellThatASubscriptionHasAProblemUntilItIsResumed() {
        String queue = declareQueue("defect");
        String innocent = declareQueue("innocent");
        send(queue, "a");
        trouble.failReads(true);
        try (var consumer = broker.consume(ConsumerOptions.ofQueue(queue, "c").build(), deliveries -> {
            deliveries.forEach(delivery -> delivery.acceptAsync());
        })) {
            consumer.request(1);
            await().until(() -> broker.health().detail().contains("'" + queue + "' of"));
            trouble.failReads(false);

            given().get(DESTINATIONS + "/" + queue)
                    .then()
                    .body("subscriptions[0].problem", containsString("a defect"))
                    .body("subscriptions[0].waiting", equalTo(1));
            readyWithDetail("'" + queue + "' of '" + queue + "'");
            await().until(() -> meter("penstock_subscription_problem", "\"" + queue + "\"") == 1);
            send(innocent, "b");

            given().post(DESTINATIONS + "/" + queue + "/subscriptions/" + queue + "/resume")
                    .then()
                    .statusCode(200);

            await().until(() ->
                    given().get(DESTINATIONS + "/" + queue).jsonPath().getInt("subscriptions[0].waiting") == 0);
            given().get(DESTINATIONS + "/" + queue).then().body("subscriptions[0].problem", nullValue());
            readyWithoutDetail("'" + queue + "'");
            await().until(() -> meter("penstock_subscription_problem") == 0);
        }
    }

    @Test
    void shouldTellThatADestinationHasAProblemUntilItsMessagesCanBeMoved() {
        String queue = declareQueue("stuck");
        String innocent = declareQueue("innocent");
        trouble.keepFromArchive(queue);
        for (int i = 0; i < 500; i++) {
            broker.send(Message.to(queue).body("x".repeat(20_000)).build());
        }
        trouble.age();

        given().get(DESTINATIONS + "/" + queue)
                .then()
                .body("problem", containsString("Old messages of partition 0 cannot be moved"))
                .body("problem", containsString("no room for archive/" + queue));
        readyWithDetail("archive/" + queue);
        await().until(() -> meter("penstock_archive_failing_partitions") > 0);
        send(innocent, "b");
        given().get(DESTINATIONS + "/" + innocent).then().body("problem", nullValue());

        trouble.keepFromArchive(null);
        await().until(() -> {
            trouble.age();
            return given().get(DESTINATIONS + "/" + queue).jsonPath().getString("problem") == null;
        });
        readyWithoutDetail("archive/" + queue);
        await().until(() -> meter("penstock_archive_failing_partitions") == 0);
    }

    @Test
    void shouldTellThatAScheduleHasAProblemUntilItsDestinationIsBack() {
        String queue = declareQueue("lost");
        String path = schedule("\"interval\": \"PT1S\"", queue);
        given().delete(DESTINATIONS + "/" + queue + "?force=true").then().statusCode(200);

        await().until(() -> given().get(path).jsonPath().getString("status").equals("PROBLEM"));
        given().get(path).then().body("problem", containsString(queue));
        readyWithDetail("'" + path.substring(SCHEDULES.length()) + "'");
        await().until(() -> meter("penstock_schedules_problem") == 1);

        json("{\"kind\": \"QUEUE\"}").put(DESTINATIONS + "/" + queue).then().statusCode(201);
        await().until(() -> given().get(path).jsonPath().getString("status").equals("ACTIVE"));
        given().get(path).then().body("problem", nullValue());
        readyWithoutDetail("'" + path.substring(SCHEDULES.length()) + "'");
        given().delete(path).then().statusCode(204);
        await().until(() -> meter("penstock_schedules_problem") == 0);
    }

    @Test
    void shouldTellThatAScheduleIsBehindUntilItIsResumed() {
        String queue = declareQueue("wall");
        String path = schedule("\"cron\": \"0 * * * *\"", queue);

        trouble.setClock(Duration.ofHours(-3));

        given().get(path)
                .then()
                .body("status", equalTo("BEHIND"))
                .body("problem", containsString("clock was set back"));
        await().until(() -> meter("penstock_schedules_behind") == 1);
        given().post(path + "/resume").then().statusCode(200).body("status", equalTo("ACTIVE"));
        given().get(path).then().body("problem", nullValue());
        await().until(() -> meter("penstock_schedules_behind") == 0);
        given().delete(path).then().statusCode(204);
    }

    @Test
    void shouldCountTheFiringsThatAScheduleMissed() {
        String queue = declareQueue("missed");
        String path = schedule("\"interval\": \"PT1H\", \"misfire\": \"FIRE_ONCE\"", queue);

        trouble.setClock(Duration.ofMinutes(330));

        await().until(() -> given().get(path).jsonPath().getInt("fired") == 1);
        given().get(path).then().body("status", equalTo("ACTIVE")).body("skipped", equalTo(4));
        await().until(() -> endOffset(queue) == 1);
        given().delete(path).then().statusCode(204);
    }
}
