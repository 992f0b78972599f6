package io.penstock.postgres.deployment;

import io.penstock.Broker;
import io.penstock.ConsumerOptions;
import io.penstock.DeadLetterReason;
import io.penstock.Destination;
import io.penstock.Message;
import io.penstock.postgres.triage.Triage;
import io.penstock.postgres.triage.TriageLetter;
import io.penstock.postgres.triage.TriageSearch;
import io.penstock.postgres.triage.TriageStatus;
import io.quarkus.test.QuarkusUnitTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import jakarta.inject.Inject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** The database goes away while messages die: nothing else waits for it, and the triage catches up. */
class TriageOutageTest {

    private static final String QUEUE = "away";
    private static final int BEFORE = 3;
    private static final int MEANWHILE = 20;

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = TestApplication.of()
            .overrideConfigKey("penstock.triage.enabled", "true")
            .overrideConfigKey("quarkus.penstock.triage.interval", "100MS")
            .overrideConfigKey("quarkus.datasource.jdbc.acquisition-timeout", "1S");

    @Inject
    Broker broker;

    @Inject
    Triage triage;

    @Inject
    Sql sql;

    @Test
    void shouldCatchUpWhenTheDatabaseIsBack() throws Exception {
        broker.declare(Destination.queue(QUEUE).partitions(1).build());
        die(0, BEFORE);
        await().until(() -> letters().size() == BEFORE);
        var known = letters().get(0);
        assertThat(triage.change(known.id(), TriageStatus.IN_WORK, "ask the customer", "ann"))
                .isTrue();
        String url;
        String user;
        String database;
        try (var connection = sql.connect()) {
            url = connection.getMetaData().getURL();
            user = connection.getMetaData().getUserName();
            database = connection.getCatalog();
        }

        admit(url, user, database, false);
        try {
            assertThatThrownBy(this::letters).isNotNull();
            die(BEFORE, MEANWHILE);
        } finally {
            admit(url, user, database, true);
        }

        await().ignoreExceptions().until(() -> letters().size() == BEFORE + MEANWHILE);
        die(BEFORE + MEANWHILE, 1);
        await().until(() -> letters().size() == BEFORE + MEANWHILE + 1);
        assertThat(letters()).extracting(TriageLetter::messageId).doesNotHaveDuplicates();
        assertThat(letters())
                .filteredOn(letter -> letter.status() == TriageStatus.IN_WORK)
                .extracting(TriageLetter::id)
                .containsExactly(known.id());
    }

    /** Whether the database takes connections; those that it has are ended. */
    private static void admit(String url, String user, String database, boolean isOpen) throws SQLException {
        var other = url.replaceFirst("/" + database + "(?=$|\\?)", "/template1");
        assertThat(other).isNotEqualTo(url);
        try (var connection = DriverManager.getConnection(other, user, "postgres");
                var statement = connection.createStatement()) {
            statement.executeUpdate("alter database \"" + database + "\" allow_connections " + isOpen);
            statement
                    .executeQuery(
                            "select pg_terminate_backend(pid) from pg_stat_activity where datname = '" + database + "'")
                    .close();
        }
    }

    private void die(int first, int count) throws InterruptedException {
        for (int i = first; i < first + count; i++) {
            broker.send(Message.to(QUEUE).id("m" + i).body("b").build());
        }
        try (var consumer =
                broker.consume(ConsumerOptions.ofQueue(QUEUE, "test").build())) {
            for (int i = 0; i < count; i++) {
                consumer.receive(Duration.ofMinutes(2))
                        .orElseThrow()
                        .reject(DeadLetterReason.REJECTED, "no stock", null);
            }
        }
    }

    private List<TriageLetter> letters() {
        var search = new TriageSearch(QUEUE + ".dlq", QUEUE, QUEUE, null, null, null, null, null, null, null, null);
        return triage.search(search, null, 100).letters();
    }
}
