package io.penstock.postgres.outbox;

import io.penstock.BrowseRequest;
import io.penstock.Destination;
import io.penstock.Limits;
import io.penstock.Message;
import io.penstock.Overflow;
import io.penstock.StartPosition;
import io.penstock.broker.EmbeddedBroker;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A relay between a real PostgreSQL and a real log. */
class RelayTest {

    private static final int MAX_ROUNDS = 100_000;

    private static TestDatabase database;

    @TempDir
    private Path directory;

    private final AtomicLong nanos = new AtomicLong();
    private EmbeddedBroker broker;
    private Relay relay;

    @BeforeAll
    static void startPostgres() throws IOException {
        database = new TestDatabase();
    }

    @AfterAll
    static void stopPostgres() throws IOException {
        database.close();
    }

    @BeforeEach
    void openLog() throws SQLException {
        database.execute("truncate penstock_outbox, penstock_outbox_log");
        broker = TestLog.open(directory.resolve("log"));
        broker.declare(Destination.queue("orders").partitions(1).build());
        relay = relay(broker, new OutboxTable(database.source()));
    }

    @AfterEach
    void closeLog() {
        broker.close();
    }

    @Test
    void shouldAppendEachRowWithEverythingThatTheMessageHas() throws Exception {
        // given
        var message = Message.to("orders")
                .id("m-1")
                .key("k")
                .body("b")
                .header("colour", "blue")
                .header("bytes", new byte[] {0, -1})
                .priority(7)
                .routingKey("a.b")
                .build();
        database.send(message);

        // when
        runUntilIdle(relay);

        // then
        var stored = broker.browse(BrowseRequest.all("orders", 10).build());
        assertThat(stored).hasSize(1);
        var found = stored.get(0).message();
        assertThat(found.id()).isEqualTo("m-1");
        assertThat(found.keyText()).isEqualTo("k");
        assertThat(found.bodyText()).isEqualTo("b");
        assertThat(found.headers()).isEqualTo(message.headers());
        assertThat(found.priority()).isEqualTo(7);
        assertThat(found.routingKey()).isEqualTo("a.b");
        assertThat(states()).containsExactly("SENT");
    }

    @Test
    void shouldGiveNumbersWithoutGapsAlthoughTheDatabaseHasSome() throws Exception {
        // given
        for (int i = 0; i < 5; i++) {
            send("orders", "k", i);
            try (var connection = database.source().getConnection()) {
                connection.setAutoCommit(false);
                RowFormat.insert(connection, TestDatabase.named(message("orders", "k", "never")));
                connection.rollback();
            }
        }

        // when
        runUntilIdle(relay);

        // then
        assertThat(TestLog.bodies(broker, "orders")).containsExactly("0", "1", "2", "3", "4");
        assertThat(database.column("select log_number from penstock_outbox order by id"))
                .containsExactly("0", "1", "2", "3", "4");
    }

    @Test
    void shouldAppendOnceWhatWasAppendedAndNotWrittenDown() throws Exception {
        // given
        var forgetful = relay(broker, new OutboxTable(database.source()) {
            @Override
            void settle(String logId, Outcome outcome) throws SQLException {
                throw new SQLException("the database is away");
            }
        });
        send("orders", "k", 1);
        send("orders", "k", 2);
        assertThatThrownBy(forgetful::round).isInstanceOf(SQLException.class);
        assertThat(TestLog.bodies(broker, "orders")).containsExactly("1", "2");
        assertThat(states()).containsOnly("NUMBERED");

        // when
        reopen();
        send("orders", "k", 3);
        runUntilIdle(relay);

        // then
        assertThat(TestLog.bodies(broker, "orders")).containsExactly("1", "2", "3");
        assertThat(states()).containsOnly("SENT");
    }

