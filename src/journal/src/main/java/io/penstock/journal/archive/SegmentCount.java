package io.penstock.journal.archive;

import io.penstock.journal.JournalException;

import java.io.IOException;

/** Counts the records of a segment, as far as its headers can be read. */
final class SegmentCount {

    private SegmentCount() {}

    static long of(OpenSegments openSegments, Segment segment) throws IOException {
        var count = 0L;
        try (var opened = openSegments.use(segment)) {
            var scan = opened.scan(0, SegmentScan.HEADERS_CHUNK_BYTES);
            while (scan.next(segment.bytes)) {
                count += scan.count();
            }
        } catch (JournalException.Corrupted e) {
            // It goes away with its damage: what it held before is what can be told.
            return count;
        }
        return count;
    }
}
