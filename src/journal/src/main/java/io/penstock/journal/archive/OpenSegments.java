package io.penstock.journal.archive;

import io.penstock.journal.storage.Storage;
import io.penstock.journal.storage.StorageFile;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Keeps a limited number of segment files open: those used least recently are closed. */
final class OpenSegments implements AutoCloseable {

    private final int maxOpen;
    private final Map<Segment, Open> open = new LinkedHashMap<>(16, 0.75f, true);

    OpenSegments(int maxOpen) {
        this.maxOpen = maxOpen;
    }

    /** An open file, in use until it is closed. */
    final class Open implements AutoCloseable {

        private final Segment segment;
        final StorageFile file;
        private int users;
        private boolean dropped;
        private volatile SegmentIndex index;

        private Open(Segment segment, StorageFile file) {
            this.segment = segment;
            this.file = file;
        }

        SegmentScan scan(long from, int chunkBytes) {
            return new SegmentScan(file, segment.describe(), from, chunkBytes);
        }

        /**
         * The index of the segment: from its index files if they are there and can be right, otherwise built from the
         * segment.
         */
        SegmentIndex index() throws IOException {
            var known = index;
            // The active segment grows; what it has grown by is skipped through up to here.
            if (known == null || segment.bytes - known.coveredBytes > SegmentScan.STREAM_CHUNK_BYTES) {
                var bytes = segment.bytes;
                known = stored(bytes);
                index = known == null ? build(bytes) : known;
            }
            return index;
        }

        /** Builds the index anew, since that of the files is wrong. */
        SegmentIndex rebuild() throws IOException {
            index = build(segment.bytes);
            return index;
        }

        private SegmentIndex build(int bytes) throws IOException {
            return SegmentIndex.build(scan(0, SegmentScan.HEADERS_CHUNK_BYTES), segment.baseOffset, bytes);
        }

        private SegmentIndex stored(int bytes) throws IOException {
            try {
                var offsets = content(segment.folder, Segment.name(segment.baseOffset, Segment.INDEX), bytes);
                var times = content(segment.folder, Segment.name(segment.baseOffset, Segment.TIME_INDEX), bytes);
                return offsets == null || times == null ? null : SegmentIndex.decode(offsets, times, bytes);
            } catch (NoSuchFileException e) {
                return null;
            }
        }

        @Override
        public void close() throws IOException {
            release(this);
        }
    }

    /** Reads an index file; null if it is larger than its segment, which no index is. */
    private static ByteBuffer content(Storage folder, String name, int maxBytes) throws IOException {
        try (var file = folder.open(name)) {
            if (file.size() > maxBytes) {
                return null;
            }
            var content = ByteBuffer.allocate((int) file.size());
            file.readFully(content, 0);
            return content.flip();
        }
    }

    synchronized Open use(Segment segment) throws IOException {
        var found = open.get(segment);
        return found == null ? add(segment, segment.folder.open(segment.name())) : use(found);
    }

    synchronized Open create(Segment segment) throws IOException {
        return add(segment, segment.folder.create(segment.name()));
    }

    private Open add(Segment segment, StorageFile file) throws IOException {
        var added = use(new Open(segment, file));
        open.put(segment, added);
        var eldest = open.values().iterator();
        while (open.size() > maxOpen && eldest.hasNext()) {
            var candidate = eldest.next();
            if (candidate.users == 0) {
                eldest.remove();
                candidate.file.close();
            }
        }
        return added;
    }

    private static Open use(Open opened) {
        opened.users++;
        return opened;
    }

    private synchronized void release(Open opened) throws IOException {
        if (--opened.users == 0 && opened.dropped) {
            opened.file.close();
        }
    }

    /** Closes it as soon as nobody reads it. */
    synchronized void drop(Segment segment) throws IOException {
        var found = open.remove(segment);
        if (found != null) {
            found.dropped = true;
            if (found.users == 0) {
                found.file.close();
            }
        }
    }

    synchronized int size() {
        return open.size();
    }

    @Override
    public synchronized void close() throws IOException {
        for (var opened : open.values()) {
            opened.dropped = true;
            if (opened.users == 0) {
                opened.file.close();
            }
        }
        open.clear();
    }
}
