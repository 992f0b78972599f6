package io.penstock.server.http.backup;

import io.penstock.server.http.request.ProblemType;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

import static io.penstock.server.http.Requests.json;
import static io.penstock.server.http.Requests.problem;
import static org.hamcrest.Matchers.containsString;

/** A server whose operator has not said where backups may be written. */
@QuarkusTest
class NoBackupsTest {

    @Test
    void shouldSayWhichSettingIsMissing() {
        problem(json("{\"to\": \"x\"}").post("/api/v1/backups").then(), ProblemType.CONFLICT, "/api/v1/backups")
                .body("detail", containsString("penstock.backup.directory"));
    }
}
