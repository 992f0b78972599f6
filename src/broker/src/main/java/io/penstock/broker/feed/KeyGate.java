package io.penstock.broker.feed;

import io.penstock.broker.entry.Attempts;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/**
 * Keeps the order within each key of a partition: what of a key may go out now, and what waits in line. Not
 * thread-safe.
 */
public final class KeyGate {

    /**
     * The number of offsets that may wait in line before no new ones are looked at. It bounds memory while a busy key
     * piles up; beyond it, the messages behind wait as well.
     */
    public static final int MAX_HELD_BACK = 10_000;

    public static final long NOBODY = -1;

    private final Map<ByteBuffer, KeyLine> lines = new HashMap<>();
    private final boolean isShared;
    private int heldBack;

    /** @param isShared whether who works in order may have several of a key at a time */
    public KeyGate(boolean isShared) {
        this.isShared = isShared;
    }

    public boolean isFull() {
        return heldBack >= MAX_HELD_BACK;
    }

    public int heldBack() {
        return heldBack;
    }

    /**
     * Whether the offset may go on; if not, it waits in line. Whoever is inside may enter again.
     *
     * @param known its hand-outs so far
     * @param marked whether the journal counts the next one already
     */
    boolean enter(byte[] key, long offset, Attempts known, boolean marked) {
        if (key == null) {
            return true;
        }
        var line = lines.computeIfAbsent(ByteBuffer.wrap(key), none -> new KeyLine());
        int before = line.waiting();
        boolean mayGo = line.enter(offset, known, marked);
        heldBack += line.waiting() - before;
        return mayGo;
    }

    /** Whether somebody inside, or in line, lies below that offset. */
    boolean hasInside(byte[] key, long end) {
        var line = lines.get(ByteBuffer.wrap(key));
        return line != null && line.hasBelow(end);
    }

    /**
     * Somebody has it.
     *
     * @param worker who has it and works on one after the other; null for somebody who does not
     * @return who is let in, or null
     */
    KeyLine.Waiting handed(byte[] key, long offset, Object worker) {
        var line = key == null ? null : lines.get(ByteBuffer.wrap(key));
        if (line == null) {
            return null;
        }
        line.handed(offset, isShared ? worker : null);
        return letIn(line);
    }

    /** It was passed over for consumers that work in order. Returns who is let in, or null. */
    KeyLine.Waiting setAside(byte[] key, long offset) {
        var line = key == null || !isShared ? null : lines.get(ByteBuffer.wrap(key));
        if (line == null) {
            return null;
        }
        line.setAside(offset);
        return letIn(line);
    }

    /** Who has it gives it back, or may do so. Returns who is let in, or null. */
    KeyLine.Waiting returning(byte[] key, long offset) {
        var line = key == null ? null : lines.get(ByteBuffer.wrap(key));
        if (line == null) {
            return null;
        }
        line.returning(offset);
        return letIn(line);
    }

    /** Nobody has it any more, and it is not settled. Returns who is let in, or null. */
    KeyLine.Waiting back(byte[] key, long offset) {
        if (key == null) {
            return null;
        }
        var line = lines.computeIfAbsent(ByteBuffer.wrap(key), none -> new KeyLine());
        line.back(offset);
        return letIn(line);
    }

    /** It is settled or parked. Returns who is let in, or null; does nothing if the offset is not inside. */
    KeyLine.Waiting leave(byte[] key, long offset) {
        return key == null ? null : leave(ByteBuffer.wrap(key), offset);
    }

    /** As {@link #leave(byte[], long)}, of a record that is gone and whose key nobody knows: looks through all. */
    KeyLine.Waiting leave(long offset) {
        for (var line : lines.entrySet()) {
            if (line.getValue().contains(offset)) {
                return leave(line.getKey(), offset);
            }
        }
        return null;
    }

    private KeyLine.Waiting leave(ByteBuffer name, long offset) {
        var line = lines.get(name);
        if (line == null) {
            return null;
        }
        line.leave(offset);
        if (line.isEmpty()) {
            lines.remove(name);
            return null;
        }
        return letIn(line);
    }

    private KeyLine.Waiting letIn(KeyLine line) {
        var next = line.letIn();
        heldBack -= next == null ? 0 : 1;
        return next;
    }

    /** Those in line of which the journal counts the next hand-out: it will not happen. */
    Map<Long, Attempts> takeMarked() {
        var taken = new HashMap<Long, Attempts>();
        lines.values().forEach(line -> taken.putAll(line.takeMarked()));
        return taken;
    }
}
