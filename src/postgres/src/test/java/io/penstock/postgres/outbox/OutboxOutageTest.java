package io.penstock.postgres.outbox;

import io.penstock.Destination;
import io.penstock.Message;
import io.penstock.broker.EmbeddedBroker;
import io.penstock.postgres.PostgresSchema;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * PostgreSQL is stopped and started again while rows are committed and relayed. {@code -Dpenstock.outage=60} keeps it
 * away for so many seconds more.
 */
class OutboxOutageTest {

    private static final long OUTAGE_SECONDS = Long.getLong("penstock.outage", 0);
    private static final String QUEUE = "orders";
    private static final int WRITERS = 2;
    private static final int ENOUGH = 50;
    private static final Duration SOON = Duration.ofMillis(20);
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String STATES = "select count(*) from penstock_outbox where state ";

    @TempDir
    private Path directory;

    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicBoolean isOver = new AtomicBoolean();
    private final List<Thread> threads = new ArrayList<>();
    private EmbeddedPostgres postgres;
    private int port;

    @AfterEach
    void stop() throws IOException {
        isOver.set(true);
        if (postgres != null) {
            postgres.close();
        }
    }

    private void startPostgres() throws IOException {
        postgres = EmbeddedPostgres.builder()
                .setPort(port)
                .setDataDirectory(directory.resolve("postgres"))
                .setCleanDataDirectory(false)
                .start();
        port = postgres.getPort();
    }

    private void run(Runnable work) {
        var thread = new Thread(work);
        thread.start();
        threads.add(thread);
    }

    @Test
    void shouldAppendEachCommittedRowOnceThoughTheDatabaseWasAway() throws Exception {
        startPostgres();
        var source = postgres.getPostgresDatabase();
        PostgresSchema.migrate(source);
        try (var broker = TestLog.open(directory.resolve("log"))) {
            broker.declare(Destination.queue(QUEUE).partitions(1).build());
            var loop = loop(broker, source);
            var notices = new CommitNotices(source, loop::wake);
            run(loop);
            run(notices);
            for (int i = 0; i < WRITERS; i++) {
                int writer = i;
                run(() -> write(source, writer));
            }
            awaitAcknowledged(ENOUGH);

            postgres.close();
            Awaitility.await().atMost(PATIENCE).until(() -> refused.get() > WRITERS);
            TimeUnit.SECONDS.sleep(OUTAGE_SECONDS);
            startPostgres();
            awaitAcknowledged(acknowledged.size() + ENOUGH);

            isOver.set(true);
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> count(source, STATES + "= 'SENT'") > 0
                            && threads.stream().filter(Thread::isAlive).count() <= 2
                            && count(source, STATES + "<> 'SENT'") == 0);
            loop.stop();
            notices.stop();
            for (var thread : threads) {
                thread.join();
            }
            compare(TestLog.bodies(broker, QUEUE), source);
        }
    }

    private static RelayLoop loop(EmbeddedBroker broker, DataSource source) {
        var table = new OutboxTable(source);
        var policy = new RelayPolicy(20, 10, new Backoff(SOON, SOON), Duration.ofSeconds(5));
        return new RelayLoop(
                new Relay(broker, table, policy, System::nanoTime),
                new OutboxUpkeep(table, Duration.ofDays(1), Duration.ZERO, System::nanoTime),
                Duration.ofMillis(500));
    }

    /** Commits rows one by one. Of one whose commit failed, nobody knows whether it was done. */
    private void write(DataSource source, int writer) {
        for (int number = 0; !isOver.get(); number++) {
            var body = "w" + writer + " " + number;
            try (var connection = source.getConnection()) {
                RowFormat.insert(
                        connection,
                        TestDatabase.named(
                                Message.to(QUEUE).key("w" + writer).body(body).build()));
                acknowledged.add(body);
            } catch (SQLException away) {
                refused.incrementAndGet();
                LockSupport.parkNanos(SOON.toNanos());
            }
        }
    }

    private void awaitAcknowledged(int count) {
        Awaitility.await().atMost(PATIENCE).until(() -> acknowledged.size() >= count);
    }

    private void compare(List<String> appended, DataSource source) throws SQLException {
        var rows = column(source, "select convert_from(body, 'UTF8') from penstock_outbox");
        assertThat(appended).containsExactlyInAnyOrderElementsOf(rows).containsAll(acknowledged);
        for (int writer = 0; writer < WRITERS; writer++) {
            var prefix = "w" + writer + " ";
            assertThat(appended)
                    .filteredOn(body -> body.startsWith(prefix))
                    .extracting(body -> Integer.valueOf(body.substring(prefix.length())))
                    .isSorted();
        }
        System.out.println("OutboxOutageTest: " + acknowledged.size() + " rows were acknowledged, " + refused
                + " refused, " + appended.size() + " appended");
    }

    private static long count(DataSource source, String sql) throws SQLException {
        return Long.parseLong(column(source, sql).get(0));
    }

    private static List<String> column(DataSource source, String sql) throws SQLException {
        var values = new ArrayList<String>();
        try (var connection = source.getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                values.add(rows.getString(1));
            }
        }
        return values;
    }
}
