package io.penstock.bench.journal;

import io.penstock.bench.measure.Joined;
import io.penstock.bench.measure.Meter;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.CRC32C;

/**
 * What the disk allows: records with a length and a checksum, gathered by all senders in one of two buffers, while one
 * thread writes and forces the other. Nothing is kept, indexed or recovered.
 */
public final class RawLog implements Target {

    /** After which whoever waits looks for a writer that failed. */
    private static final long LOOK_MILLIS = 100;

    private final Load load;
    private final Meter meter;
    private final RawFiles files;
    private final Thread writer;
    private final Object lock = new Object();
    private RawBatch filling = new RawBatch();
    private RawBatch idle = new RawBatch();
    private boolean writerWaits;
    private boolean closed;
    private long appended;
    private volatile long completed;

    public RawLog(Path directory, Load load, Meter meter) throws IOException {
        this.load = load;
        this.meter = meter;
        files = new RawFiles(directory);
        writer = new Thread(this::writeAll, "bench-raw-writer");
        writer.start();
    }

    @Override
    public Sender sender() {
        return new RawSender();
    }

    @Override
    public void close() throws IOException {
        synchronized (lock) {
            closed = true;
            lock.notifyAll();
        }
        Joined.await(writer);
        files.close();
    }

    private void writeAll() {
        try {
            for (var batch = take(); batch != null; batch = take()) {
                files.write(batch.written());
                if (load.forced()) {
                    files.force();
                }
                meter.completed(batch.count());
                meter.group();
                completed = batch.last();
                batch.complete(meter);
                giveBack(batch);
            }
        } catch (IOException | RuntimeException e) {
            meter.failed(e);
            completed = Long.MAX_VALUE;
        }
    }

    /** What waits to be written, or null if nothing does and nothing will. */
    private RawBatch take() {
        synchronized (lock) {
            while (filling.count() == 0) {
                if (closed) {
                    return null;
                }
                writerWaits = true;
                await();
                writerWaits = false;
            }
            var taken = filling;
            filling = idle;
            idle = null;
            lock.notifyAll();
            return taken;
        }
    }

    private void giveBack(RawBatch batch) {
        batch.clear();
        synchronized (lock) {
            idle = batch;
        }
    }

    private void await() {
        try {
            lock.wait(LOOK_MILLIS);
        } catch (InterruptedException e) {
            throw new UncheckedIOException(new IOException("interrupted", e));
        }
    }

    private final class RawSender implements Sender {

        private final byte[] payload = new byte[load.payloadBytes()];
        private final CRC32C crc = new CRC32C();
        private final Thread waiter = load.blocking() ? Thread.currentThread() : null;

        @Override
        public void send(long startNanos) {
            crc.reset();
            crc.update(payload, 0, payload.length);
            long mine = append((int) crc.getValue(), startNanos);
            while (waiter != null && completed < mine) {
                LockSupport.parkNanos(this, TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS));
            }
        }

        private long append(int checksum, long startNanos) {
            synchronized (lock) {
                while (!filling.hasRoomFor(payload.length)) {
                    if (meter.isStopped()) {
                        return 0;
                    }
                    await();
                }
                filling.add(payload, checksum, ++appended, startNanos, waiter);
                if (writerWaits) {
                    lock.notifyAll();
                }
                return appended;
            }
        }
    }
}
