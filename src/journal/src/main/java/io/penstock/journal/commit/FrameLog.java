package io.penstock.journal.commit;

import io.penstock.journal.JournalException;
import io.penstock.journal.file.FileHeader;
import io.penstock.journal.file.FileProvider;
import io.penstock.journal.file.JournalFile;
import io.penstock.journal.file.JournalFiles;
import io.penstock.journal.frame.FrameApplier;
import io.penstock.journal.frame.FrameBuilder;
import io.penstock.journal.frame.FrameFormat;
import io.penstock.journal.frame.Partitions;

import java.io.IOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Writes frames one after the other, into one file after the other. One thread writes at a time. Forcing is safe from
 * any thread, and always in the order of the frames: what is durable is a prefix, over however many files.
 */
public final class FrameLog {

    /** So much in full files is worth a force of its own before the interval is over; less can wait for it. */
    private static final long FORCE_SOON_BYTES = 32 << 20;

    private final FileProvider provider;
    private final JournalFiles files;
    private final FrameApplier applier;
    private final JournalCounters counters;
    private final FrameBuilder firstFrames;
    private final Partitions partitions;
    private final Object forcing = new Object();
    private final BlockingQueue<JournalFile> unforcedFiles = new ArrayBlockingQueue<>(FileProvider.MAX_UNFORCED_FILES);

    private volatile JournalFile current;
    private volatile long written;
    private volatile long durable;
    private volatile boolean ended;
    private boolean broken;
    private long position;

    /** The header of the frame that was written last and is to be applied; used by the writer. */
    private FrameFormat.Header lastHeader;

    private long lastPosition;

    /** The place where the journal ends: the next frame goes there. */
    public record End(JournalFile file, long position, long sequence) {}

    public FrameLog(
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

    /**
     * Writes the frame, which is neither forced nor applied by that.
     *
     * @return whether it is the first in a further file
     * @throws JournalException.NoFile if it needs a further file, and there is none now: then this may be repeated
     */
    boolean write(FrameBuilder frame) throws IOException {
        var length = frame.end();
        var full = position + length > current.bytes || ended && position > FileHeader.BYTES;
        if (full) {
            roll(FileHeader.BYTES + FrameBuilder.frameBytes(offsetsBytes()) + length);
        }
        if (position == FileHeader.BYTES) {
            firstFrames.begin(offsetsBytes());
            firstFrames.putOffsets();
            firstFrames.end();
            put(firstFrames, FrameFormat.FIRST_OF_FILE);
            apply(firstFrames);
        }
        put(frame, (byte) 0);
        return full;
    }

    /** The next frame goes to a further file, unless this one is empty. From any thread. */
    public void endFile() {
        ended = true;
    }

    private long offsetsBytes() {
        return FrameFormat.SECTION_HEADER_BYTES + (partitions.count() + 1L) * FrameFormat.OFFSET_BYTES;
    }

    private void put(FrameBuilder frame, byte flags) throws IOException {
        lastHeader = frame.seal(current.seed, flags, written + 1, durable);
        lastPosition = position;
        current.content.write(frame.bytes(), position);
        position += lastHeader.length();
        written = lastHeader.sequence();
        counters.bytes.add(lastHeader.length());
    }

    /** Applies the frame that was written last. */
    void apply(FrameBuilder frame) {
        applier.apply(frame.bytes(), 0, lastHeader, current, lastPosition);
    }

    /** Goes on in the next file. What is not forced in this one is forced in time, before anything in the next. */
    private void roll(long leastBytes) throws IOException {
        var full = current;
        // This comes first: if there is no next file, the roll may be begun anew.
        var next = provider.takeAfter(full, leastBytes);
        full.seal(written);
        if (!isForced()) {
            while (!unforcedFiles.offer(full)) {
                makeRoom();
            }
        }
        files.add(next);
        ended = false;
        current = next;
        position = FileHeader.BYTES;
    }

    private void makeRoom() throws IOException {
        synchronized (forcing) {
            if (unforcedFiles.remainingCapacity() == 0) {
                forceOldestFile();
            }
        }
    }

    /**
     * Makes everything written so far survive a loss of power. One force at a time, and none after one that failed: the
     * system may have dropped what it could not write, and would report the next one as a success.
     */
    void force() throws IOException {
        synchronized (forcing) {
            // Read in this order: whoever rolls hands the full file over before setting the new one.
            var upTo = written;
            var file = current;
            if (upTo <= durable) {
                return;
            }
            while (!unforcedFiles.isEmpty()) {
                forceOldestFile();
            }
            // If the file became full meanwhile, it was among them, and may have been given up since.
            if (upTo > durable) {
                force(file);
                durable = upTo;
            }
        }
    }

    private void forceOldestFile() throws IOException {
        var file = unforcedFiles.element();
        force(file);
        durable = Math.max(durable, file.lastSequence());
        unforcedFiles.remove();
    }

    private void force(JournalFile file) throws IOException {
        if (broken) {
            throw new IOException("an earlier force of " + file.name + " failed");
        }
        var event = new ForceEvent();
        event.begin();
        try {
            file.content.force();
        } catch (IOException | RuntimeException e) {
            broken = true;
            throw e;
        }
        event.end();
        if (event.shouldCommit()) {
            event.file = file.name;
            event.commit();
        }
        counters.forces.increment();
    }

    /** Whether so much waits in full files that they are better forced now than after the interval. */
    boolean isToBeForcedSoon() {
        var file = unforcedFiles.peek();
        return file != null && (long) file.bytes * unforcedFiles.size() >= FORCE_SOON_BYTES;
    }

    boolean isForced() {
        return durable == written;
    }

    /** Every frame up to this one is forced. */
    public long durable() {
        return durable;
    }

    /** The file that is written to. */
    public JournalFile file() {
        return current;
    }

    String place() {
        return current.name + " at position " + position;
    }
}
