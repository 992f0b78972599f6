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
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The journal with default options. Its files are released once they are forced, so that it overwrites them. */
public final class JournalTarget implements Target {

    /** Often enough that the next file is always a recycled one. */
    private static final long RELEASE_MILLIS = 5;

    private static final EncodedRecord.HeaderSource NO_HEADERS = sink -> {};

    private final Load load;
    private final Meter meter;
    private final InstantSource clock;
    private final Journal journal;
    private final ScheduledExecutorService releaser;

    public JournalTarget(Path directory, Load load, Meter meter) {
        this.load = load;
        this.meter = meter;
        clock = InstantSource.system();
        journal = Journal.open(directory, JournalOptions.DEFAULT, clock, new Counting(meter));
        releaser = Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "bench-releaser"));
        releaser.scheduleWithFixedDelay(this::release, RELEASE_MILLIS, RELEASE_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void release() {
        try {
            journal.release(Long.MAX_VALUE);
        } catch (RuntimeException e) {
            meter.failed(e);
        }
    }

    @Override
    public Sender sender() {
        return new JournalSender();
    }

    @Override
    public void close() {
        releaser.shutdown();
        try {
            releaser.awaitTermination(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        journal.close();
    }

    /** Serialises each record anew, as a broker would. */
    private final class JournalSender implements Sender {

        private final byte[] payload = new byte[load.payloadBytes()];
        private long timestampMillis = clock.millis();
        private int partition;

        @Override
        public void send(long startNanos) {
            if (startNanos != 0) {
                timestampMillis = clock.millis();
            }
            var append = new Timed(startNanos);
            append.addRecord(partition, EncodedRecord.of(timestampMillis, null, payload, NO_HEADERS));
            partition = partition + 1 == load.partitions() ? 0 : partition + 1;
            if (load.blocking()) {
                journal.appendAndWait(append);
            } else {
                journal.append(append);
            }
        }
    }

    private final class Timed extends Append {

        private final long startNanos;

        Timed(long startNanos) {
            super(load.forced());
            this.startNanos = startNanos;
        }

        @Override
        public void durable() {
            if (startNanos != 0) {
                meter.took(System.nanoTime() - startNanos);
            }
        }

        @Override
        public void failed(JournalException cause) {
            meter.failed(cause);
        }
    }

    /** Counts once for each batch: before its senders are told, and after it is durable. */
    private static final class Counting implements FrameHandler {

        private final Meter meter;

        Counting(Meter meter) {
            this.meter = meter;
        }

        @Override
        public void records(int partition, long baseOffset, int count) {
            meter.completed(count);
        }

        @Override
        public void entry(ByteBuffer entry) {}

        @Override
        public void endOfFrame(long sequence) {
            meter.group();
        }
    }
}
