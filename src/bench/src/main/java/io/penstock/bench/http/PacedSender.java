package io.penstock.bench.http;

import io.penstock.bench.measure.Meter;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/** Sends a message whenever one is due, over one connection, and writes into each when that was. */
final class PacedSender implements Runnable {

    private static final int CREATED = 201;
    private static final int DECIMAL = 10;

    private final int port;
    private final ByteBuffer request;
    private final int bodyAt;
    private final long originNanos;
    private final long firstNanos;
    private final long intervalNanos;
    private final Meter meter;
    private final LongAdder sent;

    /**
     * @param originNanos what times in messages are counted from
     * @param firstNanos when the first one is due
     * @param sent counts the messages that were answered
     */
    PacedSender(
            int port,
            String destination,
            long originNanos,
            long firstNanos,
            long intervalNanos,
            Meter meter,
            LongAdder sent) {
        this.port = port;
        this.request = MeasuredRequests.single(destination);
        this.bodyAt = request.limit() - MeasuredRequests.BYTES;
        this.originNanos = originNanos;
        this.firstNanos = firstNanos;
        this.intervalNanos = intervalNanos;
        this.meter = meter;
        this.sent = sent;
    }

    @Override
    public void run() {
        try (var connection = HttpConnection.open(port)) {
            for (long due = firstNanos; !meter.isStopped(); due += intervalNanos) {
                for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                    LockSupport.parkNanos(left);
                }
                write(due - originNanos);
                var answer = connection.call(request.rewind());
                if (answer.status() != CREATED) {
                    throw new IllegalStateException("A send was answered with " + answer.summary());
                }
                sent.increment();
            }
        } catch (IOException | RuntimeException | Error e) {
            meter.failed(e);
        }
    }

    /** As many digits as any time has, so that the request is always as long. */
    private void write(long nanos) {
        long rest = nanos;
        for (int i = EventReader.TIME_DIGITS - 1; i >= 0; i--) {
            request.put(bodyAt + i, (byte) ('0' + rest % DECIMAL));
            rest /= DECIMAL;
        }
    }
}
