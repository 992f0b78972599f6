package io.penstock.journal;

import java.io.IOException;

/**
 * Writes frames one after the other, into one file after the other. One thread writes at a time; forcing is safe from
 * any.
 */
final class FrameLog {

    private final FileProvider provider;
    private final JournalFiles files;
    private final FrameApplier applier;
    private final JournalCounters counters;
    private final FrameBuilder firstFrames;
    private final Partitions partitions;
    private final Object forcing = new Object();

    private volatile JournalFile current;
    private volatile long written;
    private volatile long durable;
    private boolean broken;
    private long position;

    /** Where the journal ends: the next frame goes there. */
    record End(JournalFile file, long position, long sequence) {}

    FrameLog(
            FileProvider provider,
            JournalFiles files,
            Partitions partitions,
            FrameApplier applier,
            JournalCounters counters,
            int incarnation,
            End end) {
        this.provider = provider;
        this.files = files;
        this.partitions = partitions;
        this.applier = applier;
        this.counters = counters;
        firstFrames = new FrameBuilder(partitions, incarnation, FileHeader.BYTES, FileHeader.BYTES);
        current = end.file();
        position = end.position();
        written = end.sequence();
        durable = end.sequence();
    }

    /** Writes the frame, forces it if asked to, and applies it. */
    void write(FrameBuilder frame, boolean forced) throws IOException {
        var length = frame.end();
        if (position + length > current.bytes) {
            roll();
        }
        if (position == FileHeader.BYTES) {
            firstFrames.begin(FrameFormat.SECTION_HEADER_BYTES + (long) partitions.count() * FrameFormat.OFFSET_BYTES);
            firstFrames.putOffsets();
            firstFrames.end();
            put(firstFrames, FrameFormat.FIRST_OF_FILE, false);
        }
        put(frame, (byte) 0, forced);
    }

    private void put(FrameBuilder frame, byte flags, boolean forced) throws IOException {
        var header = frame.seal(current.seed, flags, written + 1, durable);
        var at = position;
        current.content.write(frame.bytes(), at);
        position += header.length();
        written = header.sequence();
        counters.bytes.add(header.length());
        if (forced) {
            force();
        }
        applier.apply(frame.bytes(), 0, header, current, at);
    }

    /** Goes on in the next file. What is in this one is forced first, so that only the last file can be torn. */
    private void roll() throws IOException {
        force();
        var next = provider.takeAfter(current);
        current.seal(written);
        files.add(next);
        current = next;
        position = FileHeader.BYTES;
    }

    /**
     * Makes everything written so far survive a loss of power. One force at a time, and none after one that failed: the
     * system may have dropped what it could not write, and would report the next one as a success.
     */
    void force() throws IOException {
        synchronized (forcing) {
            // Read in this order: whoever rolls forces the old file before it sets the new one.
            var upTo = written;
            var file = current;
            if (upTo == durable) {
                return;
            }
            if (broken) {
                throw new IOException("an earlier force of " + file.name + " failed");
            }
            try {
                file.content.force();
            } catch (IOException | RuntimeException e) {
                broken = true;
                throw e;
            }
            durable = upTo;
            counters.forces.increment();
        }
    }

    boolean isForced() {
        return durable == written;
    }

    /** Every frame up to this one is forced. */
    long durable() {
        return durable;
    }

    /** The file that is written to. */
    JournalFile file() {
        return current;
    }

    String place() {
        return current.name + " at position " + position;
    }
}
