package io.penstock.postgres.outbox;

import io.penstock.Broker;
import io.penstock.PenstockException;
import io.penstock.Producer;
import io.penstock.Receipt;
import io.penstock.postgres.outbox.OutboxTable.Outcome;
import io.penstock.postgres.outbox.OutboxTable.Refused;
import org.jboss.logging.Logger;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/**
 * Appends rows of the outbox to the log of one broker, in rounds: rows get numbers, which is committed; they are
 * appended under these numbers, of which the log takes each once; and what has become of them is written down. A round
 * that breaks off anywhere is done again by the next one, with the same numbers. Used by one thread.
 */
final class Relay {

    private static final Logger LOG = Logger.getLogger(Relay.class);

    /** The log forgets a producer that was idle for a week. */
    private static final Duration REFRESH = Duration.ofDays(1);

    private final OutboxLog log;
    private final OutboxTable table;
    private final RelayPolicy policy;
    private final LongSupplier nanos;
    private final SuspectDestinations suspects;
    private String logId;

    /** The producer; null before the first round, and after one that has failed. */
    private Producer producer;

    private long openedNanos;

    Relay(Broker broker, OutboxTable table, RelayPolicy policy, LongSupplier nanos) {
        this.log = new OutboxLog(broker);
        this.table = table;
        this.policy = policy;
        this.nanos = nanos;
        suspects = new SuspectDestinations(nanos);
    }

    /**
     * Does one round.
     *
     * @return false if there was nothing to do
     * @throws PenstockException if the broker takes nothing at the moment
     * @throws IllegalStateException if the numbers of database and log do not fit
     */
    boolean round() throws SQLException, InterruptedException {
        try {
            open();
            var rows = table.next(logId, suspects.wish(policy.batchSize()));
            if (!rows.isEmpty()) {
                append(rows);
            }
            return !rows.isEmpty();
        } catch (SQLException | RuntimeException e) {
            producer = null;
            throw e;
        }
    }

    private void open() throws SQLException {
        if (producer == null || nanos.getAsLong() - openedNanos > REFRESH.toNanos()) {
            logId = log.id();
            producer = new LogNumbers(table, logId, log::producer).open();
            openedNanos = nanos.getAsLong();
        }
    }

    private void append(List<OutboxRow> rows) throws SQLException, InterruptedException {
        var receipts = rows.stream().map(this::send).toList();
        var sent = new ArrayList<Long>();
        var returned = new ArrayList<Long>();
        for (int i = 0; i < rows.size(); i++) {
            var row = rows.get(i);
            try {
                var receipt = receipts.get(i).get(policy.patience().toNanos(), TimeUnit.NANOSECONDS);
                // A number that was to be filled may have been taken by its message before.
                if (row.isToBeSent() || !receipt.isDiscarded()) {
                    sent.add(row.id());
                    suspects.trust(row.destination());
                } else {
                    returned.add(row.id());
                }
            } catch (ExecutionException | TimeoutException e) {
                // What lies behind is not written either, as the log leaves no number out.
                fail(row, e, sent, returned);
                return;
            }
        }
        table.settle(logId, new Outcome(sent, returned, null));
    }

    private CompletableFuture<Receipt> send(OutboxRow row) {
        if (row.isToBeSent() && row.message() == null) {
            return CompletableFuture.failedFuture(new PenstockException.InvalidMessage(row.problem()));
        }
        try {
            var message = row.isToBeSent() ? row.message() : OutboxLog.filler(logId);
            return producer.sendAsync(row.number(), message).toCompletableFuture();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Treats the first row that was not taken, and settles those before it. */
    private void fail(OutboxRow row, Exception failure, List<Long> sent, List<Long> returned) throws SQLException {
        var cause = PenstockException.causeOf(failure);
        if (row.isToBeSent()
                && cause instanceof PenstockException.OutOfSequence
                && row.number() < producer.nextSequence()) {
            // The log has it, and no longer knows where.
            sent.add(row.id());
            table.settle(logId, new Outcome(sent, returned, null));
            return;
        }
        var refusal = failure instanceof TimeoutException
                ? Refusal.noRoom(row.destination(), policy.patience().toSeconds())
                : Refusal.of(cause);
        if (refusal == null || !row.isToBeSent()) {
            table.settle(logId, new Outcome(sent, returned, null));
            throw new PenstockException.Unavailable(
                    "The outbox cannot append number " + row.number() + ": " + cause.getMessage(), cause);
        }
        table.settle(logId, new Outcome(sent, returned, refused(row, refusal)));
    }

    private Refused refused(OutboxRow row, Refusal refusal) {
        boolean isLast = refusal.kind() == Refusal.Kind.FOR_EVER
                || refusal.kind() == Refusal.Kind.COUNTED && row.attempts() + 1 >= policy.maxAttempts();
        var delay = policy.backoff().after(row.attempts());
        if (isLast) {
            LOG.errorf(
                    "Row %d of the outbox, to '%s', is abandoned after %d attempts: %s",
                    row.id(), row.destination(), row.attempts() + 1, refusal.problem());
        } else {
            LOG.warnf(
                    "Row %d of the outbox, to '%s', is tried again in %s: %s",
                    row.id(), row.destination(), delay, refusal.problem());
        }
        if (refusal.isOfDestination()) {
            suspects.suspect(row.destination(), isLast ? Duration.ZERO : delay);
        }
        return new Refused(row, refusal, delay, isLast);
    }
}
