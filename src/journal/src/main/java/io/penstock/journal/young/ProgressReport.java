package io.penstock.journal.young;

import io.penstock.journal.RecoveryProgress;
import org.jboss.logging.Logger;

import java.time.InstantSource;

/** Tells how far a start has come: the listener after each part, the log now and then. */
public final class ProgressReport {

    private static final Logger LOG = Logger.getLogger(ProgressReport.class);

    /** Often enough for whoever watches a start, and not one line for a quick one. */
    private static final long LOG_MILLIS = 2_000;

    /** So rarely that asking for the time costs nothing. */
    private static final long PART_BYTES = 1 << 20;

    private final RecoveryProgress listener;
    private final InstantSource clock;
    private long totalBytes;
    private long toldBytes;
    private long bytes;
    private long records;
    private long loggedMillis;

    public ProgressReport(RecoveryProgress listener, InstantSource clock) {
        this.listener = listener;
        this.clock = clock;
    }

    /** @param most bytes that there are to read */
    void begin(long most) {
        totalBytes = most;
        loggedMillis = clock.millis();
        tell();
    }

    /** So many more bytes were read, with so many records. */
    void advance(long moreBytes, long moreRecords) {
        bytes += moreBytes;
        records += moreRecords;
        if (bytes - toldBytes >= PART_BYTES) {
            tell();
            log();
        }
    }

    void end() {
        totalBytes = bytes;
        tell();
    }

    private void tell() {
        toldBytes = bytes;
        listener.progress(bytes, totalBytes - bytes, records);
    }

    private void log() {
        var now = clock.millis();
        if (now - loggedMillis >= LOG_MILLIS) {
            loggedMillis = now;
            LOG.infof(
                    "Reading the journal: %d records in %d MiB, %d MiB to go at most.",
                    records, bytes >> 20, totalBytes - bytes >> 20);
        }
    }
}
