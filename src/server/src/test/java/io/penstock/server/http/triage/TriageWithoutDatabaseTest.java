package io.penstock.server.http.triage;

import io.penstock.server.http.request.ProblemType;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;

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

    private static void requireProblem(Response response, ProblemType type) {
        response.then().statusCode(type.status()).body("type", equalTo(type.uri()));
    }
}
