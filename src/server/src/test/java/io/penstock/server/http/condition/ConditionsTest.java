package io.penstock.server.http.condition;

import io.penstock.server.http.request.ProblemType;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import static io.penstock.conformance.tool.Patience.await;
import static io.penstock.server.http.Requests.DESTINATIONS;
import static io.penstock.server.http.Requests.declareQueue;
import static io.penstock.server.http.Requests.declareTopic;
import static io.penstock.server.http.Requests.json;
import static io.penstock.server.http.Requests.newName;
import static io.penstock.server.http.Requests.problem;
import static io.penstock.server.http.Requests.send;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

@QuarkusTest
class ConditionsTest {

    private static final String STALE = "\"stale\"";

    /** What can be configured, and a change of it. */
    enum Kind {
        DESTINATION(
                () -> DESTINATIONS + "/" + newName("tagged"),
                "{\"kind\": \"QUEUE\"}",
                "PATCH",
                "{\"timeToLive\": \"P2D\"}"),
        SUBSCRIPTION(
                () -> DESTINATIONS + "/" + declareTopic("tagged", 1) + "/subscriptions/s",
                "{}",
                "PUT",
                "{\"maxDeliveries\": 7, \"deadLetter\": {\"routes\": {\"X\": \"x\", \"A\": \"a\", \"Q\": \"q\"}}}"),
        RULE(
                () -> "/api/v1/rules/" + newName("tagged"),
                "{\"pattern\": \"tagged.nowhere.#\"}",
                "PUT",
                "{\"pattern\": \"tagged.nowhere.#\", \"policies\": {\"maxDeliveries\": 7}}"),
        ALERT(() -> "/api/v1/alerts/" + newName("tagged"), "{\"diskAbove\": 98}", "PUT", "{\"diskAbove\": 99}"),
        SCHEDULE(
                () -> {
                    json("{\"kind\": \"QUEUE\"}").put(DESTINATIONS + "/tagged-schedules");
                    return "/api/v1/schedules/" + newName("tagged");
                },
                "{\"destination\": \"tagged-schedules\", \"interval\": \"P1D\", \"body\": \"x\"}",
                "PUT",
                "{\"destination\": \"tagged-schedules\", \"interval\": \"P1D\", \"body\": \"y\"}");

        private final Supplier<String> path;
        private final String first;
        private final String method;
        private final String second;

        Kind(Supplier<String> path, String first, String method, String second) {
            this.path = path;
            this.first = first;
            this.method = method;
            this.second = second;
        }

        /** Makes one, and tells where. */
        String made() {
            var at = path.get();
            json(first).put(at).then().statusCode(201);
            return at;
        }

        ValidatableResponse change(String at, String header, String tag) {
            return json(second).header(header, tag).request(method, at).then();
        }
    }

    private static String tag(String path) {
        return given().get(path).then().statusCode(200).extract().header("ETag");
    }

    private static ValidatableResponse failed(ValidatableResponse response, String path) {
        return problem(response, ProblemType.PRECONDITION_FAILED, path);
    }

    @ParameterizedTest
    @EnumSource
    void shouldAnswerWithATagThatChangesWithTheConfiguration(Kind kind) {
        var path = kind.path.get();
        var first = json(kind.first).put(path).then().statusCode(201).extract().header("ETag");
        assertThat(first).matches("\"[0-9a-f]{32}\"");
        assertThat(tag(path)).isEqualTo(first);

        var second =
                kind.change(path, "If-Match", first).statusCode(200).extract().header("ETag");
        assertThat(second).matches("\"[0-9a-f]{32}\"").isNotEqualTo(first);
        assertThat(tag(path)).isEqualTo(second);
    }

    @ParameterizedTest
    @EnumSource
    void shouldSendNothingToWhoeverHasIt(Kind kind) {
        var path = kind.made();
        var tag = tag(path);
        for (var known : new String[] {tag, "W/" + tag, "\"other\", " + tag, "*"}) {
            given().header("If-None-Match", known)
                    .get(path)
                    .then()
                    .statusCode(304)
                    .header("ETag", tag)
                    .body(emptyString());
        }
        given().header("If-None-Match", "\"other\"").get(path).then().statusCode(200);
    }

