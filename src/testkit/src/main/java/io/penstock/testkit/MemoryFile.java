package io.penstock.testkit;

import io.penstock.journal.storage.StorageFile;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A memory file keeps its bytes in chunks. A chunk of zeros takes no memory, since a journal fills its files with zeros
 * before it needs them.
 */
final class MemoryFile {

    private static final int CHUNK = 64 << 10;

    private final List<byte[]> chunks = new ArrayList<>();
    private long size;

    synchronized int read(ByteBuffer target, long position) {
        if (position >= size) {
            return target.hasRemaining() ? -1 : 0;
        }
        int wanted = (int) Math.min(target.remaining(), size - position);
        for (int done = 0; done < wanted; ) {
            int at = (int) ((position + done) % CHUNK);
            int part = Math.min(wanted - done, CHUNK - at);
            var chunk = chunks.get((int) ((position + done) / CHUNK));
            if (chunk == null) {
                target.put(new byte[part]);
            } else {
                target.put(chunk, at, part);
            }
            done += part;
        }
        return wanted;
    }

    synchronized void write(ByteBuffer source, long position) {
        grow(position + source.remaining());
        long to = position;
        while (source.hasRemaining()) {
            int index = (int) (to / CHUNK);
            int at = (int) (to % CHUNK);
            int part = Math.min(source.remaining(), CHUNK - at);
            if (chunks.get(index) == null && isZero(source, part)) {
                source.position(source.position() + part);
            } else {
                if (chunks.get(index) == null) {
                    chunks.set(index, new byte[CHUNK]);
                }
                source.get(chunks.get(index), at, part);
            }
            to += part;
        }
    }

    private void grow(long end) {
        size = Math.max(size, end);
        while ((long) chunks.size() * CHUNK < size) {
            chunks.add(null);
        }
    }

    private static boolean isZero(ByteBuffer source, int bytes) {
        for (int i = source.position(); i < source.position() + bytes; i++) {
            if (source.get(i) != 0) {
                return false;
            }
        }
        return true;
    }

    synchronized void truncate(long end) {
        if (end >= size) {
            return;
        }
        size = end;
        int kept = (int) ((end + CHUNK - 1) / CHUNK);
        chunks.subList(kept, chunks.size()).clear();
        if (end % CHUNK != 0 && chunks.get(kept - 1) != null) {
            Arrays.fill(chunks.get(kept - 1), (int) (end % CHUNK), CHUNK, (byte) 0);
        }
    }

    synchronized long size() {
        return size;
    }

    /** An open file. Whoever has it open keeps it over a renaming and a deletion. */
    StorageFile open() {
        return new StorageFile() {
            @Override
            public int read(ByteBuffer target, long position) {
                return MemoryFile.this.read(target, position);
            }

            @Override
            public void write(ByteBuffer source, long position) {
                MemoryFile.this.write(source, position);
            }

            @Override
            public void truncate(long end) {
                MemoryFile.this.truncate(end);
            }

            @Override
            public void force() {
                // There is nothing below the memory.
            }

            @Override
            public long size() {
                return MemoryFile.this.size();
            }

            @Override
            public void close() {
                // The bytes stay with the name.
            }
        };
    }
}
