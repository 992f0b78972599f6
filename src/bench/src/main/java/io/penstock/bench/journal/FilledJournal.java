package io.penstock.bench.journal;

import io.penstock.bench.measure.Meter;
import io.penstock.journal.JournalException;
import io.penstock.journal.frame.Append;
import io.penstock.journal.frame.FrameHandler;
import io.penstock.journal.record.EncodedRecord;
import io.penstock.journal.young.Journal;
import io.penstock.journal.young.JournalOptions;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.InstantSource;

/** A journal with a number of records in partition 0, none of them released. */
final class FilledJournal implements AutoCloseable {

    static final int PAYLOAD_BYTES = 100;

    private final InstantSource clock = InstantSource.system();
    private final Journal journal;

    FilledJournal(Path directory) {
        journal = Journal.open(directory, JournalOptions.DEFAULT, clock, new Deaf());
    }

    /** Appends that many records, and returns when they are written to the operating system. */
    void fill(int records, Meter meter) {
        var payload = new byte[PAYLOAD_BYTES];
        for (int i = 0; i < records; i++) {
            var append = new Filling(meter);
            append.addRecord(0, EncodedRecord.of(clock.millis(), null, payload, sink -> {}));
            if (i + 1 < records) {
                journal.append(append);
            } else {
                journal.appendAndWait(append);
            }
        }
        meter.requireNoFailure();
    }

    Journal journal() {
        return journal;
    }

    @Override
    public void close() {
        journal.close();
    }

    private static final class Filling extends Append {

        private final Meter meter;

        Filling(Meter meter) {
            super(false);
            this.meter = meter;
        }

        @Override
        public void durable() {
            meter.completed(1);
        }

        @Override
        public void failed(JournalException cause) {
            meter.failed(cause);
        }
    }

    private static final class Deaf implements FrameHandler {

        @Override
        public void records(int partition, long baseOffset, int count) {}

        @Override
        public void entry(ByteBuffer entry) {}

        @Override
        public void endOfFrame(long sequence) {}
    }
}
