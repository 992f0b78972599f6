package io.penstock.journal.archive;

import java.util.ArrayList;
import java.util.List;

/** Collects neighbouring segments that are worth rewriting as one, in their order. */
final class CompactionRuns {

    /**
     * A few survivors per segment must not leave thousands of files: from this share of a segment on they are joined.
     */
    private static final int SMALL_SHARE = 4;

    /** So many that all stay as they are are joined for nothing but their number. */
    private static final int MIN_SMALL = 4;

    /** Segments that one run may join. */
    private static final int MAX_SEGMENTS = 64;

    private final int segmentBytes;
    private final List<List<Segment>> runs = new ArrayList<>();
    private final List<Segment> current = new ArrayList<>();
    private boolean dirty;
    private long living;
    private long from;

    CompactionRuns(int segmentBytes) {
        this.segmentBytes = segmentBytes;
    }

    /**
     * Adds the next neighbour.
     *
     * @param end the offset after its last
     * @param livingBytes what stays of it
     * @param isDirty whether it must be rewritten
     */
    void add(Segment segment, long end, long livingBytes, boolean isDirty) {
        var joins = isDirty || segment.bytes <= segmentBytes / SMALL_SHARE;
        var fits = living + livingBytes <= segmentBytes
                && current.size() < MAX_SEGMENTS
                && (current.isEmpty() || end - from <= Integer.MAX_VALUE);
        if (!joins || !fits) {
            end();
        }
        if (joins) {
            from = current.isEmpty() ? segment.baseOffset : from;
            current.add(segment);
            living += livingBytes;
            dirty |= isDirty;
        }
    }

    /** The next one is no neighbour. */
    void end() {
        if (dirty || current.size() >= MIN_SMALL) {
            runs.add(List.copyOf(current));
        }
        current.clear();
        dirty = false;
        living = 0;
    }

    List<List<Segment>> runs() {
        return runs;
    }
}
