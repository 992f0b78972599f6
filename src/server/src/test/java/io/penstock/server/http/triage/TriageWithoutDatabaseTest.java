package io.penstock.server.http.triage;

import io.penstock.server.http.request.ProblemType;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static io.penstock.server.http.Requests.json;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

@QuarkusTest
class TriageWithoutDatabaseTest {

    private static final String TRIAGE = "/api/v1/triage";

    @Test
    void shouldSayThatTheDatabaseIsMissing() {
        given().get(TRIAGE + "/letters")
                .then()
                .statusCode(503)
                .body("type", containsString("database-missing"))
                .body("detail", containsString("quarkus.datasource.jdbc.url"));
        requireProblem(given().get(TRIAGE + "/letters/1"), ProblemType.DATABASE_MISSING);
        requireProblem(json("{\"status\": \"NEW\"}").post(TRIAGE + "/letters/1"), ProblemType.DATABASE_MISSING);
        requireProblem(json("{}").post(TRIAGE + "/redrive"), ProblemType.DATABASE_MISSING);
        requireProblem(given().post(TRIAGE + "/rebuild"), ProblemType.DATABASE_MISSING);
    }

    /** A name that is misspelt would find nothing, as if there were none of those. */
    @ParameterizedTest
    @CsvSource({
        "/letters?reason=RETRIES_EXHAUSTD, 'reason', 'RETRIES_EXHAUSTED, ABORTED, REJECTED'",
        "/letters?reason=aborted, 'reason', 'UNREADABLE or TOO_OLD'",
        "/letters?status=new, 'status', 'NEW, IN_WORK, REDRIVEN or DISCARDED'",
        "/letters?gone=yes, 'gone', 'true or false'"
    })
    void shouldRefuseWhatIsNoneOfTheNames(String request, String parameter, String names) {
        var answer = given().get(TRIAGE + request);

        requireProblem(answer, ProblemType.MALFORMED_REQUEST);
        answer.then().body("detail", containsString(parameter)).body("detail", containsString(names));
    }

    @Test
    void shouldRefuseToRedriveByNoReason() {
        var answer = json("{\"reasonOfDeath\": \"ABORTD\"}").post(TRIAGE + "/redrive");

        requireProblem(answer, ProblemType.MALFORMED_REQUEST);
        answer.then().body("detail", containsString("reasonOfDeath")).body("detail", containsString("ABORTED"));
    }

    private static void requireProblem(Response response, ProblemType type) {
        response.then().statusCode(type.status()).body("type", equalTo(type.uri()));
    }
}
