package io.penstock.it.xa;

import io.penstock.conformance.tool.LiveFiles;
import io.penstock.it.OrderApplication;
import io.penstock.it.app.CrashAfterCommit;
import io.penstock.it.app.CrashPoint;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Real processes, a real PostgreSQL and Narayana: a message-driven bean takes a message, writes a row and sends a
 * message in one JTA transaction, and the process dies between its phases. The next process finishes or forgets
 * it as a whole, so that in the end each message has been handled once.
 */
class CrashInTwoPhasesIT {

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    /** What takes minutes in production: seconds are enough where nobody else uses the resources. */
    private static final String[] QUICK_RECOVERY = {
        "-DRecoveryEnvironmentBean.periodicRecoveryPeriod=1",
        "-DRecoveryEnvironmentBean.recoveryBackoffPeriod=1",
        "-DJTAEnvironmentBean.orphanSafetyInterval=1000"
    };

    private static EmbeddedPostgres postgres;

    @TempDir
    Path directory;

    private String jdbcUrl;

    @BeforeAll
    static void startPostgres() throws IOException {
        postgres = EmbeddedPostgres.builder()
                .setServerConfig("max_prepared_transactions", "10")
                .start();
    }

    @AfterAll
    static void stopPostgres() throws IOException {
        postgres.close();
    }

    @Test
    void shouldDoAllOrNothingWithADatabaseThatPrepares() throws Exception {
        shouldDoAllOrNothing(
                "xa",
                CrashPoint.AFTER_PREPARE_OF_LOG,
                CrashPoint.AFTER_PREPARE_OF_BOTH,
                CrashPoint.AFTER_DECISION,
                CrashPoint.AFTER_COMMIT_OF_LOG,
                CrashPoint.AFTER_COMMIT_OF_DATABASE);
    }

    /** Its commit is the decision: there is a moment after it that no test can meet, and the documentation names. */
    @Test
    void shouldDoAllOrNothingWithADatabaseThatIsTheLastResource() throws Exception {
        shouldDoAllOrNothing("local", CrashPoint.AFTER_PREPARE_OF_LOG, CrashPoint.AFTER_DECISION);
    }

    /** Each start recovers from the crash before. What was not committed is handled then, and does not crash again. */
    private void shouldDoAllOrNothing(String datasource, CrashPoint... points) throws Exception {
        createDatabase("crash_" + datasource);
        try (var application = new OrderApplication(directory, jdbcUrl)) {
            start(application);
            for (int i = 0; i < points.length; i++) {
                int crash = i;
                // when
                String booking = datasource + ":" + points[i];
                sendThoughItMayCrash(application, booking);
                assertThat(application.awaitExit()).as(application::output).isEqualTo(CrashAfterCommit.EXIT_CODE);
                start(application);

                // then
                await(booking)
                        .atMost(PATIENCE)
                        .ignoreExceptionsInstanceOf(UncheckedIOException.class) // A file that is just being deleted.
                        .untilAsserted(() -> assertThat(unfinished(application, points[crash]))
                                .as(application::output)
                                .isZero());
                assertThat(rows(booking)).as(booking).isEqualTo(1);
                assertThat(application.waiting("confirmations")).as(booking).isEqualTo(i + 1);
            }
        }
    }

    /** The message is on its way when it crashes, and the answer may not be. */
    private static void sendThoughItMayCrash(OrderApplication application, String booking) throws InterruptedException {
        try {
            application.send("bookings", List.of(booking));
        } catch (IOException e) {
            // Whether it was sent is seen by the crash.
        }
    }

    /** What anybody has still to do, Narayana included. */
    private long unfinished(OrderApplication application, CrashPoint point) throws Exception {
        long prepared = application.prepared()
                + count("select count(*) from pg_prepared_xacts where database = current_database()");
        // Datasources of Quarkus have no name in Narayana's log: that one has committed before it cannot find out.
        long records = point == CrashPoint.AFTER_COMMIT_OF_DATABASE ? 0 : recordsOfTheManager();
        return prepared + records + application.waiting("bookings");
    }

    private long recordsOfTheManager() throws IOException {
        return LiveFiles.below(directory.resolve("data/transactions")).stream()
                .filter(file -> file.toString().contains("AtomicAction"))
                .count();
    }

    private void start(OrderApplication application) throws IOException {
        var options = new ArrayList<>(List.of(QUICK_RECOVERY));
        options.add("-Dquarkus.datasource.xa.jdbc.url=" + jdbcUrl);
        options.add("-Dquarkus.datasource.xa.username=postgres");
        options.add("-Dquarkus.datasource.xa.password=postgres");
        application.start(options.toArray(String[]::new));
    }

    private long rows(String booking) throws SQLException {
        return count("select count(*) from stored_order where queue = 'bookings' and number = '" + booking + "'");
    }

    private long count(String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(jdbcUrl);
                var rows = connection.createStatement().executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private void createDatabase(String name) throws SQLException {
        try (var connection = postgres.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.executeUpdate("create database " + name);
        }
        jdbcUrl = postgres.getJdbcUrl("postgres", name);
    }
}
