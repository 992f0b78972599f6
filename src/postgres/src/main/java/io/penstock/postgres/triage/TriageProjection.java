package io.penstock.postgres.triage;

import io.penstock.DeadLetterRecord;
import io.penstock.Message;
import io.penstock.StoredMessage;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/**
 * The tables of the triage, as they are filled from a log. Letters and how far their partition was read are written in
 * one transaction, as the inbox writes its claim with the work: what is read again after a crash changes nothing.
 */
final class TriageProjection {

    /** Who has done what nobody has done by hand. */
    static final String ACTOR = "penstock";

    /** The characters of a body that are kept, for the search and for whoever looks. */
    private static final int PREVIEW_CHARS = 2_000;

    /** The rows that are deleted in one transaction. */
    private static final int BATCH_SIZE = 5_000;

    private static final String DETAILS = "origin_partition, origin_offset, partition_number, log_offset, reason,"
            + " description, exception, root_cause, stack_trace, attempts, deliveries, redrives, died_at, message_key,"
            + " headers, body_bytes, body_preview, seen";

    private static final String KEY = "log_id, queue, origin_destination, origin_subscription, message_id";

    private static final String STORE = "with old as (select id, partition_number, log_offset from"
            + " penstock_triage_letter where log_id = ? and queue = ? and origin_destination = ?"
            + " and origin_subscription = ? and message_id = ?),"
            + " stored as (insert into penstock_triage_letter as t (" + KEY + ", " + DETAILS + ")"
            + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, jsonb_object(?, ?), ?, ?, ?)"
            + " on conflict (" + KEY + ") do update set (" + DETAILS + ") = (" + excluded() + "), gone_at = null,"
            + " status = case when t.status in ('REDRIVEN', 'DISCARDED')"
            + " and (t.partition_number, t.log_offset) <> (excluded.partition_number, excluded.log_offset)"
            + " then 'NEW' else t.status end"
            + " where t.partition_number <> excluded.partition_number or t.log_offset <= excluded.log_offset"
            + " returning id, partition_number, log_offset)"
            + " insert into penstock_triage_change (letter_id, actor, action)"
            + " select s.id, '" + ACTOR + "', case when o.id is null then 'FOUND' else 'CAME_BACK' end"
            + " from stored s left join old o on o.id = s.id"
            + " where o.id is null or (o.partition_number, o.log_offset) <> (s.partition_number, s.log_offset)";

    private static final String PROGRESS = "insert into penstock_triage_progress as p values (?, ?, ?, ?)"
            + " on conflict (log_id, queue, partition_number)"
            + " do update set next_offset = greatest(p.next_offset, excluded.next_offset)";

    private static final String GONE = "with gone as (update penstock_triage_letter set gone_at = now()"
            + " where log_id = ? and queue = ? and seen < ? and gone_at is null returning id)"
            + " insert into penstock_triage_change (letter_id, actor, action) select id, '" + ACTOR
            + "', 'GONE' from gone";

    private static final String DELETE = "delete from penstock_triage_letter where ctid = any (array("
            + "select ctid from penstock_triage_letter where gone_at < now() - ? * interval '1 second'"
            + " order by gone_at limit ? for update skip locked))";

    private final DataSource database;
    private final String logId;

    TriageProjection(DataSource database, String logId) {
        this.database = database;
        this.logId = logId;
    }

    private static String excluded() {
        return "excluded." + String.join(", excluded.", DETAILS.split(", "));
    }

    @FunctionalInterface
    private interface Step<T> {
        T with(Connection connection) throws SQLException;
    }

    private <T> T inTransaction(Step<T> step) throws SQLException {
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

    /** How far each partition of a queue has been read. */
    Map<Integer, Long> progress(String queue) throws SQLException {
        return inTransaction(connection -> {
            var offsets = new HashMap<Integer, Long>();
            try (var statement = prepare(
                            connection,
                            "select partition_number, next_offset from penstock_triage_progress"
                                    + " where log_id = ? and queue = ?",
                            logId,
                            queue);
                    var rows = statement.executeQuery()) {
                while (rows.next()) {
                    offsets.put(rows.getInt(1), rows.getLong(2));
                }
            }
            return offsets;
        });
    }

    /** The queues of which the database knows letters that are there. */
    List<String> queues() throws SQLException {
        return inTransaction(connection -> {
            var queues = new ArrayList<String>();
            try (var statement = prepare(
                            connection,
                            "select distinct queue from penstock_triage_letter where log_id = ? and gone_at is null",
                            logId);
                    var rows = statement.executeQuery()) {
                while (rows.next()) {
                    queues.add(rows.getString(1));
                }
            }
            return queues;
        });
    }

    /** The number of the next look at a queue: higher than that of any before. */
    long nextLook(String queue) throws SQLException {
        return inTransaction(connection -> {
            try (var statement = prepare(
                            connection,
                            "select coalesce(max(seen), 0) + 1 from penstock_triage_letter"
                                    + " where log_id = ? and queue = ?",
                            logId,
                            queue);
                    var row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        });
    }

    /** Writes letters of one partition, and how far it was read. What is no letter is passed over. */
    void store(String queue, int partition, List<StoredMessage> messages, long nextOffset, long look)
            throws SQLException {
        inTransaction(connection -> {
            try (var statement = connection.prepareStatement(STORE)) {
                for (var stored : messages) {
                    var death = DeadLetterRecord.of(stored.message());
                    if (death.isPresent()) {
                        set(statement, queue, stored, death.get(), look);
                        statement.addBatch();
                    }
                }
                statement.executeBatch();
            }
            update(connection, PROGRESS, logId, queue, partition, nextOffset);
            return null;
        });
    }

    private void set(PreparedStatement statement, String queue, StoredMessage stored, DeadLetterRecord death, long look)
            throws SQLException {
        var message = stored.message();
        Object[] key = {logId, queue, death.originDestination(), death.originSubscription(), message.id()};
        var values = new ArrayList<Object>(List.of(key));
        values.addAll(List.of(key));
        values.add(death.originPartition());
        values.add(death.originOffset());
        values.add(stored.partition());
        values.add(stored.offset());
        values.add(death.reason().name());
        values.add(death.description() == null ? "" : storable(death.description()));
        values.add(storable(death.exception()));
        values.add(storable(death.rootCause()));
        values.add(storable(death.stackTrace()));
        values.add(death.attempts());
        values.add(death.deliveries());
        values.add(death.redrives());
        values.add(death.diedAt().atOffset(ZoneOffset.UTC));
        values.add(storable(message.keyText()));
        addHeaders(values, statement.getConnection(), message);
        values.add(message.body() == null ? 0 : message.body().length);
        values.add(preview(message.body()));
        values.add(look);
        for (int i = 0; i < values.size(); i++) {
            statement.setObject(i + 1, values.get(i));
        }
    }

    private static void addHeaders(List<Object> values, Connection connection, Message message) throws SQLException {
        var names = new ArrayList<String>();
        var texts = new ArrayList<String>();
        for (var header : message.headers()) {
            if (!header.name().startsWith(DeadLetterRecord.HEADER_PREFIX)) {
                names.add(storable(header.name()));
                texts.add(storable(header.text()));
            }
        }
        values.add(connection.createArrayOf("text", names.toArray()));
        values.add(connection.createArrayOf("text", texts.toArray()));
    }

    private static String preview(byte[] body) {
        if (body == null) {
            return "";
        }
        // A character has at most four bytes; what is cut in the middle of one ends in a replacement.
        int length = Math.min(body.length, PREVIEW_CHARS);
        return storable(new String(body, 0, length, StandardCharsets.UTF_8));
    }

    /** PostgreSQL stores no NUL. */
    private static String storable(String text) {
        return text == null ? null : text.replace('\0', ' ');
    }

    /** Marks the letters of a queue that a look has not seen. */
    int markGone(String queue, long look) throws SQLException {
        return inTransaction(connection -> update(connection, GONE, logId, queue, look));
    }

    /** Marks all letters of a queue that is gone itself, and forgets how far it was read. */
    void forget(String queue) throws SQLException {
        inTransaction(connection -> {
            update(connection, GONE, logId, queue, Long.MAX_VALUE);
            return update(
                    connection, "delete from penstock_triage_progress where log_id = ? and queue = ?", logId, queue);
        });
    }

    /** Deletes letters that have been gone for so long, with their history. */
    long deleteGone(Duration age) throws SQLException {
        long deleted = 0;
        int count;
        do {
            count = inTransaction(connection -> update(connection, DELETE, age.toSeconds(), BATCH_SIZE));
            deleted += count;
        } while (count == BATCH_SIZE);
        return deleted;
    }

    private static int update(Connection connection, String sql, Object... values) throws SQLException {
        try (var statement = prepare(connection, sql, values)) {
            return statement.executeUpdate();
        }
    }

    private static PreparedStatement prepare(Connection connection, String sql, Object... values) throws SQLException {
        var statement = connection.prepareStatement(sql);
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        return statement;
    }
}
