package io.penstock.kafka.journal;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/**
 * Puts the frames of those who owned the cell together from lines, and leaves out what a former owner wrote after it
 * had been replaced. It is used by one thread.
 */
public final class FrameAssembly {

    private final ByteArrayOutputStream begun = new ByteArrayOutputStream();
    private long epoch;
    private long storeId;
    private long ownedOffset = -1;
    private boolean migrating;

    /**
     * @param epoch that owned the cell where it begins; 0 for none
     * @param storeId that was known there; 0 for none
     */
    public FrameAssembly(long epoch, long storeId) {
        this.epoch = epoch;
        this.storeId = storeId;
    }

    /** Takes the next line, and returns the items of the frame that ends with it, or null if none does. */
    public @Nullable ByteBuffer next(JournalLine line) {
        if (line.kind() == JournalKind.OWNED) {
            if (line.epoch() > epoch) {
                epoch = line.epoch();
                ownedOffset = line.offset();
                storeId = storeId == 0 ? line.storeId() : storeId;
                begun.reset();
            }
            return null;
        }
        if (line.kind() == JournalKind.MIGRATING || line.kind() == JournalKind.MIGRATED) {
            migrating = line.kind() == JournalKind.MIGRATING;
            return null;
        }
        if (line.kind() != JournalKind.FRAME || line.epoch() != epoch) {
            return null;
        }
        var items = JournalFormat.items(line.bytes());
        boolean goesOn = JournalFormat.goesOn(line.bytes());
        if (!goesOn && begun.size() == 0) {
            return items;
        }
        begun.write(items.array(), items.arrayOffset() + items.position(), items.remaining());
        if (goesOn) {
            return null;
        }
        var whole = ByteBuffer.wrap(begun.toByteArray());
        begun.reset();
        return whole;
    }

    /** The epoch that owns the cell after all that was taken; 0 for none. */
    public long epoch() {
        return epoch;
    }

    /** The offset of the line with which that ownership begins; -1 if it was not among those that were taken. */
    public long ownedOffset() {
        return ownedOffset;
    }

    /** Whether something is being copied into the cell after all that was taken, so that nobody may serve it. */
    public boolean isMigrating() {
        return migrating;
    }

    /** The id of the store: the first one that was written counts; 0 if nobody ever owned the cell. */
    public long storeId() {
        return storeId;
    }
}
