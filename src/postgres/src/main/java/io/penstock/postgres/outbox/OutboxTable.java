package io.penstock.postgres.outbox;

import io.penstock.PenstockException;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/**
 * The table of the outbox, as a relay uses it: rows are given numbers, and what has become of them is written down.
 * Each method is one transaction. It knows nothing of a broker.
 */
class OutboxTable {

    private static final String ON_THE_WAY = "('NUMBERED', 'RETURNING', 'GIVING_UP')";

    /** The bytes of bodies that are claimed together, besides the first: they are held in memory. */
    private static final long MAX_CLAIMED_BYTES = 16L << 20;

    private static final String LOCK = "select next_number from penstock_outbox_log where log_id = ? for update";

    /**
     * Rows that others are claiming are passed over. Their claim may fail, so the lanes of those are left alone:
     * nothing may be claimed that has an earlier row of its lane before it which this log may get. The first such look,
     * at rows in their back-off, keeps a lane that waits from filling the limit.
     */
    private static final String CLAIM = "with locked as materialized ("
            + " select id, lane, coalesce(octet_length(body), 0) as size from penstock_outbox r"
            + " where state = 'WAITING' and next_attempt_at <= now() and (log_id is null or log_id = ?)"
            + " and (?::text is null or destination = ?) and destination <> all (?)"
            + " and not exists (select 1 from penstock_outbox e where e.lane = r.lane and e.id < r.id and e.log_id = ?"
            + " and (e.state = 'RETURNING' or e.state = 'WAITING' and e.next_attempt_at > now()))"
            + " order by id limit ? for update skip locked),"
            + " claimed as (select id, row_number() over (order by id) - 1 as place,"
            + " sum(size) over (order by id) as bytes from locked l"
            + " where not exists (select 1 from penstock_outbox e where e.lane = l.lane and e.id < l.id"
            + " and e.state in ('WAITING', 'RETURNING') and (e.log_id is null or e.log_id = ?)"
            + " and e.id not in (select id from locked)))"
            + " update penstock_outbox o set state = 'NUMBERED', log_id = ?, log_number = ? + c.place"
            + " from claimed c where o.id = c.id and (c.place = 0 or c.bytes <= ?)";

    private static final String RAISE = "update penstock_outbox_log set next_number = ? where log_id = ?";

    private static final String READ = "select id, log_number, state, attempts, " + RowFormat.COLUMNS
            + " from penstock_outbox where log_id = ? and state in " + ON_THE_WAY + " order by log_number";

    private static final String SENT = "update penstock_outbox set state = 'SENT', ended_at = now(), problem = null"
            + " where id = any (?) and log_id = ? and state in " + ON_THE_WAY;

    private static final String RETURNED = "update penstock_outbox set log_number = null,"
            + " ended_at = case state when 'GIVING_UP' then now() end,"
            + " state = case state when 'GIVING_UP' then 'ABANDONED' else 'WAITING' end"
            + " where id = any (?) and log_id = ? and state in ('RETURNING', 'GIVING_UP')";

    private static final String REFUSED = "update penstock_outbox set state = ?, attempts = attempts + ?,"
            + " next_attempt_at = now() + ? * interval '1 millisecond', problem = ?"
            + " where id = ? and log_id = ? and log_number = ? and state = 'NUMBERED'";

    /** Those behind a row that waits again: they must not overtake it, or their destination takes nothing anyway. */
    private static final String FOLLOWING = "update penstock_outbox o set state = 'RETURNING' from penstock_outbox r"
            + " where r.id = ? and o.log_id = ? and o.state = 'NUMBERED' and o.log_number > ?"
            + " and (o.lane = r.lane or ? and o.destination = r.destination)";

    private final DataSource database;

    OutboxTable(DataSource database) {
        this.database = database;
    }

    /**
     * What is to be claimed.
     *
     * @param limit of rows
     * @param suspects destinations that are left out
     * @param probed suspects of which one row each is claimed all the same
     */
    record Wish(int limit, List<String> suspects, List<String> probed) {}

    /** What has become of rows of one log. */
    record Outcome(List<Long> sent, List<Long> returned, Refused refused) {}

    /** @param row the first row that the log has refused */
    record Refused(OutboxRow row, Refusal refusal, Duration delay, boolean isLast) {}

