package io.penstock.server.http.backup;

import io.penstock.BackupContent;
import io.penstock.BackupTarget;
import io.penstock.Broker;
import io.penstock.server.Directories;
import io.penstock.server.backup.Restore;
import io.penstock.server.backup.SoundLog;
import io.penstock.server.http.request.ProblemType;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import jakarta.inject.Inject;

import static io.penstock.conformance.tool.Patience.await;
import static io.penstock.server.http.Requests.declareQueue;
import static io.penstock.server.http.Requests.json;
import static io.penstock.server.http.Requests.newName;
import static io.penstock.server.http.Requests.problem;
import static io.penstock.server.http.Requests.send;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.notNullValue;

@QuarkusTest
@TestProfile(BackupResourceTest.WithDirectory.class)
class BackupResourceTest {

    private static final String BACKUPS = "/api/v1/backups";

    private static final Path DIRECTORY = directory();

    @Inject
    Broker broker;

    public static final class WithDirectory implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "penstock.backup.directory", Directories.made(directory()).toString());
        }
    }

    private static Path directory() {
        return Path.of("target", "backups", "by-http").toAbsolutePath();
    }

    /** One that no run before has left. */
    private static String fresh(String suffix) {
        return newName("b" + ProcessHandle.current().pid()) + suffix;
    }

    private static String body(String to) {
        return "{\"to\": \"" + to + "\"}";
    }

    private static JsonPath awaitEnd(String name) {
        await().until(() -> !get(name + "?wait=PT20S").getString("state").equals("RUNNING"));
        return get(name);
    }

    private static JsonPath get(String name) {
        return given().get(BACKUPS + "/" + name)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".tar.gz", ".tar.zst"})
    void shouldMakeABackupThatCanBeRestored(String suffix) throws IOException {
        var queue = declareQueue("kept");
        send(queue, "one");
        var name = fresh(suffix);

        json(body(name))
                .post(BACKUPS + "?actor=ada")
                .then()
                .statusCode(202)
                .header("Location", endsWith(BACKUPS + "/" + name))
                .body("name", equalTo(name))
                .body("actor", equalTo("ada"))
                .body("startedAt", notNullValue());

        var done = awaitEnd(name);
        assertThat(done.getString("state")).as("%s", done.prettify()).isEqualTo("COMPLETE");
        assertThat(done.getString("place")).endsWith("/" + name);
        assertThat(done.getInt("files")).isGreaterThan(2);
        assertThat(done.getLong("position")).isPositive();
        assertThat(done.getString("takenAt")).isNotNull();
        given().get(BACKUPS).then().statusCode(200).body("backups.name", hasItem(name));

        var data = Files.createTempDirectory(DIRECTORY, "restored-");
        var result = Restore.run(DIRECTORY.resolve(name), data, SoundLog::isIn);
        assertThat(result.isWhole()).isTrue();
        assertThat(result.content().store()).isEqualTo(done.getString("store"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../x",
                "/etc/x",
                "a/b",
                "..",
                ".hidden",
                "-option",
                "x y",
                "x\\u0000",
                "x\\n",
                "C:x",
                "",
                "%2e%2e"
            })
    void shouldRefuseNamesThatLeadElsewhere(String to) {
        problem(json(body(to)).post(BACKUPS).then(), ProblemType.MALFORMED_REQUEST, BACKUPS)
                .body("detail", containsString("penstock.backup.directory"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x.incomplete", "x.tar.gz.incomplete", "x.Incomplete", "_.incomplete"})
    void shouldRefuseTheNameOfWhatIsNotComplete(String to) throws IOException {
        for (var each : new String[] {to, DIRECTORY.toRealPath() + "/" + to}) {
            problem(json(body(each)).post(BACKUPS).then(), ProblemType.MALFORMED_REQUEST, BACKUPS)
                    .body("detail", containsString("'to' is '" + each + "'"))
                    .body("detail", containsString("'.incomplete'"));
        }
        assertThat(DIRECTORY.resolve(to)).doesNotExist();
        assertThat(DIRECTORY.resolve(to + ".incomplete")).doesNotExist();
    }

    @Test
    void shouldTakeThePathThatANameHas() throws IOException {
        var name = fresh("");
        json(body(DIRECTORY.toRealPath() + "/" + name)).post(BACKUPS).then().statusCode(202);
        assertThat(awaitEnd(name).getString("state")).isEqualTo("COMPLETE");
        problem(
                json(body(DIRECTORY.toRealPath() + "/../" + name)).post(BACKUPS).then(),
                ProblemType.MALFORMED_REQUEST,
                BACKUPS);
    }

    @Test
    void shouldRefuseBodiesThatAreNone() {
        problem(json("{}").post(BACKUPS).then(), ProblemType.MALFORMED_REQUEST, BACKUPS);
        problem(json("").post(BACKUPS).then(), ProblemType.MALFORMED_REQUEST, BACKUPS);
        problem(json("{\"too\": \"x\"}").post(BACKUPS).then(), ProblemType.MALFORMED_REQUEST, BACKUPS);
        problem(json(body("x.zip")).post(BACKUPS).then(), ProblemType.INVALID_CONFIGURATION, BACKUPS)
                .body("detail", containsString(".tar.gz"));
    }

    @Test
    void shouldMakeAnArchiveWhoseNameEndsInCapitals() throws IOException {
        for (var suffix : new String[] {".tar.GZ", ".TAR.ZST"}) {
            var name = fresh(suffix);
            json(body(name)).post(BACKUPS).then().statusCode(202);

            var done = awaitEnd(name);

            assertThat(done.getString("state")).as("%s", done.prettify()).isEqualTo("COMPLETE");
            assertThat(DIRECTORY.resolve(name)).isRegularFile();
            var data = Files.createTempDirectory(DIRECTORY, "restored-");
            assertThat(Restore.run(DIRECTORY.resolve(name), data, SoundLog::isIn)
                            .isWhole())
                    .isTrue();
        }
        for (var name : new String[] {"x.ZIP", "x.tar.XZ", "x.Tgz"}) {
            problem(json(body(name)).post(BACKUPS).then(), ProblemType.INVALID_CONFIGURATION, BACKUPS)
                    .body("detail", containsString(".tar.gz"));
        }
    }

    @Test
    void shouldSayThatTheDirectoryIsGoneAndNotMakeItAgain() throws IOException {
        var aside = DIRECTORY.resolveSibling(fresh("-aside"));
        Files.move(DIRECTORY, aside);
        try {
            problem(json(body(fresh(""))).post(BACKUPS).then(), ProblemType.UNAVAILABLE, BACKUPS)
                    .body("detail", containsString("penstock.backup.directory"));
            assertThat(DIRECTORY).doesNotExist();
        } finally {
            Files.move(aside, DIRECTORY);
        }
    }

    @Test
    void shouldWriteOverNothing() throws IOException {
        var file = Files.createFile(DIRECTORY.resolve(fresh(".tar.gz")));
        problem(json(body(file.getFileName().toString())).post(BACKUPS).then(), ProblemType.CONFLICT, BACKUPS)
                .body("detail", containsString("already"));
        var link = Files.createSymbolicLink(DIRECTORY.resolve(fresh("")), Path.of("/nowhere"));
        problem(json(body(link.getFileName().toString())).post(BACKUPS).then(), ProblemType.CONFLICT, BACKUPS);
        assertThat(file).isEmptyFile();
    }

    @Test
    void shouldKnowNothingOfOthers() {
        for (var path : new String[] {BACKUPS + "/never", BACKUPS + "/.."}) {
            given().urlEncodingEnabled(false).get(path).then().statusCode(404);
        }
        problem(given().get(BACKUPS + "/never").then(), ProblemType.UNKNOWN_BACKUP, BACKUPS + "/never");
        problem(given().post(BACKUPS + "/never/stop").then(), ProblemType.UNKNOWN_BACKUP, BACKUPS + "/never/stop");
    }

    /** Keeps the broker busy with a backup until it is told to go on. */
    private static final class Waiting implements BackupTarget {

        private final CountDownLatch goOn = new CountDownLatch(1);

        @Override
        public String describe() {
            return "waiting";
        }

        @Override
        public void take(BackupFile file) throws IOException {
            try {
                goOn.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }

        @Override
        public void complete(BackupContent content) {}

        @Override
        public void abandon() {}
    }

    @Test
    void shouldRefuseASecondAndLeaveNothingOfIt() {
        var waiting = new Waiting();
        var first = broker.operations().backup(waiting).toCompletableFuture();
        try {
            var name = fresh(".tar.gz");
            problem(json(body(name)).post(BACKUPS).then(), ProblemType.CONFLICT, BACKUPS)
                    .body("detail", containsString("one at a time"));
            assertThat(DIRECTORY.resolve(name)).doesNotExist();
            assertThat(DIRECTORY.resolve(name + ".incomplete")).doesNotExist();
            send(declareQueue("meanwhile"), "goes on");
        } finally {
            waiting.goOn.countDown();
            first.join();
        }
    }

    @Test
    void shouldCountInTheMetricsWhatCameToItsEnd() throws IOException {
        double complete = metric("penstock_backups_total{outcome=\"complete\"}");
        double failed = metric("penstock_backups_total{outcome=\"failed\"}");
        var name = fresh(".tar.gz");
        json(body(name)).post(BACKUPS).then().statusCode(202);
        var done = awaitEnd(name);

        assertThat(metric("penstock_backups_total{outcome=\"complete\"}")).isEqualTo(complete + 1);
        assertThat(metric("penstock_backup_last_success_seconds"))
                .isEqualTo(Instant.parse(done.getString("finishedAt")).toEpochMilli() / 1e3);
        assertThat(metric("penstock_backup_last_duration_seconds")).isNotNegative();
        assertThat(metric("penstock_backup_last_size_bytes")).isEqualTo(done.getLong("bytes"));

        var taken = fresh("");
        json(body(taken)).post(BACKUPS).then().statusCode(202);
        Files.createDirectories(DIRECTORY.resolve(taken));
        boolean isFailed = awaitEnd(taken).getString("state").equals("FAILED");
        assertThat(metric("penstock_backups_total{outcome=\"failed\"}")).isEqualTo(failed + (isFailed ? 1 : 0));
    }

    private static double metric(String name) {
        return given().get("/q/metrics")
                .asString()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name));
    }

    @Test
    void shouldStopOne() throws IOException {
        var name = fresh("");
        json(body(name)).post(BACKUPS).then().statusCode(202);
        given().post(BACKUPS + "/" + name + "/stop").then().statusCode(200).body("bytes", greaterThan(-1));
        var end = awaitEnd(name);
        // It may have been over before.
        if (end.getString("state").equals("FAILED")) {
            assertThat(end.getString("failure")).contains("stopped");
            assertThat(DIRECTORY.resolve(name)).doesNotExist();
        }
        assertThat(DIRECTORY.resolve(name + ".incomplete")).doesNotExist();
    }
}
