package io.penstock.broker.feed;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;

/**
 * Keeps the order within each key of a partition: one offset of a key is inside, the others wait in line. Not
 * thread-safe.
 */
public final class KeyGate {

    /**
     * The number of offsets that may wait in line before no new ones are looked at. It bounds memory while a busy key
     * piles up; beyond it, the messages behind wait as well.
     */
    public static final int MAX_HELD_BACK = 10_000;

    public static final long NOBODY = -1;

    private final Map<ByteBuffer, Line> lines = new HashMap<>();
    private int heldBack;

    private static final class Line {
        private long inside;
        private final ArrayDeque<Long> waiting = new ArrayDeque<>(2);
    }

    public boolean isFull() {
        return heldBack >= MAX_HELD_BACK;
    }

    public int heldBack() {
        return heldBack;
    }

    /** Whether the offset may go on; if not, it waits in line. Whoever is inside may enter again. */
    public boolean enter(byte[] key, long offset) {
        if (key == null) {
            return true;
        }
        var name = ByteBuffer.wrap(key);
        var line = lines.get(name);
        if (line == null) {
            line = new Line();
            line.inside = offset;
            lines.put(name, line);
            return true;
        }
        if (line.inside == offset) {
            return true;
        }
        line.waiting.add(offset);
        heldBack++;
        return false;
    }

    /** Whether who is inside lies below that offset. */
    boolean hasInside(byte[] key, long end) {
        var line = lines.get(ByteBuffer.wrap(key));
        return line != null && line.inside < end;
    }

    /**
     * Lets the next offset of a key in, and returns it, or {@link #NOBODY}. This has no effect if the offset is not
     * inside.
     */
    public long leave(byte[] key, long offset) {
        if (key == null) {
            return NOBODY;
        }
        return leave(ByteBuffer.wrap(key), offset);
    }

    /**
     * Leaves as {@link #leave(byte[], long)} does, for a record that is gone and whose key nobody knows: all keys are
     * searched.
     */
    long leave(long offset) {
        for (var line : lines.entrySet()) {
            if (line.getValue().inside == offset) {
                return leave(line.getKey(), offset);
            }
        }
        return NOBODY;
    }

    private long leave(ByteBuffer name, long offset) {
        var line = lines.get(name);
        if (line == null || line.inside != offset) {
            return NOBODY;
        }
        if (line.waiting.isEmpty()) {
            lines.remove(name);
            return NOBODY;
        }
        line.inside = line.waiting.poll();
        heldBack--;
        return line.inside;
    }
}
