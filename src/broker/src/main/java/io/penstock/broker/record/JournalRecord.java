package io.penstock.broker.record;

import io.penstock.Message;
import io.penstock.broker.destination.PartitionLog;
import io.penstock.broker.filter.Fields;
import io.penstock.journal.log.Log;
import io.penstock.journal.record.LogRecord;
import io.penstock.journal.record.RecordBatch;

import java.util.Iterator;
import java.util.function.Supplier;

/** A record of the log, decoded no further than it is asked for. */
public final class JournalRecord implements RecordView {

    private final LogRecord record;
    private final PartitionLog log;

    /** Asked several times on the way out, and false for most. */
    private final boolean hasHeaders;

    private final int incarnation;
    private Message message;

    /** @param incarnation of the log now */
    JournalRecord(LogRecord record, PartitionLog log, int incarnation) {
        this.record = record;
        this.log = log;
        hasHeaders = record.hasHeaders();
        this.incarnation = incarnation;
    }

    @Override
    public long offset() {
        return record.offset();
    }

    /** The index in its destination. */
    public int partition() {
        return log.index();
    }

    @Override
    public long timestampMillis() {
        return record.timestampMillis();
    }

    /** What it counts for in limits: key, body and headers as they are serialised. */
    public int bytes() {
        return record.fieldBytes();
    }

    @Override
    public byte[] key() {
        return record.key();
    }

    @Override
    public long deliverAtMillis() {
        return hasHeaders ? MessageCodec.deliverAtMillis(record) : 0;
    }

    @Override
    public String target() {
        return hasHeaders ? MessageCodec.target(record) : null;
    }

    @Override
    public Fields fields() {
        return new MessageFields(record, log);
    }

    @Override
    public long expiresAtMillis() {
        return hasHeaders ? MessageCodec.expiresAtMillis(record) : Long.MAX_VALUE;
    }

    @Override
    public boolean isLapsed() {
        if (!hasHeaders) {
            return false;
        }
        var lifetime = MessageCodec.lifetime(record);
        return lifetime.isBounded()
                && (lifetime.incarnation() != incarnation
                        || lifetime.generation() != log.destination().generation());
    }

    /**
     * Decoded in the thread that asks first, which spares the dispatch loop; two may both do it, with equal results.
     */
    @Override
    public Message message() {
        var decoded = message;
        if (decoded == null) {
            decoded = hasHeaders ? MessageCodec.decode(record, log) : MessageCodec.decodePlain(record, log);
            message = decoded;
        }
        return decoded;
    }

    /** Reads one partition, best in order: the batch of the last record is kept. Used by one thread. */
    public static final class Reader implements Source {

        private final Supplier<Log> journal;
        private final PartitionLog log;
        private RecordBatch batch;
        private Iterator<LogRecord> rest;

        /** The last record that was found, and the lowest offset that it is the answer for. */
        private LogRecord found;

        private long foundFrom;

        public Reader(Supplier<Log> journal, PartitionLog log) {
            this.journal = journal;
            this.log = log;
        }

        @Override
        public JournalRecord from(long offset) {
            if (found == null || offset < foundFrom || offset > found.offset()) {
                seek(offset);
            }
            return found == null
                    ? null
                    : new JournalRecord(found, log, journal.get().incarnation());
        }

        @Override
        public long startOffset() {
            return journal.get().startOffset(log.id());
        }

        private void seek(long offset) {
            long at = offset;
            boolean isOnward = found != null && offset > found.offset();
            found = null;
            foundFrom = offset;
            if (batch != null && offset >= batch.baseOffset() && offset < batch.endOffset()) {
                rest = isOnward ? rest : batch.iterator();
                found = firstOfRest(offset);
                at = batch.endOffset();
            }
            // A batch may end with offsets whose records were removed.
            while (found == null) {
                batch = journal.get().read(log.id(), at);
                if (batch == null) {
                    return;
                }
                rest = batch.iterator();
                found = firstOfRest(offset);
                at = batch.endOffset();
            }
        }

        private LogRecord firstOfRest(long offset) {
            while (rest.hasNext()) {
                var record = rest.next();
                if (record.offset() >= offset) {
                    return record;
                }
            }
            return null;
        }
    }
}
