package io.penstock.journal.offline;

import io.penstock.journal.JournalException;
import io.penstock.journal.frame.FrameFormat;
import io.penstock.journal.frame.LostSection;
import io.penstock.journal.record.BatchFormat;
import io.penstock.journal.record.LogVisitor;
import io.penstock.journal.record.RecordBatch;

import java.nio.ByteBuffer;

/** Takes an intact frame apart, checks its sections, and passes them to a visitor. */
final class LogSections {

    private final LogTally tally;
    private final LogVisitor visitor;
    private boolean stopped;

    LogSections(LogTally tally, LogVisitor visitor) {
        this.tally = tally;
        this.visitor = visitor;
    }

    /** Whether the visitor has seen enough. */
    boolean stopped() {
        return stopped;
    }

    /**
     * Goes through the sections of a frame.
     *
     * @param at where the frame lies in the buffer
     * @param position where it lies in the file
     */
    void read(ByteBuffer buffer, int at, FrameFormat.Header header, String file, long position) {
        var section = at + FrameFormat.HEADER_BYTES;
        var end = section + header.content();
        while (section < end && !stopped) {
            var body = section + FrameFormat.SECTION_HEADER_BYTES;
            var length = body > end ? -1 : buffer.getInt(section + 4);
            String problem;
            if (length < 0 || length > end - body) {
                problem = "a section does not end within it";
                length = end - body;
            } else {
                problem = section(buffer.getInt(section), buffer.slice(body, length), header, file, position);
            }
            if (problem != null) {
                var begin = position + section - at;
                tally.damage(
                        file,
                        begin,
                        position + Math.max(body + length, section) - at,
                        "frame " + header.sequence() + " is intact, but " + problem);
            }
            section = body + length;
        }
    }

    private String section(int kind, ByteBuffer body, FrameFormat.Header header, String file, long position) {
        if (kind >= 0) {
            return batch(kind, body, file, position);
        }
        if (kind == FrameFormat.ENTRY) {
            tally.entry();
            stopped = !visitor.entry(header.sequence(), body.asReadOnlyBuffer());
            return null;
        }
        if (kind == FrameFormat.OFFSETS && body.limit() % FrameFormat.OFFSET_BYTES == 0) {
            return offsets(body, file, position);
        }
        if (kind == FrameFormat.LOST && LostSection.isWellFormed(body, 0, body.limit())) {
            LostSection.read(body, 0, body.limit(), tally::skipTo);
            return null;
        }
        return "has a section of the unknown kind " + kind;
    }

    private String offsets(ByteBuffer body, String file, long position) {
        String problem = null;
        while (body.hasRemaining()) {
            var id = body.getInt();
            var offset = body.getLong();
            if (id == FrameFormat.UNSEEN) {
                tally.unseenBegin(offset);
            } else {
                var wrong = tally.goesOn(id, offset, true, file, position);
                problem = problem == null ? wrong : problem;
            }
        }
        return problem;
    }

    private String batch(int partition, ByteBuffer body, String file, long position) {
        var bytes = new byte[body.remaining()];
        body.get(bytes);
        var batch = RecordBatch.of(bytes);
        if (batch == null) {
            return "the checksum or header of a batch of partition " + partition + " is wrong";
        }
        if (!BatchFormat.isPlain(body, 0)) {
            return "a batch of partition " + partition + " has offsets missing, or is compressed";
        }
        var problem = tally.goesOn(partition, batch.baseOffset(), false, file, position);
        if (problem != null) {
            return problem;
        }
        tally.batch(partition, (int) (batch.endOffset() - batch.baseOffset()));
        try {
            var offset = batch.baseOffset();
            for (var record : batch) {
                if (record.offset() != offset) {
                    return "partition " + partition + " has offset " + record.offset() + " in place of " + offset;
                }
                record.headers((name, value) -> {});
                if (!stopped) {
                    stopped = !visitor.record(partition, record);
                }
                offset++;
            }
        } catch (JournalException.Corrupted e) {
            return "a record of partition " + partition + " is malformed: " + e.getMessage();
        }
        return null;
    }
}
