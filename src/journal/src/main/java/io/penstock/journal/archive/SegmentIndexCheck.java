package io.penstock.journal.archive;

import io.penstock.journal.storage.StorageFile;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;

/** Compares the index files of a segment with what the segment says. */
final class SegmentIndexCheck {

    /** A problem of one of the index files. */
    record Problem(String name, long bytes, String text) {

        String file(String folder) {
            return folder + "/" + name;
        }
    }

    private SegmentIndexCheck() {}

    /**
     * Finds the problems of a segment's index files. A file that is missing is no problem: it is made when it is
     * needed.
     */
    static List<Problem> problem(StorageFile file, Segment segment) throws IOException {
        var scan = new SegmentScan(file, segment.describe(), 0, SegmentScan.HEADERS_CHUNK_BYTES);
        var right = SegmentIndex.build(scan, segment.baseOffset, segment.bytes);
        var problems = new ArrayList<Problem>();
        compare(segment, Segment.INDEX, right.offsetFile(), problems);
        compare(segment, Segment.TIME_INDEX, right.timeFile(), problems);
        return problems;
    }

    private static void compare(Segment segment, String suffix, ByteBuffer right, List<Problem> problems)
            throws IOException {
        var name = Segment.name(segment.baseOffset, suffix);
        try (var file = segment.folder.open(name)) {
            var size = file.size();
            var content = ByteBuffer.allocate(right.remaining());
            file.readFully(content, 0);
            if (size != right.remaining() || !content.flip().equals(right)) {
                problems.add(new Problem(
                        name, size, "it is not the index of its segment; delete it, and it is built anew when needed"));
            }
        } catch (NoSuchFileException e) {
            // The active segment has none.
            return;
        }
    }
}
