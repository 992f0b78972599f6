package io.penstock.broker.migration;

import io.penstock.broker.record.Address;
import io.penstock.journal.JournalException;
import io.penstock.journal.frame.Append;
import io.penstock.journal.log.Log;
import io.penstock.journal.record.EncodedRecord;
import io.penstock.journal.record.LogRecord;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** Copies the records of partitions from one log to another, many of them on their way at a time. */
final class RecordCopy {

    private final Log from;
    private final Log to;

    /** Why a record is not where it should be. */
    private final AtomicReference<JournalException> failure = new AtomicReference<>();

    RecordCopy(Log from, Log to) {
        this.from = from;
        this.to = to;
    }

    /** Tells all records of a partition that are there, in order. */
    static void forEach(Log log, int partition, Consumer<LogRecord> visitor) {
        long end = log.endOffset(partition);
        long at = log.startOffset(partition);
        while (at < end) {
            var batch = log.read(partition, at);
            if (batch == null) {
                return;
            }
            for (var record : batch) {
                if (record.offset() >= at) {
                    visitor.accept(record);
                }
            }
            at = batch.endOffset();
        }
    }

    /**
     * Copies a partition, and returns what was written when all of it is durable.
     *
     * @throws JournalException if a record is refused, or comes to lie elsewhere than behind the one before
     */
    MigratedPartition copy(Address partition, RecordTranslation translation) {
        var sum = new RecordChecksum();
        var waiting = new Copied[1];
        forEach(from, partition.id(), record -> {
            requireNoFailure();
            if (RecordTranslation.isCopied(record)) {
                var translated = translation.translated(record);
                long offset = sum.records();
                sum.add(translated);
                if (waiting[0] != null) {
                    to.append(waiting[0]);
                }
                waiting[0] = new Copied(translated, partition, offset);
            }
        });
        if (waiting[0] != null) {
            to.appendAndWait(waiting[0]); // All before it have ended then as well.
        }
        requireNoFailure();
        return sum.of(partition.destination(), partition.index());
    }

    private void requireNoFailure() {
        var known = failure.get();
        if (known != null) {
            throw known;
        }
    }

    /** A record on its way. */
    private final class Copied extends Append {

        private final Address partition;
        private final long expected;

        private Copied(EncodedRecord record, Address partition, long expected) {
            super(false);
            this.partition = partition;
            this.expected = expected;
            addRecord(partition.id(), record);
        }

        @Override
        public void durable() {
            if (offset(0) != expected) {
                failure.compareAndSet(
                        null,
                        new JournalException("A message of partition " + partition.index() + " of '"
                                + partition.destination() + "' lies at offset " + offset(0) + ", and not at " + expected
                                + ": somebody else writes there, or has written there before."));
            }
        }

        @Override
        public void failed(JournalException cause) {
            failure.compareAndSet(null, cause);
        }

        @Override
        public boolean isOfStored() {
            return true;
        }
    }
}
