package io.penstock.journal.file;

import io.penstock.journal.storage.Storage;
import io.penstock.journal.storage.StorageFile;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.TreeMap;

/** Changes a file in one step, and keeps a copy of what it was. */
public final class RepairedFile {

    private static final String WRITING = ".repairing";
    private static final int CHUNK_BYTES = 1 << 20;

    private final Storage storage;
    private final String name;
    private final TreeMap<Long, ByteBuffer> edits = new TreeMap<>();
    private final boolean isMissing;
    private long leastBytes;

    public RepairedFile(Storage storage, String name) {
        this(storage, name, false);
    }

    private RepairedFile(Storage storage, String name, boolean isMissing) {
        this.storage = storage;
        this.name = name;
        this.isMissing = isMissing;
    }

    /** A file that is not there, and is made. */
    public static RepairedFile missing(Storage storage, String name) {
        return new RepairedFile(storage, name, true);
    }

    /** Deletes what a repair that was cut short has left. */
    public static void clearAway(Storage storage) throws IOException {
        for (var left : storage.list()) {
            if (left.endsWith(WRITING)) {
                storage.delete(left);
            }
        }
    }

    /** Moves a file out of the way. */
    public static void setAside(Storage storage, String name, long millis) throws IOException {
        storage.rename(name, aside(name, millis));
        storage.forceDirectory();
    }

    private static String aside(String name, long millis) {
        return name + ".corrupt-" + millis;
    }

    /** Brings it to a size with zeros, should it be shorter. */
    public void extend(long bytes) {
        leastBytes = bytes;
    }

    public void put(long position, ByteBuffer bytes) {
        edits.put(position, bytes);
    }

    /**
     * Writes first the copy of what the file was, and then what it is to be. Cut short at any point, one or the other
     * is whole.
     */
    public void write(long millis) throws IOException {
        if (!isMissing) {
            copy(List.of(), 0, aside(name, millis));
        }
        copy(List.copyOf(edits.keySet()), leastBytes, name);
    }

    private void copy(List<Long> positions, long least, String target) throws IOException {
        var writing = name + WRITING;
        try (var from = isMissing ? null : storage.open(name);
                var to = storage.create(writing)) {
            if (from != null) {
                copyBytes(from, to);
            }
            for (var position : positions) {
                to.write(edits.get(position).duplicate(), position);
            }
            fill(to, least);
            to.force();
        }
        storage.rename(writing, target);
        storage.forceDirectory();
    }

    private static void fill(StorageFile file, long least) throws IOException {
        for (var at = file.size(); at < least; at = file.size()) {
            file.write(ByteBuffer.allocate((int) Math.min(CHUNK_BYTES, least - at)), at);
        }
    }

    private static void copyBytes(StorageFile from, StorageFile to) throws IOException {
        var buffer = ByteBuffer.allocate(CHUNK_BYTES);
        var size = from.size();
        for (var at = 0L; at < size; at += buffer.limit()) {
            buffer.clear().limit((int) Math.min(CHUNK_BYTES, size - at));
            from.readFully(buffer, at);
            to.write(buffer.flip(), at);
        }
    }
}
