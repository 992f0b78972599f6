package io.penstock.journal.offline;

import io.penstock.journal.file.FileHeader;
import io.penstock.journal.file.FileWindow;
import io.penstock.journal.file.JournalFile;
import io.penstock.journal.frame.FrameFormat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32C;

/** Knows where each partition begins in the journal, as the first frame of its oldest file says. */
final class JournalStarts {

    private final Map<Integer, Long> starts = new HashMap<>();

    /** Whether the frame says nothing, since it is damaged. */
    private boolean unknown;

    private long firstSequence;
    private boolean repaired;

    private JournalStarts() {}

    static JournalStarts of(JournalFile oldest) throws IOException {
        var found = new JournalStarts();
        var window = new FileWindow();
        window.open(oldest);
        var crc = new CRC32C();
        var at = window.at(FileHeader.BYTES, FrameFormat.HEADER_BYTES);
        var header = at < 0 ? null : FrameFormat.header(window.buffer(), at, oldest.seed, crc);
        var place = header == null ? -1 : window.at(FileHeader.BYTES, header.length());
        var intact = place >= 0 && FrameFormat.isIntact(window.buffer(), place, header.length(), oldest.seed, crc);
        found.firstSequence = intact ? header.sequence() : 0;
        var section = place + FrameFormat.HEADER_BYTES;
        if (intact && header.content() > 0 && window.buffer().getInt(section) == FrameFormat.OFFSETS) {
            var from = section + FrameFormat.SECTION_HEADER_BYTES;
            var end = Math.min(from + window.buffer().getInt(section + 4), place + header.length());
            for (var entry = from; entry + FrameFormat.OFFSET_BYTES <= end; entry += FrameFormat.OFFSET_BYTES) {
                found.starts.put(window.buffer().getInt(entry), window.buffer().getLong(entry + 4));
            }
        } else {
            found.unknown = !intact && oldest.number > 1;
        }
        found.repaired =
                intact && isRepaired(window.buffer(), section, place + FrameFormat.HEADER_BYTES + header.content());
        return found;
    }

    private static boolean isRepaired(ByteBuffer buffer, int from, int end) {
        var section = from;
        while (section + FrameFormat.SECTION_HEADER_BYTES <= end && buffer.getInt(section + Integer.BYTES) >= 0) {
            if (buffer.getInt(section) == FrameFormat.LOST) {
                return true;
            }
            section += FrameFormat.SECTION_HEADER_BYTES + buffer.getInt(section + Integer.BYTES);
        }
        return false;
    }

    /** The sequence of the first frame; 0 if it is damaged. */
    long firstSequence() {
        return firstSequence;
    }

    /** Whether a repair wrote the first frame, in place of others of which it did not know where they began. */
    boolean isRepaired() {
        return repaired;
    }

    /** Whether a record is in the journal, as long as nothing of it is damaged. */
    boolean has(int partition, long offset) {
        return !unknown && offset >= starts.getOrDefault(partition, 0L);
    }
}
