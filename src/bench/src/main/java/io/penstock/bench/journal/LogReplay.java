package io.penstock.bench.journal;

import io.penstock.bench.measure.Meter;
import io.penstock.journal.log.LocalLog;

/** Reads partition 0 of a log as a consumer does: batch after batch, checksums checked, each value copied. */
final class LogReplay {

    private LogReplay() {}

    /** From its start to its end. */
    static void once(LocalLog log, Meter meter) {
        long offset = log.startOffset(0);
        long end = log.endOffset(0);
        while (offset < end && !meter.isStopped()) {
            offset = readBatch(log, offset, meter);
        }
    }

    private static long readBatch(LocalLog log, long offset, Meter meter) {
        long began = System.nanoTime();
        var batch = log.read(0, offset);
        long count = 0;
        for (var found : batch) {
            if (found.value().length != FilledLog.PAYLOAD_BYTES) {
                throw new IllegalStateException("Offset " + found.offset() + " is not what was written.");
            }
            count++;
        }
        meter.took(System.nanoTime() - began);
        meter.completed(count);
        meter.group();
        return batch.endOffset();
    }
}
