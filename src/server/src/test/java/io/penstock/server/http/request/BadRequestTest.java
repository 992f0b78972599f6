package io.penstock.server.http.request;

import io.penstock.server.http.Requests;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.penstock.server.http.Requests.DEAD_LETTERS;
import static io.penstock.server.http.Requests.DESTINATIONS;
import static io.penstock.server.http.Requests.declareQueue;
import static io.penstock.server.http.Requests.declareTopic;
import static io.penstock.server.http.Requests.endOffset;
import static io.penstock.server.http.Requests.json;
import static io.penstock.server.http.Requests.messagesOf;
import static io.penstock.server.http.Requests.newName;
import static io.penstock.server.http.Requests.problem;
import static io.penstock.server.http.request.ProblemType.INVALID_CONFIGURATION;
import static io.penstock.server.http.request.ProblemType.INVALID_MESSAGE;
import static io.penstock.server.http.request.ProblemType.MALFORMED_REQUEST;
import static io.penstock.server.http.request.ProblemType.UNKNOWN_DESTINATION;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;

@QuarkusTest
class BadRequestTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "null",
                "\"QUEUE\"",
                "{\"kind\": \"QUEUE\"} and more",
                "{\"kind\": \"QUEUE\", \"kind\": \"TOPIC\"}",
                "{\"kind\": \"QUEUE\", \"partions\": 2}",
                "{\"kind\": \"HEAP\"}",
                "{\"kind\": 1}",
                "{\"kind\": \"QUEUE\", \"timeToLive\": 5}",
                "{\"kind\": \"QUEUE\", \"timeToLive\": 1e300}",
                "{\"kind\": \"QUEUE\", \"timeToLive\": \"\"}",
                "{\"kind\": \"QUEUE\", \"partitions\": \"two\"}",
                "{\"kind\": \"QUEUE\", \"partitions\": 1.5}",
                "{\"kind\": \"QUEUE\", \"partitions\": 99999999999}"
            })
    void shouldRefuseAMalformedDeclaration(String body) {
        String path = DESTINATIONS + "/" + newName("malformed");

        problem(json(body).put(path).then(), MALFORMED_REQUEST, path)
                .body("detail", not(containsString("io.penstock")))
                .body("detail", not(containsString("java.")));

        given().get(path).then().statusCode(404);
    }

    @Test
    void shouldTakeDurationsAndTimesAsTextsOnly() {
        String path = DESTINATIONS + "/" + newName("seconds");

        problem(json("{\"kind\": \"QUEUE\", \"timeToLive\": 5}").put(path).then(), MALFORMED_REQUEST, path)
                .body("detail", containsString("'timeToLive' cannot be \"5\": an ISO-8601 duration is needed"));

        String schedule = "/api/v1/schedules/" + newName("epoch");
        problem(
                        json("{\"destination\": \"d\", \"cron\": \"0 0 6 * * ?\", \"start\": 1e300}")
                                .put(schedule)
                                .then(),
                        MALFORMED_REQUEST,
                        schedule)
                .body("detail", containsString("'start' cannot be \"1e300\": an ISO-8601 instant is needed"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'kind': 'QUEUE', 'partitions': 'abc'} | 'partitions' cannot be \"abc\": a whole number is needed",
                "{'kind': 'QUEUE', 'partitions': 1.5} | 'partitions' cannot be 1.5: a whole number is needed, of -2",
                "{'kind': 'QUEUE', 'partitions': 99999999999} | 'partitions' cannot be 99999999999: a whole number is",
                "{'kind': 'QUEUE', 'partitions': true} | 'partitions' has a value of another type: a whole number is",
                "{'kind': 'QUEUE', 'partitions': [1]} | 'partitions' has a value of another type: a whole number is",
                "{'kind': 'QUEUE', 'partitions': {}} | 'partitions' has a value of another type: a whole number is",
                "{'kind': 'QUEUE', 'limits': {'maxBytes': 1e40}} | 'limits.maxBytes' cannot be 1.0E40: a whole number",
                "{'kind': 'QUEUE', 'limits': 5} | 'limits' has a value of another type: a JSON object is needed",
                "{'kind': 7} | 'kind' cannot be 7: use QUEUE or TOPIC or EXCHANGE",
                "{'kind': 'queue'} | 'kind' cannot be \"queue\": use QUEUE or TOPIC or EXCHANGE",
                "{'kind': 'QUEUE', 'partions': 2} | 'partions' means nothing here: did you mean 'partitions'? Kn",
                "{'kind': 'QUEUE', 'retention': {'age': 2}} | 'retention.age' means nothing here. Known: cle",
                "{'kind': 'QUEUE', 'timeToLive': 5} | 'timeToLive' cannot be \"5\": an ISO-8601 duration is needed"
            })
    void shouldNameFieldValueAndWhatIsAllowedOfADeclaration(String body, String detail) {
        String path = DESTINATIONS + "/" + newName("field");

        problem(json(body.replace('\'', '"')).put(path).then(), MALFORMED_REQUEST, path)
                .body("detail", containsString("The JSON field " + detail));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'start': 'soon'} | 'start' cannot be \"soon\": use \"earliest\", \"latest\", \"offset:<number>\", or",
                "{'start': 'offset:-1'} | 'start' cannot be \"offset:-1\": use \"earliest\"",
                "{'start': 'offset:٣'} | 'start' cannot be \"offset:٣\": use \"earliest\"",
                "{'start': '1960-01-01T00:00:00Z'} | 'start' cannot be \"1960-01-01T00:00:00Z\": use \"earliest\"",
                "{'start': 3} | 'start' cannot be \"3\": use \"earliest\"",
                "{'start': {'kind': 'LATEST'}} | 'start' cannot be",
                "{'filter': 5} | 'filter' cannot be 5: a text is needed, in quotation marks",
                "{'filter': 1.5} | 'filter' cannot be 1.5: a text is needed, in quotation marks",
                "{'filter': true} | 'filter' cannot be \"true\": a text is needed, in quotation marks",
                "{'filter': ['a']} | 'filter' has a value of another type: a text is needed, in quotation marks",
                "{'filter': {'a': 1}} | 'filter' has a value of another type: a text is needed, in quotation marks",
                "{'exclusive': 5} | 'exclusive' cannot be 5: true or false is needed",
                "{'exclusive': 'yes'} | 'exclusive' cannot be \"yes\": true or false is needed",
                "{'retry': {'factor': 'two'}} | 'retry.factor' cannot be \"two\": a number is needed",
                "{'retry': {'retryOn': 'java.io.IOException'}} | 'retry.retryOn' has a value of another type: a list",
                "{'deadLetter': {'routes': []}} | 'deadLetter.routes' has a value of another type: a JSON object is"
            })
    void shouldNameFieldValueAndWhatIsAllowedOfASubscription(String body, String detail) {
        String path = DESTINATIONS + "/" + declareTopic("fields", 1) + "/subscriptions/s";

        problem(json(body.replace('\'', '"')).put(path).then(), MALFORMED_REQUEST, path)
                .body("detail", containsString("The JSON field " + detail));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'key': 'ab\\ud800' | 'key' has half a character (the surrogate U+D800 of UTF-16 by itself) at index 2",
                "'body': '\\udc00' | 'body' has half a character (the surrogate U+DC00 of UTF-16 by itself) at index 0,",
                "'headers': {'h': 'a\\ud83d b'} | 'headers.h' has half a character (the surrogate U+D83D",
                "'headers': {'h': 5} | The JSON field 'headers.h' cannot be 5: a text is needed, in quotation marks",
                "'key': 5 | The JSON field 'key' cannot be 5: a text is needed, in quotation marks",
                "'misfire': 'NEVER' | The JSON field 'misfire' cannot be \"NEVER\": use FIRE_ONCE or",
                "'interval': '1h' | The JSON field 'interval' cannot be \"1h\": an ISO-8601 duration is needed",
            })
    void shouldNameFieldValueAndWhatIsAllowedOfASchedule(String fields, String detail) {
        String path = "/api/v1/schedules/" + newName("fields");
        String body = "{'destination': 'd', 'cron': '0 6 * * *', " + fields + "}";

        problem(json(body.replace('\'', '"')).put(path).then(), MALFORMED_REQUEST, path)
                .body("detail", containsString(detail));
    }

    @Test
    void shouldTakeNumbersOfAsciiDigitsOnly() {
        shouldBeRefused(given().queryParam("priority", "\u0663"), MALFORMED_REQUEST, "'priority' is '\u0663': use");
        shouldBeRefused(given().queryParam("priority", "+3"), MALFORMED_REQUEST, "'priority' is '+3': use");
        shouldBeRefused(given().queryParam("delay", "PT\u0663S"), MALFORMED_REQUEST, "'delay' is 'PT\u0663S': use");
        shouldBeRefused(given().queryParam("deliver-at", "\u0662030-01-31T06:00:00Z"), MALFORMED_REQUEST, "deliver-at");
    }

    @Test
    void shouldRefuseToGuessWhatForceMeans() {
        String path = DESTINATIONS + "/" + declareQueue("force");

        problem(given().queryParam("force", "yes").delete(path).then(), MALFORMED_REQUEST, path)
                .body("detail", containsString("'force' is 'yes': use true or false"));

        given().get(path).then().statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{}", "{\"kind\": \"QUEUE\", \"partitions\": 0}", "{\"kind\": \"QUEUE\", \"partitions\": 65537}"
            })
    void shouldRefuseADestinationThatCannotBe(String body) {
        String path = DESTINATIONS + "/" + newName("impossible");

        problem(json(body).put(path).then(), INVALID_CONFIGURATION, path);

        given().get(path).then().statusCode(404);
    }

    @Test
    void shouldRefuseANameThatCannotBe() {
        problem(
                        json("{\"kind\": \"QUEUE\"}")
                                .put(DESTINATIONS + "/{name}", "a b")
                                .then(),
                        INVALID_CONFIGURATION,
                        DESTINATIONS + "/a%20b")
                .body("detail", containsString("a b"));
    }

    @Test
    void shouldNameTheValuesThatAFieldMayHave() {
        String path = DESTINATIONS + "/" + newName("heap");

        problem(json("{\"kind\": \"HEAP\"}").put(path).then(), MALFORMED_REQUEST, path)
                .body("detail", containsString("QUEUE or TOPIC"));
    }

    @Test
    void shouldRefuseARetryPolicyThatNamesNoClass() {
        String path = DESTINATIONS + "/" + declareTopic("classes", 1) + "/subscriptions/s";

        problem(json("{\"retry\": {\"abortOn\": [null]}}").put(path).then(), INVALID_CONFIGURATION, path)
                .body("detail", containsString("abortOn contains null"));
    }

    @Test
    void shouldRefuseARetryPolicyThatCannotBe() {
        String path = DESTINATIONS + "/" + declareTopic("policy", 1) + "/subscriptions/s";

        problem(
                        json("{\"retry\": {\"delay\": \"PT10S\", \"maxDelay\": \"PT1S\"}}")
                                .put(path)
                                .then(),
                        INVALID_CONFIGURATION,
                        path)
                .body("detail", containsString("maxDelay"));
        problem(json("{\"retry\": {\"delay\": \"soon\"}}").put(path).then(), MALFORMED_REQUEST, path)
                .body("detail", containsString("retry.delay"));
    }

    @ParameterizedTest
    @CsvSource({
        "delay, soon",
        "delay, -PT1S",
        "delay, 10",
        "delay, P999999999999D",
        "delay, PT2562047788015215H",
        "deliver-at, tomorrow",
        "deliver-at, 2030-01-31",
        "dealy, PT1S",
        "limit, 3"
    })
    void shouldRefuseAMalformedQueryAndWriteNothing(String name, String value) {
        shouldBeRefused(given().queryParam(name, value), MALFORMED_REQUEST, name);
    }

    @Test
    void shouldRefuseATimeThatIsTooFarAwayAndWriteNothing() {
        shouldBeRefused(given().queryParam("deliver-at", "2999-01-01T00:00:00Z"), INVALID_MESSAGE, "2999");
    }

    @Test
    void shouldRefuseWhatIsSaidTwiceAndWriteNothing() {
        shouldBeRefused(given().queryParam("key", "a").header("Penstock-Key", "b"), MALFORMED_REQUEST, "key");
        shouldBeRefused(given().queryParam("key", "a", "b"), MALFORMED_REQUEST, "key");
        shouldBeRefused(
                given().queryParam("delay", "PT1S").queryParam("deliver-at", "2030-01-31T06:00:00Z"),
                MALFORMED_REQUEST,
                "delay");
    }

    @Test
    void shouldRefuseAHeaderThatMeansNothingAndWriteNothing() {
        shouldBeRefused(given().header("Penstock-Dely", "PT1S"), MALFORMED_REQUEST, "penstock-dely");
    }

    @Test
    void shouldRefuseAHeaderThatIsNoValidPropertyAndWriteNothing() {
        shouldBeRefused(given().header("Penstock-Header-", "nameless"), INVALID_MESSAGE, "Penstock-Header-");
        shouldBeRefused(given().header("Penstock-Header-penstock-dl-reason", "REJECTED"), INVALID_MESSAGE, "penstock-");
        shouldBeRefused(given().header("Penstock-Header-Content-Type", "text/html"), INVALID_MESSAGE, "Content-Type");
        shouldBeRefused(
                given().header("Penstock-Header-twice", "a").header("Penstock-Header-twice", "b"),
                INVALID_MESSAGE,
                "twice");
    }

    private static void shouldBeRefused(RequestSpecification request, ProblemType type, String named) {
        String queue = declareQueue("untouched");
        Requests.send(queue, "first");

        problem(request.body("x").post(messagesOf(queue)).then(), type, messagesOf(queue))
                .body("detail", containsString(named));

        assertThat(endOffset(queue)).isOne();
    }

    @Test
    void shouldRefuseAMessageToAnUnknownDestination() {
        problem(given().body("x").post(messagesOf("nowhere")).then(), UNKNOWN_DESTINATION, messagesOf("nowhere"));
    }

    @ParameterizedTest
    @CsvSource({
        "limit, ten",
        "limit, 0",
        "limit, 1001",
        "limit, 99999999999999999999",
        "from, -1",
        "from, 1.5",
        "partition, -1",
        "partition, 1",
        "partition, first"
    })
    void shouldRefuseAPageThatCannotBe(String name, String value) {
        String queue = declareQueue("page");

        problem(given().queryParam(name, value).get(messagesOf(queue)).then(), MALFORMED_REQUEST, messagesOf(queue))
                .body("detail", containsString(name));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{\"dryrun\": true}",
                "{\"dryRun\": \"yes\"}",
                "{\"messageIds\": []}",
                "{\"messageIds\": [null]}"
            })
    void shouldRefuseAMalformedRedrive(String body) {
        String path = DEAD_LETTERS + "/" + declareQueue("redrive") + "/redrive";

        problem(json(body).post(path).then(), MALFORMED_REQUEST, path);
    }

    @Test
    void shouldRefuseToShowTheDeadLettersOfATopic() {
        String path = DEAD_LETTERS + "/" + declareTopic("alive", 1);

        problem(given().get(path).then(), MALFORMED_REQUEST, path).body("detail", containsString("topic"));
    }

    @Test
    void shouldAnswerUnknownPathsWithAProblem() {
        problem(given().get("/api/v1/queues").then(), 404, "about:blank", "/api/v1/queues");
        problem(given().get("/nowhere").then(), 404, "about:blank", "/nowhere");
    }

    @Test
    void shouldAnswerMethodsThatAreNotAllowedWithAProblem() {
        problem(given().delete(DESTINATIONS).then(), 405, "about:blank", DESTINATIONS);
    }

    @Test
    void shouldAnswerMediaTypesThatItDoesNotSpeakWithAProblem() {
        String path = DESTINATIONS + "/" + newName("xml");

        problem(
                given().contentType("application/xml")
                        .body("<queue/>")
                        .put(path)
                        .then(),
                415,
                "about:blank",
                path);
        String messages = messagesOf(declareQueue("typeless"));
        problem(given().contentType("nonsense").body(new byte[1]).post(messages).then(), 415, "about:blank", messages);
        problem(given().accept("text/html").get(DESTINATIONS).then(), 406, "about:blank", DESTINATIONS);
    }
}
