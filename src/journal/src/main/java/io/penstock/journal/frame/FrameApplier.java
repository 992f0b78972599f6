package io.penstock.journal.frame;

import io.penstock.journal.JournalException;
import io.penstock.journal.file.JournalFile;
import io.penstock.journal.record.BatchFormat;
import io.penstock.journal.record.BatchSizes;

import java.nio.ByteBuffer;

/** Passes the contents of a frame to the index and to the handler, by the same code live and in recovery. */
public final class FrameApplier {

    private final Partitions partitions;
    private final FrameHandler handler;
    private final long knownSequence;
    private final BatchSizes sizes = new BatchSizes();

    /** The number of records in the frame that was applied last. */
    private long records;

    private boolean lost;

    /** @param knownSequence the handler knows of frames up to this one: they only go into the index */
    public FrameApplier(Partitions partitions, FrameHandler handler, long knownSequence) {
        this.partitions = partitions;
        this.handler = handler;
        this.knownSequence = knownSequence;
    }

    public long recordsOfLastFrame() {
        return records;
    }

    /** Whether a repair put anything in place of frames so far: then partitions' ends need not be those of before. */
    public boolean hasLost() {
        return lost;
    }

    /** @param begin where partitions began until now that nothing was written to */
    private void goesOn(int partition, long offset, long begin) {
        if (partition == FrameFormat.UNSEEN) {
            unseenBegin(offset);
            return;
        }
        var known = partitions.get(partition);
        var from = known == null ? begin : known.index.endOffset();
        known = known == null ? partitions.add(new Partition(partition, offset)) : known;
        known.index.skipTo(offset);
        known.nextOffset = Math.max(known.nextOffset, offset);
        if (from < offset) {
            // Also of known frames: the handler's state is that of a time before the repair, perhaps.
            handler.lost(partition, from, offset);
        }
    }

    private void unseenBegin(long offset) {
        partitions.beginAt(offset);
        handler.unseenBegin(partitions.firstOffset());
    }

    public long endOffset(int partition) {
        var found = partitions.get(partition);
        return found == null ? 0 : found.index.endOffset();
    }

    /**
     * Applies a frame whose checksum is right.
     *
     * @param at where the frame lies in the buffer
     * @param position where it lies in the file
     */
    public void apply(ByteBuffer buffer, int at, FrameFormat.Header header, JournalFile file, long position) {
        var known = header.sequence() <= knownSequence;
        records = 0;
        var section = at + FrameFormat.HEADER_BYTES;
        var end = section + header.content();
        while (section < end) {
            var body = section + FrameFormat.SECTION_HEADER_BYTES;
            var kind = body > end ? Integer.MIN_VALUE : buffer.getInt(section);
            var length = body > end ? 0 : buffer.getInt(section + 4);
            if (length < 0 || length > end - body) {
                throw broken(file, position, header);
            }
            if (kind >= 0 && BatchFormat.isWellFormed(buffer, body, length) && BatchFormat.isPlain(buffer, body)) {
                var place = position + body - at;
                var partition = partitions.obtain(kind, BatchFormat.baseOffset(buffer, body));
                index(buffer, body, length, partition, file, (int) place);
                if (!known) {
                    sizes.of(buffer, body);
                    handler.records(
                            partition.id, BatchFormat.baseOffset(buffer, body), BatchFormat.count(buffer, body), sizes);
                }
            } else if (kind == FrameFormat.ENTRY) {
                if (!known) {
                    handler.entry(buffer.slice(body, length).asReadOnlyBuffer());
                }
            } else if (kind == FrameFormat.LOST && LostSection.isWellFormed(buffer, body, length)) {
                lost = true;
                var begin = partitions.firstOffset();
                LostSection.read(buffer, body, length, (partition, offset) -> goesOn(partition, offset, begin));
            } else if (kind == FrameFormat.OFFSETS && length % FrameFormat.OFFSET_BYTES == 0) {
                offsets(buffer, body, length);
            } else {
                throw broken(file, position, header);
            }
            section = body + length;
        }
        if (!known) {
            handler.endOfFrame(header.sequence());
        }
    }

    private void index(ByteBuffer buffer, int at, int length, Partition partition, JournalFile file, int position) {
        var baseOffset = BatchFormat.baseOffset(buffer, at);
        var count = BatchFormat.count(buffer, at);
        if (baseOffset != partition.index.endOffset()) {
            throw new JournalException.Corrupted("Partition " + partition.id + " goes on at offset " + baseOffset
                    + " instead of " + partition.index.endOffset() + " in " + file.name + " at position " + position
                    + ". Nothing was changed: restore the directory from a backup.");
        }
        partition.index.add(file.number, position, length, count, BatchFormat.maxTimestamp(buffer, at));
        // In recovery only: else it is ahead, and whoever fills the next frame may be writing it at this moment.
        if (partition.nextOffset < baseOffset + count) {
            partition.nextOffset = baseOffset + count;
        }
        records += count;
    }

    /** Partitions without a batch in the files that are left know their offsets from here only. */
    private void offsets(ByteBuffer buffer, int at, int length) {
        for (var entry = at; entry < at + length; entry += FrameFormat.OFFSET_BYTES) {
            var id = buffer.getInt(entry);
            if (id == FrameFormat.UNSEEN) {
                unseenBegin(buffer.getLong(entry + 4));
            } else if (partitions.get(id) == null) {
                partitions.add(new Partition(id, buffer.getLong(entry + 4)));
            }
        }
    }

    private static JournalException broken(JournalFile file, long position, FrameFormat.Header header) {
        return new JournalException.Corrupted(
                "Frame " + header.sequence() + " in " + file.name + " at position " + position
                        + " is intact but not of this format. Nothing was changed: start the version that wrote it.");
    }
}