    @Test
    void shouldAbandonWhatIsTooLargeAndGoOnBehindItsNumber() throws Exception {
        // given
        send("orders", "k", 1);
        database.send(message("orders", "k", "x".repeat(100_000)));
        send("orders", "k", 2);

        // when
        runUntilIdle(relay);

        // then
        assertThat(TestLog.bodies(broker, "orders")).containsExactly("1", "2");
        assertThat(database.column("select problem from penstock_outbox where state = 'ABANDONED'"))
                .singleElement()
                .asString()
                .contains("the limit is");
        assertThat(database.column("select log_number from penstock_outbox where state = 'SENT' order by id"))
                .containsExactly("0", "2");
    }

    @Test
    void shouldAbandonARowAfterSoManyAttempts() throws Exception {
        // given
        send("nowhere", "k", 1);
        send("orders", "k", 2);

        // when
        runUntil(relay, "select count(*) = 1 from penstock_outbox where state = 'ABANDONED'");
        runUntilIdle(relay);

        // then
        assertThat(database.column("select problem || attempts from penstock_outbox where state = 'ABANDONED'"))
                .containsExactly("There is no destination 'nowhere'. Declare it first.3");
        assertThat(TestLog.bodies(broker, "orders")).containsExactly("2");
    }

    @Test
    void shouldKeepTheOrderOfAKeyBehindARowThatWaits() throws Exception {
        // given: nothing is refused for the order of time, but since the queue does not exist yet
        for (int i = 0; i < 4; i++) {
            send("later", "k", i);
            send("orders", "k", i);
        }
        relay.round();
        relay.round();
        assertThat(states()).contains("WAITING");

        // when
        broker.declare(Destination.queue("later").partitions(1).build());
        runUntil(relay, "select count(*) = 8 from penstock_outbox where state = 'SENT'");

        // then
        assertThat(TestLog.bodies(broker, "later")).containsExactly("0", "1", "2", "3");
        assertThat(TestLog.bodies(broker, "orders")).containsExactly("0", "1", "2", "3");
    }

    @Test
    void shouldGoOnWithOthersWhileOneDestinationIsFull() throws Exception {
        var patient = relay(broker, new OutboxTable(database.source()), Integer.MAX_VALUE);
        for (var overflow : List.of(Overflow.REJECT, Overflow.BLOCK)) {
            // given
            var full = "full-" + overflow;
            broker.declare(Destination.queue(full)
                    .partitions(1)
                    .limits(Limits.builder().maxMessages(2).overflow(overflow).build())
                    .build());
            for (int i = 0; i < 4; i++) {
                send(full, "k" + i, i);
            }
            send("orders", "k", overflow);

            // when
            runUntil(patient, sentTo("orders", "convert_from(body, 'UTF8') = '" + overflow + "'") + " = 1");
            runUntil(patient, sentTo(full, "true") + " = 2");

            // then
            assertThat(TestLog.bodies(broker, full)).containsExactly("0", "1");

            // when
            broker.seek(full, full, StartPosition.LATEST);
            runUntil(patient, sentTo(full, "true") + " = 4");

            // then
            assertThat(TestLog.bodies(broker, full))
                    .contains("2", "3")
                    .doesNotHaveDuplicates()
                    .hasSizeBetween(2, 4);
        }
    }

    private static String sentTo(String destination, String condition) {
        return "(select count(*) from penstock_outbox where state = 'SENT' and destination = '" + destination + "' and "
                + condition + ")";
    }

    @Test
    void shouldFillTheNumberOfARowThatWasReturningWhenItsProcessEnded() throws Exception {
        // given
        send("later", "k", 1);
        relay.round();
        assertThat(states()).containsExactly("RETURNING");

        // when
        reopen();
        broker.declare(Destination.queue("later").partitions(1).build());
        runUntil(relay, "select count(*) = 1 from penstock_outbox where state = 'SENT'");

        // then
        assertThat(TestLog.bodies(broker, "later")).containsExactly("1");
        assertThat(database.column("select log_number from penstock_outbox")).containsExactly("1");
    }

