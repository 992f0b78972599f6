package io.penstock.postgres.deployment;

import io.penstock.postgres.InboxPurge;
import io.quarkus.test.QuarkusUnitTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.sql.SQLException;
import jakarta.inject.Inject;

import static org.assertj.core.api.Assertions.assertThat;

class InboxPurgeTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = TestApplication.of();

    /** So many claims are deleted in one transaction. */
    private static final int BATCH = 5_000;

    @Inject
    InboxPurge purge;

    @Inject
    Sql sql;

    @BeforeEach
    void emptyTheInbox() throws SQLException {
        sql.execute("delete from penstock_inbox");
    }

    @Test
    void shouldForgetWhatIsOlderThanTheRetentionAndKeepTheRest() throws SQLException {
        // given
        claimedBefore("7 days 1 minute", 3);
        claimedBefore("6 days 23 hours", 2);

        // when
        long deleted = purge.purge();

        // then
        assertThat(deleted).isEqualTo(3);
        assertThat(claims()).isEqualTo(2);
    }

    @Test
    void shouldForgetMoreThanOneBatchInOneRun() throws SQLException {
        // given
        claimedBefore("8 days", 2 * BATCH + 1);

        // when
        long deleted = purge.purge();

        // then
        assertThat(deleted).isEqualTo(2 * BATCH + 1);
        assertThat(claims()).isZero();
    }

    @Test
    void shouldLeaveToAnotherReplicaWhatThatOneIsDeleting() throws SQLException {
        // given
        claimedBefore("8 days", 2);
        try (var other = sql.connect()) {
            other.setAutoCommit(false);
            other.createStatement().executeUpdate("delete from penstock_inbox where message_id = '8 days-1'");

            // when
            long deleted = purge.purge();

            // then
            assertThat(deleted).isEqualTo(1);
            other.rollback();
        }
        assertThat(claims()).isEqualTo(1);
    }

    private void claimedBefore(String age, int claims) throws SQLException {
        sql.execute("insert into penstock_inbox select 'orders', 'orders', '" + age + "-' || n, now() - interval '"
                + age + "' from generate_series(1, " + claims + ") n");
    }

    private long claims() throws SQLException {
        return sql.count("select count(*) from penstock_inbox");
    }
}