    @FunctionalInterface
    interface Step<T> {
        T with(Connection connection) throws SQLException;
    }

    <T> T inTransaction(Step<T> step) throws SQLException {
        try (var connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                var result = step.with(connection);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException e) {
                connection.rollback();
                throw e;
            } finally {
                connection.setAutoCommit(true);
            }
        }
    }

    /**
     * The rows of a log that have a number and no end, by number. If there are none, others are claimed, and get the
     * next numbers: that is committed when this returns.
     */
    List<OutboxRow> next(String logId, Wish wish) throws SQLException {
        return inTransaction(connection -> {
            long first = lock(connection, logId);
            var rows = read(connection, logId);
            if (!rows.isEmpty()) {
                return rows;
            }
            long next = first + claim(connection, logId, first, null, wish.suspects(), wish.limit());
            for (var probed : wish.probed()) {
                next += claim(connection, logId, next, probed, List.of(), 1);
            }
            if (next == first) {
                return List.of();
            }
            update(connection, RAISE, next, logId);
            return read(connection, logId);
        });
    }

    private static long lock(Connection connection, String logId) throws SQLException {
        try (var statement = prepare(connection, LOCK, logId);
                var row = statement.executeQuery()) {
            if (!row.next()) {
                throw new SQLException("The log " + logId + " is gone from penstock_outbox_log.");
            }
            return row.getLong(1);
        }
    }

    private static int claim(
            Connection connection, String logId, long number, String only, List<String> suspects, int limit)
            throws SQLException {
        var left = connection.createArrayOf("text", suspects.toArray());
        return update(
                connection, CLAIM, logId, only, only, left, logId, limit, logId, logId, number, MAX_CLAIMED_BYTES);
    }

    private static List<OutboxRow> read(Connection connection, String logId) throws SQLException {
        var rows = new ArrayList<OutboxRow>();
        try (var statement = prepare(connection, READ, logId);
                var result = statement.executeQuery()) {
            while (result.next()) {
                rows.add(row(result));
            }
        }
        return rows;
    }

    private static OutboxRow row(ResultSet row) throws SQLException {
        io.penstock.Message message = null;
        String problem = null;
        try {
            message = RowFormat.read(row);
        } catch (PenstockException | IllegalArgumentException | NullPointerException e) {
            problem = "The row cannot be read as a message: " + e.getMessage();
        }
        return new OutboxRow(
                row.getLong("id"),
                row.getLong("log_number"),
                OutboxState.valueOf(row.getString("state")),
                row.getInt("attempts"),
                row.getString("destination"),
                message,
                problem);
    }

    /** Writes down what has become of rows. */
    void settle(String logId, Outcome outcome) throws SQLException {
        inTransaction(connection -> {
            update(connection, SENT, ids(connection, outcome.sent()), logId);
            update(connection, RETURNED, ids(connection, outcome.returned()), logId);
            var refused = outcome.refused();
            if (refused != null) {
                refuse(connection, logId, refused);
            }
            return null;
        });
    }

    private static void refuse(Connection connection, String logId, Refused refused) throws SQLException {
        var row = refused.row();
        update(
                connection,
                REFUSED,
                (refused.isLast() ? OutboxState.GIVING_UP : OutboxState.RETURNING).name(),
                refused.refusal().kind() == Refusal.Kind.FOR_NOW ? 0 : 1,
                refused.delay().toMillis(),
                refused.refusal().problem(),
                row.id(),
                logId,
                row.number());
        if (!refused.isLast()) {
            update(
                    connection,
                    FOLLOWING,
                    row.id(),
                    logId,
                    row.number(),
                    refused.refusal().isOfDestination());
        }
    }

    private static java.sql.Array ids(Connection connection, List<Long> ids) throws SQLException {
        return connection.createArrayOf("bigint", ids.toArray());
    }

    static int update(Connection connection, String sql, Object... values) throws SQLException {
        try (var statement = prepare(connection, sql, values)) {
            return statement.executeUpdate();
        }
    }

    static PreparedStatement prepare(Connection connection, String sql, Object... values) throws SQLException {
        var statement = connection.prepareStatement(sql);
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        return statement;
    }
}
