package io.penstock.broker.entry;

import io.penstock.DeadLetterRequest;
import io.penstock.OperationKind;
import io.penstock.OperationRecord;

import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * An operation by hand, as it is journaled. Times are milliseconds since the epoch.
 *
 * @param subscription of what was purged, or empty
 * @param letters which dead letters; null for other kinds
 * @param ends by partition of the queue: letters from there on came later and are left alone
 * @param finishedMillis 0 while it goes on
 */
public record StoredOperation(
        long id,
        OperationKind kind,
        long startedMillis,
        String actor,
        String destination,
        String subscription,
        DeadLetterRequest letters,
        long[] ends,
        long done,
        long left,
        long finishedMillis) {

    /** Ids that a record names; the others are only counted. */
    private static final int MAX_SHOWN_IDS = 10;

    public static StoredOperation ofLetters(
            long id, OperationKind kind, long now, DeadLetterRequest letters, long[] ends) {
        return new StoredOperation(id, kind, now, letters.actor(), letters.queue(), "", letters, ends, 0, 0, 0);
    }

    /** Makes an operation that is over when it is written. */
    public static StoredOperation finished(
            long id,
            OperationKind kind,
            long now,
            String actor,
            String destination,
            String subscription,
            long done,
            long left) {
        return new StoredOperation(
                id, kind, now, actor, destination, subscription, null, new long[0], done, left, Math.max(1, now));
    }

    public boolean isRunning() {
        return finishedMillis == 0;
    }

    /** The time between its start and its first step. */
    public long delayMillis() {
        return letters == null ? 0 : letters.delay().toMillis();
    }

    public StoredOperation counted(long more) {
        return new StoredOperation(
                id,
                kind,
                startedMillis,
                actor,
                destination,
                subscription,
                letters,
                ends,
                done + more,
                left,
                finishedMillis);
    }

    public StoredOperation ended(long millis, long notDone) {
        return new StoredOperation(
                id, kind, startedMillis, actor, destination, subscription, letters, ends, done, notDone, millis);
    }

    public OperationRecord record() {
        return new OperationRecord(
                id,
                kind,
                Instant.ofEpochMilli(startedMillis),
                actor,
                destination,
                subscription,
                selection(),
                letters == null ? "" : letters.reason(),
                done,
                left,
                isRunning() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(finishedMillis)),
                Instant.ofEpochMilli(startedMillis + delayMillis()));
    }

    private String selection() {
        if (letters == null) {
            return "all";
        }
        var text = new StringBuilder();
        if (!letters.messageIds().isEmpty()) {
            text.append(letters.messageIds().size()).append(" id(s): ").append(shown(letters.messageIds()));
        }
        if (!letters.filter().isBlank()) {
            text.append(text.isEmpty() ? "" : "; ").append("filter: ").append(letters.filter());
        }
        if (letters.limit() != Long.MAX_VALUE) {
            text.append(text.isEmpty() ? "" : "; ").append("at most ").append(letters.limit());
        }
        if (letters.perSecond() > 0) {
            text.append(text.isEmpty() ? "" : "; ").append(letters.perSecond()).append(" a second");
        }
        return text.isEmpty() ? "all" : text.toString();
    }

    private static String shown(Set<String> ids) {
        var first = ids.stream().sorted().limit(MAX_SHOWN_IDS).toList();
        return String.join(", ", first) + (ids.size() > first.size() ? ", ..." : "");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof StoredOperation that
                && id == that.id
                && done == that.done
                && left == that.left
                && finishedMillis == that.finishedMillis
                && record().equals(that.record())
                && Arrays.equals(ends, that.ends);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(id);
    }
}
