package io.penstock.bench.journal;

import io.penstock.bench.measure.Meter;
import io.penstock.journal.JournalException;
import io.penstock.journal.archive.CleanupPolicy;
import io.penstock.journal.archive.PartitionPlan;
import io.penstock.journal.frame.Append;
import io.penstock.journal.log.LocalLog;
import io.penstock.journal.log.LogOptions;
import io.penstock.journal.log.LogOwner;
import io.penstock.journal.record.BatchCompression;
import io.penstock.journal.record.EncodedRecord;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A log with a number of records in partition 0, all but those of the journal file in use moved to the archive. */
final class FilledLog implements AutoCloseable {

    static final int PAYLOAD_BYTES = 100;

    /** Every full file is moved, by hand. */
    private static final LogOptions OPTIONS =
            LogOptions.DEFAULT.withYoungFiles(0).withRoundMillis(0);

    /** A file is moved once it is forced, which happens beside the writer. */
    private static final int MAX_ROUNDS = 1_000;

    private final Path directory;
    private final InstantSource clock = InstantSource.system();
    private LocalLog log;

    FilledLog(Path directory) {
        this.directory = directory;
        open();
    }

    private void open() {
        log = LocalLog.open(directory, OPTIONS, clock, new Keeper());
    }

    LocalLog log() {
        return log;
    }

    /** As a start does: nothing of what was read before is held in this process any more. */
    void reopen() {
        log.close();
        open();
    }

    void fill(int records, Meter meter) {
        var payload = new byte[PAYLOAD_BYTES];
        for (int i = 0; i < records; i++) {
            boolean last = i + 1 == records;
            var append = new Filling(last, meter);
            append.addRecord(0, EncodedRecord.of(clock.millis(), null, payload, sink -> {}));
            if (last) {
                log.appendAndWait(append);
            } else {
                log.append(append);
            }
        }
        meter.requireNoFailure();
        age();
    }

    private void age() {
        long moved = -1;
        for (int i = 0; i < MAX_ROUNDS && moved < log.archiveStatistics().movedBytes(); i++) {
            moved = log.archiveStatistics().movedBytes();
            log.age();
            if (log.agingFailure() != null) {
                throw new IllegalStateException("Nothing could be moved to the archive.", log.agingFailure());
            }
        }
    }

    @Override
    public void close() {
        log.close();
    }

    private static final class Filling extends Append {

        private final Meter meter;

        Filling(boolean forced, Meter meter) {
            super(forced);
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

    /** Keeps everything for ever. */
    private static final class Keeper implements LogOwner {

        private static final PartitionPlan FOR_EVER = new PartitionPlan(
                "d", 0, "bench/0", CleanupPolicy.EXPIRE, null, 0, Duration.ZERO, false, BatchCompression.NONE);

        @Override
        public void restore(ByteBuffer snapshot) {}

        @Override
        public CompletionStage<byte[]> snapshot() {
            return CompletableFuture.completedFuture(new byte[0]);
        }

        @Override
        public PartitionPlan plan(int partition) {
            return FOR_EVER;
        }

        @Override
        public long[] needed(int partition, long from, long to) {
            return new long[0];
        }

        @Override
        public void records(int partition, long baseOffset, int count) {}

        @Override
        public void entry(ByteBuffer entry) {}

        @Override
        public void endOfFrame(long sequence) {}
    }
}
