package io.penstock.broker;

import io.penstock.Message;
import io.penstock.journal.Journal;
import io.penstock.journal.record.LogRecord;
import io.penstock.journal.record.RecordBatch;

import java.util.Iterator;
import java.util.function.Supplier;

/** A record of the log, decoded no further than it is asked for. */
final class JournalRecord implements RecordView {

    private final LogRecord record;
    private final PartitionLog log;
    private Message message;

    JournalRecord(LogRecord record, PartitionLog log) {
        this.record = record;
        this.log = log;
    }

    @Override
    public byte[] key() {
        return record.key();
    }

    @Override
    public long deliverAtMillis() {
        return MessageCodec.deliverAtMillis(record);
    }

    @Override
    public String target() {
        return MessageCodec.target(record);
    }

    /**
     * Decoded in the thread that asks first, which spares the dispatch loop; two may both do it, with equal results.
     */
    @Override
    public Message message() {
        var decoded = message;
        if (decoded == null) {
            decoded = MessageCodec.decode(record, log);
            message = decoded;
        }
        return decoded;
    }

    /** Reads one partition, best in order: the batch of the last record is kept. Used by one thread. */
    static final class Reader implements Source {

        private final Supplier<Journal> journal;
        private final PartitionLog log;
        private RecordBatch batch;
        private Iterator<LogRecord> rest;
        private long nextOffset;

        Reader(Supplier<Journal> journal, PartitionLog log) {
            this.journal = journal;
            this.log = log;
        }

        @Override
        public RecordView at(long offset) {
            if (batch == null || offset < batch.baseOffset() || offset >= batch.endOffset()) {
                batch = journal.get().read(log.id(), offset);
                if (batch == null) {
                    throw new IllegalStateException("Offset " + offset + " of partition " + log.index() + " of '"
                            + log.destination().name() + "' is not in the log.");
                }
                rewind();
            } else if (offset < nextOffset) {
                rewind();
            }
            LogRecord record;
            do {
                record = rest.next();
            } while (record.offset() < offset);
            nextOffset = offset + 1;
            return new JournalRecord(record, log);
        }

        private void rewind() {
            rest = batch.iterator();
            nextOffset = batch.baseOffset();
        }
    }
}
