package io.penstock.broker.record;

import io.penstock.Message;
import io.penstock.broker.filter.Fields;

/** A record that a replay reads again: the delay that its sender set has no effect any more. */
public record ReplayedRecord(RecordView record) implements RecordView {

    @Override
    public long offset() {
        return record.offset();
    }

    @Override
    public byte[] key() {
        return record.key();
    }

    @Override
    public long deliverAtMillis() {
        return 0;
    }

    @Override
    public String target() {
        return record.target();
    }

    @Override
    public Fields fields() {
        return record.fields();
    }

    @Override
    public Message message() {
        return record.message();
    }

    /** Reads the records of a replay. */
    public record Source(RecordView.Source records) implements RecordView.Source {

        @Override
        public RecordView from(long offset) {
            var record = records.from(offset);
            return record == null ? null : new ReplayedRecord(record);
        }

        @Override
        public boolean isHere(long offset) {
            return records.isHere(offset);
        }

        @Override
        public void cancelFetch() {
            records.cancelFetch();
        }

        @Override
        public long startOffset() {
            return records.startOffset();
        }
    }
}
