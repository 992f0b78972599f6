package io.penstock.journal.checkpoint;

import io.penstock.journal.JournalException;
import io.penstock.journal.archive.ArchiveMarks;
import io.penstock.journal.storage.Storage;
import org.jboss.logging.Logger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Keeps the last two checkpoints of a store: if the newer one turns out to be damaged, a start goes on from the older
 * one. So whatever cannot be undone waits for the older one, which is the floor. It is used by one thread at a time.
 */
public final class Checkpoints {

    private static final Logger LOG = Logger.getLogger(Checkpoints.class);

    public static final String PREFIX = "checkpoint-";
    static final String SUFFIX = ".penstock";
    public static final String WRITING_SUFFIX = ".writing";

    private static final int NUMBER_DIGITS = 20;
    private static final int KEPT = 2;

    private final Storage storage;
    private final long storeId;

    /** The last two that are known to be right, newest first. */
    private final List<Checkpoint.Mark> kept = new ArrayList<>();

    private Checkpoints(Storage storage, long storeId) {
        this.storage = storage;
        this.storeId = storeId;
    }

    /** The store's checkpoints, and the one to start from, or null. */
    public record Found(Checkpoints checkpoints, Checkpoint newest) {}

    /**
     * Looks for them, newest first; one that is damaged is set aside.
     *
     * @throws JournalException.Corrupted if there are some and none of the two newest is whole
     */
    public static Found open(Storage storage, long storeId, InstantSource clock) throws IOException {
        var checkpoints = new Checkpoints(storage, storeId);
        var numbers = checkpoints.clearAway();
        Checkpoint newest = null;
        var damaged = new ArrayList<Long>();
        for (var number : numbers) {
            var read = checkpoints.read(number);
            if (read == null) {
                damaged.add(number);
                continue;
            }
            newest = newest == null ? read : newest;
            checkpoints.kept.add(read.mark());
        }
        if (newest == null && !numbers.isEmpty()) {
            throw new JournalException.Corrupted("No checkpoint is whole of those at " + storage.describe(PREFIX + "*")
                    + ". Nothing was changed: check the disk, and restore the directory from a backup.");
        }
        for (var number : damaged) {
            checkpoints.setAside(number, clock);
        }
        return new Found(checkpoints, newest);
    }

    public static String name(long number) {
        var digits = Long.toString(number);
        return PREFIX + "0".repeat(NUMBER_DIGITS - digits.length()) + digits + SUFFIX;
    }

    /** The number in a checkpoint's name, or -1 if it is no such name. */
    public static long number(String name) {
        if (!name.startsWith(PREFIX)
                || !name.endsWith(SUFFIX)
                || name.length() != PREFIX.length() + NUMBER_DIGITS + SUFFIX.length()) {
            return -1;
        }
        try {
            return Long.parseUnsignedLong(name, PREFIX.length(), PREFIX.length() + NUMBER_DIGITS, 10);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /** The numbers of the newest two, newest first. Those before had to go already, and are of no use any more. */
    private List<Long> clearAway() throws IOException {
        var numbers = new ArrayList<Long>();
        var deleted = false;
        for (var name : storage.list()) {
            if (number(name) >= 0) {
                numbers.add(number(name));
            } else if (name.startsWith(PREFIX) && name.endsWith(WRITING_SUFFIX)) {
                storage.delete(name);
            }
        }
        numbers.sort(Comparator.reverseOrder());
        while (numbers.size() > KEPT) {
            storage.delete(name(numbers.remove(numbers.size() - 1)));
            deleted = true;
        }
        if (deleted) {
            // One of them must not come back once a newer one was set aside.
            storage.forceDirectory();
        }
        return numbers;
    }

    /** The checkpoint, or null if it is not what was written. */
    private Checkpoint read(long number) throws IOException {
        var name = name(number);
        try (var file = storage.open(name)) {
            var size = file.size();
            if (size > CheckpointFormat.MAX_BYTES) {
                return null;
            }
            var buffer = ByteBuffer.allocate((int) size);
            file.readFully(buffer, 0);
            return CheckpointFormat.decode(buffer.flip(), storeId, number, storage.describe(name));
        }
    }

    private void setAside(long number, InstantSource clock) throws IOException {
        var name = name(number);
        var aside = name + ".corrupt-" + clock.millis();
        storage.rename(name, aside);
        storage.forceDirectory();
        LOG.errorf(
                "The checkpoint %s is damaged. It is kept as %s, and the start goes on from checkpoint %d. Check the"
                        + " disk.",
                storage.describe(name), aside, kept.get(0).number());
    }

    /** The newest that is kept, or null. */
    public Checkpoint.Mark newest() {
        return kept.isEmpty() ? null : kept.get(0);
    }

    /** The older of the two that are kept: what it does not need can go. Null as long as there is but one. */
    public Checkpoint.Mark floor() {
        return kept.size() < KEPT ? null : kept.get(1);
    }

    /** The number that the next checkpoint gets. */
    public long nextNumber() {
        return kept.isEmpty() ? 1 : kept.get(0).number() + 1;
    }

    /** Makes a checkpoint survive, in one step; all that it stands for is forced already. */
    public void write(Checkpoint checkpoint) throws IOException {
        var name = name(checkpoint.number());
        var writing = name + WRITING_SUFFIX;
        if (storage.list().contains(writing)) {
            storage.delete(writing);
        }
        try (var file = storage.create(writing)) {
            var position = 0L;
            for (var piece : CheckpointFormat.encode(checkpoint, storeId)) {
                var length = piece.remaining();
                file.write(piece, position);
                position += length;
            }
            file.force();
        }
        storage.rename(writing, name);
        storage.forceDirectory();
        kept.add(0, checkpoint.mark());
        if (kept.size() > KEPT) {
            storage.delete(name(kept.remove(KEPT).number()));
            storage.forceDirectory();
        }
    }

    /**
     * Replaces what all checkpoints that are kept say of the archive, where that is not there any more. The newest one
     * is enough to go on from: if this is cut short, the older one follows with the next checkpoint of a server.
     */
    public void replace(Checkpoint newest, ArchiveMarks marks) throws IOException {
        for (var i = 0; i < KEPT; i++) {
            write(new Checkpoint(
                    nextNumber(),
                    newest.incarnation(),
                    newest.sequence(),
                    newest.moved(),
                    newest.clean(),
                    newest.ends(),
                    marks,
                    newest.state()));
        }
    }
}
