package io.penstock.postgres.outbox;

import io.penstock.Producer;
import org.jboss.logging.Logger;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Function;

/**
 * The numbers of one log as the database knows them, brought together with what the log itself knows. They are the
 * numbers of a producer of the broker, whose name is made for the log and this database.
 */
final class LogNumbers {

    private static final Logger LOG = Logger.getLogger(LogNumbers.class);

    private static final String ADD = "insert into penstock_outbox_log (log_id) values (?) on conflict do nothing";

    private static final String READ = "select l.producer, l.next_number, (select min(log_number) from penstock_outbox"
            + " where log_id = l.log_id and state in ('NUMBERED', 'RETURNING', 'GIVING_UP')) as first_pending"
            + " from penstock_outbox_log l where l.log_id = ? for update of l";

    private static final String RENAME = "update penstock_outbox_log set next_number = 0, producer = 'penstock-outbox-'"
            + " || gen_random_uuid()::text where log_id = ?";

    private static final String RAISE = "update penstock_outbox_log set next_number = ? where log_id = ?";

    private final OutboxTable table;
    private final String logId;
    private final Function<String, Producer> producers;

    /** @param producers opens the producer of a name */
    LogNumbers(OutboxTable table, String logId, Function<String, Producer> producers) {
        this.table = table;
        this.logId = logId;
        this.producers = producers;
    }

    /** @param firstPending the lowest number that has no end yet; the next number if all have one */
    private record Known(String producer, long next, long firstPending) {

        boolean isPending() {
            return firstPending < next;
        }
    }

    /**
     * Opens the producer. Whoever had it before can append nothing from then on, and no transaction of theirs is under
     * way that could give numbers.
     *
     * @throws IllegalStateException if the log has lost numbers of rows that have no end yet
     */
    Producer open() throws SQLException {
        return table.inTransaction(connection -> {
            OutboxTable.update(connection, ADD, logId);
            var known = read(connection);
            var producer = producers.apply(known.producer());
            long next = producer.nextSequence();
            if (next >= known.firstPending() && next <= known.next()) {
                return producer;
            }
            if (next > known.next()) {
                LOG.warnf(
                        "The log %s has messages of the outbox up to number %d, and the database knows %d: it was"
                                + " restored from a backup. Rows that were sent since then may be sent again.",
                        logId, next, known.next());
                OutboxTable.update(connection, RAISE, next, logId);
                return producer;
            }
            if (known.isPending()) {
                throw new IllegalStateException("The outbox sends nothing: rows have the numbers from "
                        + known.firstPending() + " on of the log " + logId + ", which goes on with number " + next
                        + ". Its data directory was restored from a backup, or it forgot its producer while the"
                        + " application was down for a week. See \"When numbers do not fit\" in its"
                        + " documentation.");
            }
            LOG.infof("The log %s has forgotten the numbers of the outbox: they begin anew.", logId);
            OutboxTable.update(connection, RENAME, logId);
            return producers.apply(read(connection).producer());
        });
    }

    private Known read(Connection connection) throws SQLException {
        try (var statement = OutboxTable.prepare(connection, READ, logId);
                var row = statement.executeQuery()) {
            row.next();
            long next = row.getLong("next_number");
            long first = row.getLong("first_pending");
            boolean isAnyPending = !row.wasNull();
            return new Known(row.getString("producer"), next, isAnyPending ? first : next);
        }
    }
}
