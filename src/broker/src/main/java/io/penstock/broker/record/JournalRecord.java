package io.penstock.broker.record;

import io.penstock.Message;
import io.penstock.broker.filter.Fields;
import io.penstock.journal.log.Log;
import io.penstock.journal.record.LogRecord;
import io.penstock.journal.record.RecordBatch;

import java.util.Iterator;
import java.util.concurrent.CompletableFuture;

/** A record of the log, which is decoded no further than it is asked for. */
public final class JournalRecord implements RecordView {

    private final LogRecord record;
    private final Address address;

    /** Whether it has headers. This is asked several times for each record, and false for most. */
    private final boolean hasHeaders;

    private final int incarnation;
    private Message message;

    /** @param incarnation of the log now */
    JournalRecord(LogRecord record, Address address, int incarnation) {
        this.record = record;
        this.address = address;
        hasHeaders = record.hasHeaders();
        this.incarnation = incarnation;
    }

    @Override
    public long offset() {
        return record.offset();
    }

    /** The index in its destination. */
    public int partition() {
        return address.index();
    }

    @Override
    public long timestampMillis() {
        return record.timestampMillis();
    }

    /** The size that counts for limits: key, body and headers as they are serialised. */
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
        return new MessageFields(record, address);
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
                && (lifetime.incarnation() != incarnation || lifetime.generation() != address.generation());
    }

    /**
     * Decoded in the thread that asks first, which spares the dispatch loop; two may both do it, with equal results.
     */
    @Override
    public Message message() {
        var decoded = message;
        if (decoded == null) {
            decoded = hasHeaders ? MessageCodec.decode(record, address) : MessageCodec.decodePlain(record, address);
            message = decoded;
        }
        return decoded;
    }

    /**
     * Reads the records of one partition, best in order: the batch of the last record is kept. It is used by one
     * thread.
     */
    public static final class Reader implements Source {

        private final Log log;
        private final Address address;

        /** Is run when something was fetched. */
        private final Runnable whenHere;

        private RecordBatch batch;
        private Iterator<LogRecord> rest;

        /** The last record that was found, and the lowest offset that it is the answer for. */
        private LogRecord found;

        private long foundFrom;

        /** Whether it was just found that there is no record at or after {@link #foundFrom}. */
        private boolean isNone;

        /** What is being fetched, or was fetched last; null if nothing was. */
        private CompletableFuture<Void> fetching;

        private long fetchingFrom;

        /** Makes a reader for a thread that may wait for what it reads. */
        public Reader(Log log, Address address) {
            this(log, address, () -> {});
        }

        /** @param whenHere is run, by any thread, when it is worth asking again what was {@link #isHere not here} */
        public Reader(Log log, Address address, Runnable whenHere) {
            this.log = log;
            this.address = address;
            this.whenHere = whenHere;
        }

        @Override
        public JournalRecord from(long offset) {
            if (!isFound(offset) && !(isNone && offset == foundFrom)) {
                seek(offset, true);
            }
            return found == null ? null : new JournalRecord(found, address, log.incarnation());
        }

        @Override
        public boolean isHere(long offset) {
            if (isFound(offset)) {
                return true;
            }
            boolean isHere = seek(offset, false);
            isNone = isHere && found == null;
            return isHere;
        }

        private boolean isFound(long offset) {
            return found != null && offset >= foundFrom && offset <= found.offset();
        }

        @Override
        public long startOffset() {
            return log.startOffset(address.id());
        }

        /** Looks for the first record from an offset on; false if it may not wait, and would have to. */
        private boolean seek(long offset, boolean mayWait) {
            long at = offset;
            boolean isOnward = found != null && offset > found.offset();
            found = null;
            isNone = false;
            foundFrom = offset;
            if (batch != null && offset >= batch.baseOffset() && offset < batch.endOffset()) {
                rest = isOnward ? rest : batch.iterator();
                found = firstOfRest(offset);
                at = batch.endOffset();
            }
            // A batch may end with offsets whose records were removed.
            while (found == null) {
                var next = mayWait ? log.read(address.id(), at) : log.readNow(address.id(), at);
                if (next == Log.NOT_HERE) {
                    fetch(at);
                    return false;
                }
                batch = next;
                if (batch == null) {
                    return true;
                }
                rest = batch.iterator();
                found = firstOfRest(offset);
                at = batch.endOffset();
            }
            return true;
        }

        private void fetch(long at) {
            if (fetching != null && fetchingFrom == at && !fetching.isDone()) {
                return;
            }
            cancelFetch();
            fetchingFrom = at;
            var fetched = log.fetch(address.id(), at);
            fetching = fetched;
            fetched.whenComplete((done, failure) -> {
                if (!fetched.isCancelled()) {
                    whenHere.run();
                }
            });
        }

        @Override
        public void cancelFetch() {
            if (fetching != null) {
                fetching.cancel(false);
                fetching = null;
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
