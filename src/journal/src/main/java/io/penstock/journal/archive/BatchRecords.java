package io.penstock.journal.archive;

import io.penstock.journal.JournalException;
import io.penstock.journal.record.LogRecord;
import io.penstock.journal.record.RecordBatch;

import java.util.function.Consumer;

/** Looks at every record of a batch whose checksum is right. */
final class BatchRecords {

    private BatchRecords() {}

    /**
     * Tells of them one by one.
     *
     * @return how many there are
     * @throws JournalException.Corrupted if they are not what the header says
     */
    static int check(RecordBatch batch, Consumer<LogRecord> told) {
        var least = batch.baseOffset();
        var count = 0;
        for (var record : batch) {
            if (record.offset() < least || record.offset() >= batch.endOffset()) {
                throw new JournalException.Corrupted("a batch has offset " + record.offset() + " out of order");
            }
            least = record.offset() + 1;
            record.headers((name, value) -> {});
            count++;
            told.accept(record);
        }
        return count;
    }
}
