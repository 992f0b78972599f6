package io.penstock.journal.archive;

import io.penstock.journal.storage.Storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;

/**
 * Reads and writes the index files of sealed segments. An index that is missing or wrong is built again from its
 * segment. If a time index has lost its last entries, that cannot be seen, so index files are forced before a
 * checkpoint knows the segment as sealed.
 */
final class SegmentIndexFiles {

    private SegmentIndexFiles() {}

    static void write(OpenSegments openSegments, Segment segment) throws IOException {
        try (var opened = openSegments.use(segment)) {
            var index = opened.rebuild();
            write(segment, Segment.INDEX, index.offsetFile());
            write(segment, Segment.TIME_INDEX, index.timeFile());
        }
    }

    private static void write(Segment segment, String suffix, ByteBuffer content) throws IOException {
        var name = Segment.name(segment.baseOffset, suffix);
        delete(segment.folder, name);
        try (var file = segment.folder.create(name)) {
            if (content.hasRemaining()) {
                file.write(content, 0);
            }
            file.force();
        }
    }

    static void delete(Storage folder, long baseOffset) throws IOException {
        delete(folder, Segment.name(baseOffset, Segment.INDEX));
        delete(folder, Segment.name(baseOffset, Segment.TIME_INDEX));
    }

    private static void delete(Storage folder, String name) throws IOException {
        try {
            folder.delete(name);
        } catch (NoSuchFileException e) {
            // There is nothing to delete then.
        }
    }
}