    @ParameterizedTest
    @EnumSource
    void shouldChangeAndRemoveNothingThatSomebodyElseHasChanged(Kind kind) {
        var path = kind.made();
        var seen = tag(path);
        var now = kind.change(path, "If-Match", seen).statusCode(200).extract().header("ETag");

        failed(kind.change(path, "If-Match", seen), path).body("detail", containsString(now));
        failed(kind.change(path, "If-Match", "W/" + now), path);
        failed(kind.change(path, "If-None-Match", now), path);
        failed(given().header("If-Match", seen).delete(path).then(), path);
        assertThat(tag(path)).isEqualTo(now);

        kind.change(path, "If-Match", "*").statusCode(200);
        var last = STALE + " , " + tag(path);
        assertThat(given().header("If-Match", last).delete(path).statusCode()).isIn(200, 204);
        problemOf(404, path);
    }

    private static void problemOf(int status, String path) {
        given().get(path).then().statusCode(status);
    }

    @ParameterizedTest
    @EnumSource
    void shouldReplaceNothingThatIsToBeNew(Kind kind) {
        var path = kind.path.get();
        json(kind.first).header("If-None-Match", "*").put(path).then().statusCode(201);
        failed(json(kind.first).header("If-None-Match", "*").put(path).then(), path)
                .body("detail", containsString("there already"));
    }

    @ParameterizedTest
    @EnumSource
    void shouldMakeNothingThatIsToBeThere(Kind kind) {
        var path = kind.path.get();
        failed(json(kind.first).header("If-Match", "*").put(path).then(), path)
                .body("detail", containsString("there is none"));
        given().get(path).then().statusCode(404);
        failed(given().header("If-Match", "*").delete(path).then(), path);
    }

    /** Which states an object that is not there is in: none, whatever is asked for. */
    @ParameterizedTest
    @EnumSource
    void shouldDoNothingToWhatIsNotThereIfItIsToBe(Kind kind) {
        var path = kind.path.get();
        for (var tag : new String[] {"*", STALE}) {
            failed(given().header("If-Match", tag).get(path).then(), path);
            failed(kind.change(path, "If-Match", tag), path);
            failed(given().header("If-Match", tag).delete(path).then(), path)
                    .body("detail", containsString("there is none"));
        }
        problemOf(404, path);
        given().header("If-None-Match", "*").delete(path).then().statusCode(404);
    }

    @ParameterizedTest
    @CsvSource({
        "DESTINATION, purge, ''",
        "SUBSCRIPTION, seek, '{\"position\": \"latest\"}'",
        "SUBSCRIPTION, pause, ''",
        "SUBSCRIPTION, resume, ''",
        "SUBSCRIPTION, purge, ''",
        "SCHEDULE, pause, ''",
        "SCHEDULE, resume, ''"
    })
    void shouldDoToAnObjectOnlyWhatItsStateAllows(Kind kind, String action, String body) {
        var path = kind.made();
        var at = path + "/" + action;
        var tag = tag(path);

        failed(json(body).header("If-Match", STALE).post(at).then(), at);
        failed(json(body).header("If-None-Match", tag).post(at).then(), at);
        assertThat(tag(path)).isEqualTo(tag);
        json(body).header("If-Match", "\"a,b\", " + tag).post(at).then().statusCode(200);

        given().delete(path).then();
        failed(json(body).header("If-Match", "*").post(at).then(), at);
        json(body).post(at).then().statusCode(404);
    }

    @Test
    void shouldShowThePausedScheduleWithItsTag() {
        var path = Kind.SCHEDULE.made();
        var active = tag(path);

        var paused =
                given().post(path + "/pause").then().statusCode(200).extract().header("ETag");
        assertThat(paused).isNotEqualTo(active).isEqualTo(tag(path));
        failed(given().header("If-Match", active).post(path + "/resume").then(), path + "/resume");
        given().header("If-Match", paused).post(path + "/resume").then().statusCode(200);
        assertThat(tag(path)).isEqualTo(active);
        given().delete(path).then().statusCode(204);
    }