    @Test
    void shouldNotOvertakeARowThatAnotherInstanceIsClaiming() throws Exception {
        // given
        send("orders", "k", 1);
        send("orders", "k", 2);
        send("orders", "other", 3);
        try (var other = database.source().getConnection()) {
            other.setAutoCommit(false);
            other.createStatement().executeQuery("select 1 from penstock_outbox order by id limit 1 for update");

            // when
            runUntilIdle(relay);

            // then
            assertThat(TestLog.bodies(broker, "orders")).containsExactly("3");
            other.rollback();
        }
        runUntilIdle(relay);
        assertThat(TestLog.bodies(broker, "orders")).containsExactly("3", "1", "2");
    }

    @Test
    void shouldBindEachRowToOneOfTwoLogs() throws Exception {
        try (var otherBroker = TestLog.open(directory.resolve("other"))) {
            // given
            otherBroker.declare(Destination.queue("orders").partitions(1).build());
            var other = relay(otherBroker, new OutboxTable(database.source()));
            for (int i = 0; i < 30; i++) {
                send("orders", "k" + i % 3, i);
            }

            // when
            while (relay.round() | other.round()) {
                assertThat(states()).isNotEmpty();
            }

            // then
            var all = new java.util.ArrayList<>(TestLog.bodies(broker, "orders"));
            all.addAll(TestLog.bodies(otherBroker, "orders"));
            assertThat(all).hasSize(30).doesNotHaveDuplicates();
        }
    }

    @Test
    void shouldRefuseToGuessWhenTheLogHasLostNumbersOfRowsOnTheirWay() throws Exception {
        // given
        send("orders", "k", 1);
        runUntilIdle(relay);
        database.execute("update penstock_outbox set state = 'NUMBERED', log_number = 5");
        database.execute("update penstock_outbox_log set next_number = 6");
        reopen();

        // then
        assertThatThrownBy(relay::round)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("rows have the numbers from 5 on")
                .hasMessageContaining("goes on with number 1");
    }

    @Test
    void shouldBeginAnewWhenTheLogHasForgottenItsProducerAndNothingIsOnItsWay() throws Exception {
        // given
        send("orders", "k", 1);
        runUntilIdle(relay);
        database.execute("update penstock_outbox_log set next_number = 6");
        reopen();

        // when
        send("orders", "k", 2);
        runUntilIdle(relay);

        // then
        assertThat(TestLog.bodies(broker, "orders")).containsExactly("1", "2");
    }

    private void reopen() {
        broker.close();
        broker = TestLog.open(directory.resolve("log"));
        relay = relay(broker, new OutboxTable(database.source()));
    }

    private Relay relay(EmbeddedBroker to, OutboxTable table) {
        return relay(to, table, 3);
    }

    private Relay relay(EmbeddedBroker to, OutboxTable table, int maxAttempts) {
        var soon = Duration.ofMillis(20);
        var policy = new RelayPolicy(50, maxAttempts, new Backoff(soon, soon), Duration.ofMillis(500));
        return new Relay(to, table, policy, this::later);
    }

    /** Each look at the time finds it a bit later. */
    private long later() {
        return nanos.addAndGet(Duration.ofMillis(5).toNanos());
    }

    private static void runUntilIdle(Relay relay) throws Exception {
        int rounds = 0;
        while (relay.round()) {
            assertThat(rounds++).isLessThan(MAX_ROUNDS);
        }
    }

    private static void runUntil(Relay relay, String condition) throws Exception {
        int rounds = 0;
        while (!database.column("select " + "(" + condition + ")::text").contains("true")) {
            relay.round();
            assertThat(rounds++).isLessThan(MAX_ROUNDS);
        }
    }

    private static void send(String destination, String key, Object body) throws SQLException {
        database.send(message(destination, key, body));
    }

    private static Message message(String destination, String key, Object body) {
        return Message.to(destination).key(key).body(body.toString()).build();
    }

    private static List<String> states() throws SQLException {
        return database.column("select state from penstock_outbox order by id");
    }
}
