package io.penstock.journal.archive;

import io.penstock.journal.storage.Storage;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Remembers segments that were taken out of use, and those that the older of two checkpoints still knows. It is for one
 * thread.
 */
final class RemovedSegments {

    private final List<Removed> removed = new ArrayList<>();

    /** Sealed segments of the older checkpoint, by folder and base offset; nothing else may be touched. */
    private final Map<Key, Long> sealed = new HashMap<>();

    /** Segments that somebody copies, of those that were sealed when the hold began; null if nobody does. */
    private volatile Map<Key, Long> held;

    private record Key(String folder, long baseOffset) {}

    private record Removed(String folderName, Storage folder, long baseOffset, long bytes) {}

    void add(String folderName, Storage folder, long baseOffset, long bytes) {
        removed.add(new Removed(folderName, folder, baseOffset, bytes));
    }

    /** Whether a segment may be removed or rewritten: the older checkpoint has it as it is. */
    boolean isKnown(String folder, Segment segment) {
        var key = new Key(folder, segment.baseOffset);
        var bytes = sealed.get(key);
        var copied = held;
        // One that came since the hold began may have the name of one that is held, whose file would be lost.
        return bytes != null && bytes == segment.bytes && (copied == null || bytes.equals(copied.get(key)));
    }

    /**
     * Keeps the files of all segments of the archive until {@link #endHold}: those that may be taken out of use go by
     * their other name then, and the others stay as they are.
     */
    void hold() {
        held = Map.copyOf(sealed);
    }

    /** Any thread may call it. */
    void endHold() {
        held = null;
    }

    boolean isHeld() {
        return held != null;
    }

    /** Whether the older checkpoint knew it as sealed when the hold began, so that nothing ever writes to its file. */
    boolean isHeldSealed(String folder, long baseOffset, long bytes) {
        var copied = held;
        return copied != null && Long.valueOf(bytes).equals(copied.get(new Key(folder, baseOffset)));
    }

    /**
     * The result of deleting segments.
     *
     * @param folders that something was deleted from
     * @param failure the first; what it is of is tried again by the next call. Null if there was none
     */
    record Floored(Set<String> folders, IOException failure) {}

    /** Deletes what that checkpoint does not need. */
    Floored floor(ArchiveMarks older) throws IOException {
        sealed.clear();
        var active = new HashMap<Key, Long>();
        for (var partition : older.partitions()) {
            var segments = partition.segments();
            for (var i = 0; i < segments.size(); i++) {
                var key = new Key(partition.folder(), segments.get(i).baseOffset());
                (i == segments.size() - 1 ? active : sealed)
                        .put(key, segments.get(i).bytes());
            }
        }
        var changed = new HashMap<String, Storage>();
        IOException failure = null;
        for (var entries = removed.iterator(); entries.hasNext(); ) {
            var entry = entries.next();
            var key = new Key(entry.folderName, entry.baseOffset);
            var begun = active.get(key);
            var needed = Long.valueOf(entry.bytes).equals(sealed.get(key))
                    || begun != null && begun <= entry.bytes
                    || isHeldSealed(entry.folderName, entry.baseOffset, entry.bytes);
            if (!needed) {
                try {
                    deleteIfThere(entry);
                    changed.put(entry.folderName, entry.folder);
                    entries.remove();
                } catch (IOException e) {
                    failure = failure == null ? e : failure;
                }
            }
        }
        for (var folder : changed.values()) {
            folder.forceDirectory();
        }
        return new Floored(changed.keySet(), failure);
    }

    private static void deleteIfThere(Removed entry) throws IOException {
        try {
            entry.folder.delete(Segment.name(entry.baseOffset, Segment.LOG + Segment.REMOVED));
        } catch (NoSuchFileException e) {
            // Somebody else did, which is as good.
        }
    }
}