    @Test
    void shouldMakeABindingOnlyIfItIsNewOrAsItWas() {
        var exchange = newName("tagged");
        json("{\"kind\": \"EXCHANGE\", \"exchange\": {\"type\": \"FANOUT\"}}").put(DESTINATIONS + "/" + exchange);
        var bindings = DESTINATIONS + "/" + exchange + "/bindings";
        var body = "{\"destination\": \"" + declareQueue("tagged") + "\"}";

        failed(json(body).header("If-Match", "*").post(bindings).then(), bindings);
        given().get(bindings).then().body("bindings", hasSize(0));
        var made = json(body)
                .header("If-None-Match", "*")
                .post(bindings)
                .then()
                .statusCode(201)
                .extract();
        var tag = made.header("ETag");
        assertThat(tag(made.header("Location").replaceFirst("https?://[^/]*", "")))
                .isEqualTo(tag);

        failed(json(body).header("If-None-Match", "*").post(bindings).then(), bindings);
        failed(json(body).header("If-Match", STALE).post(bindings).then(), bindings);
        json(body).header("If-Match", tag).post(bindings).then().statusCode(200).header("ETag", tag);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"a,b\", %s", "%s,\"x,y\"", "W/\",\" ,, %s", "\"\",%s"})
    void shouldNotSplitTagsAtTheirCommas(String list) {
        var path = Kind.ALERT.made();
        var tag = tag(path);

        given().header("If-Match", list.replace("%s", tag)).get(path).then().statusCode(200);
        failed(given().header("If-Match", list.replace("%s", "\"b\"")).get(path).then(), path);
        given().header("If-None-Match", list.replace("%s", tag))
                .get(path)
                .then()
                .statusCode(304);
    }

    @Test
    void shouldTagABinding() {
        var exchange = newName("tagged");
        json("{\"kind\": \"EXCHANGE\", \"exchange\": {\"type\": \"FANOUT\"}}").put(DESTINATIONS + "/" + exchange);
        var path = json("{\"destination\": \"" + declareQueue("tagged") + "\"}")
                .post(DESTINATIONS + "/" + exchange + "/bindings")
                .then()
                .statusCode(201)
                .extract()
                .header("Location")
                .replaceFirst("https?://[^/]*", "");
        var id = path.substring(path.lastIndexOf('/') + 1);

        var tag = given().get(path)
                .then()
                .statusCode(200)
                .body("id", equalTo(id))
                .extract()
                .header("ETag");
        given().header("If-None-Match", tag).get(path).then().statusCode(304);
        failed(given().header("If-Match", STALE).delete(path).then(), path);
        given().header("If-Match", tag).delete(path).then().statusCode(204);
        problem(given().get(path).then(), ProblemType.UNKNOWN_BINDING, path);
    }

    @Test
    void shouldKeepTheTagWhileMessagesFlowAndSchedulesFire() {
        var queue = declareQueue("tagged");
        var schedule = "/api/v1/schedules/" + newName("tagged");
        json("{\"destination\": \"" + queue + "\", \"interval\": \"PT1S\", \"body\": \"x\"}")
                .put(schedule)
                .then()
                .statusCode(201);
        var ofQueue = tag(DESTINATIONS + "/" + queue);
        var ofSchedule = tag(schedule);

        send(queue, "x");
        await().until(() -> given().get(schedule).jsonPath().getLong("fired") > 0);

        assertThat(tag(DESTINATIONS + "/" + queue)).isEqualTo(ofQueue);
        assertThat(tag(schedule)).isEqualTo(ofSchedule);
        given().delete(schedule).then().statusCode(204);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "\"",
                "\"a",
                "a\"",
                "\"a\" \"b\"",
                "\"a\",b",
                "**",
                "*,\"a\"",
                "w/\"a\"",
                "",
                ",",
                "\"a\"\"b\"",
                "\"a\" W/\"b\""
            })
    void shouldRefuseWhatIsNoTag(String text) {
        var path = Kind.ALERT.made();
        for (var name : new String[] {"If-Match", "If-None-Match"}) {
            problem(given().header(name, text).get(path).then(), ProblemType.MALFORMED_REQUEST, path)
                    .body("detail", containsString("'" + name + "'"));
            problem(Kind.ALERT.change(path, name, text), ProblemType.MALFORMED_REQUEST, path);
        }
    }

    /** Each has seen the same state, so only one may change it. */
    @Test
    void shouldLetOneOfManyChangeWhatAllHaveSeen() throws Exception {
        var path = Kind.ALERT.made();
        var seen = tag(path);
        var callers = Executors.newFixedThreadPool(8);
        try {
            var all = callers.invokeAll(IntStream.range(1, 41)
                    .<Callable<Integer>>mapToObj(percent -> () -> json("{\"diskAbove\": " + percent + "}")
                            .header("If-Match", seen)
                            .put(path)
                            .statusCode())
                    .toList());
            int done = 0;
            for (var each : all) {
                assertThat(each.get()).isIn(200, 412);
                done += each.get() == 200 ? 1 : 0;
            }
            assertThat(done).isEqualTo(1);
        } finally {
            callers.shutdown();
        }
    }
}
