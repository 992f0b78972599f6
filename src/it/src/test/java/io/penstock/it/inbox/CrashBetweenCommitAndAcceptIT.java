package io.penstock.it.inbox;

import io.penstock.it.OrderApplication;
import io.penstock.it.app.CrashAfterCommit;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Real processes and a real PostgreSQL: the application dies after the commit of a handler's transaction and before the
 * message is accepted, and is started again.
 */
class CrashBetweenCommitAndAcceptIT {

    private static final int ORDERS = 40;

    private static EmbeddedPostgres postgres;

    @TempDir
    Path directory;

    private String jdbcUrl;

    @BeforeAll
    static void startPostgres() throws IOException {
        postgres = EmbeddedPostgres.start();
    }

    @AfterAll
    static void stopPostgres() throws IOException {
        postgres.close();
    }

    @BeforeEach
    void createDatabase(TestInfo test) throws SQLException {
        var name = test.getTestMethod().orElseThrow().getName().toLowerCase(Locale.ROOT);
        try (var connection = postgres.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.executeUpdate("create database " + name);
        }
        jdbcUrl = postgres.getJdbcUrl("postgres", name);
    }

    @Test
    void shouldStoreEachOrderOnce() throws Exception {
        // given
        var numbers = numbersWithMarksAt(5, 25);
        try (var application = new OrderApplication(directory, jdbcUrl)) {
            sendBeforeListenersStart(application, "orders", numbers);

            // when
            startAndCrash(application);
            startAndCrash(application);
            startAndFinish(application, "orders");
        }

        // then
        assertThat(runsByOrder("orders")).isEqualTo(numbers.stream().collect(toMap(Function.identity(), n -> 1L)));
        assertThat(count("select count(*) from penstock_inbox")).isEqualTo(ORDERS);
    }

    /** The crash is real, and comes where it is meant to: without the inbox it shows. */
    @Test
    void shouldStoreAnOrderTwiceWithoutTheInbox() throws Exception {
        // given
        var numbers = numbersWithMarksAt(5);
        try (var application = new OrderApplication(directory, jdbcUrl)) {
            sendBeforeListenersStart(application, "plain-orders", numbers);

            // when
            startAndCrash(application);
            startAndFinish(application, "plain-orders");
        }

        // then
        assertThat(runsByOrder("plain-orders")).hasSize(ORDERS).containsEntry("5" + CrashAfterCommit.MARK, 2L);
    }

    /** The same build serves both: whether there is a database is decided when it starts. */
    @Test
    void shouldStartAndSendWithoutADatabase() throws Exception {
        try (var application = new OrderApplication(directory, null)) {
            // when
            application.startIdle();
            application.send("orders", List.of("1"));

            // then
            assertThat(application.waiting("orders")).isEqualTo(1);
        }
    }

    private static List<String> numbersWithMarksAt(Integer... marked) {
        return IntStream.range(0, ORDERS)
                .mapToObj(number -> List.of(marked).contains(number) ? number + CrashAfterCommit.MARK : "" + number)
                .toList();
    }

    private static void sendBeforeListenersStart(OrderApplication application, String queue, List<String> numbers)
            throws Exception {
        application.startIdle();
        application.send(queue, numbers);
        assertThat(application.waiting(queue)).isEqualTo(numbers.size());
        application.close();
    }

    private static void startAndCrash(OrderApplication application) throws Exception {
        application.start();
        assertThat(application.awaitExit()).as(application::output).isEqualTo(CrashAfterCommit.EXIT_CODE);
    }

    private static void startAndFinish(OrderApplication application, String queue) throws Exception {
        application.start();
        await("all orders to be accepted")
                .atMost(Duration.ofMinutes(3))
                .untilAsserted(() -> assertThat(application.waiting(queue))
                        .as(application::output)
                        .isZero());
    }

    private Map<String, Long> runsByOrder(String queue) throws SQLException {
        var runs = new HashMap<String, Long>();
        try (var connection = DriverManager.getConnection(jdbcUrl);
                var statement = connection.prepareStatement(
                        "select number, count(*) from stored_order where queue = ? group by number")) {
            statement.setString(1, queue);
            var rows = statement.executeQuery();
            while (rows.next()) {
                runs.put(rows.getString(1), rows.getLong(2));
            }
        }
        return runs;
    }

    private long count(String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(jdbcUrl);
                var rows = connection.createStatement().executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
