package io.penstock.journal.frame;

import io.penstock.journal.JournalException;

import java.util.Arrays;

/** Holds all partitions that something was written to. The writer adds to it, any thread reads it. */
public final class Partitions {

    private static final int FIRST_CAPACITY = 64;

    private final int limit;
    private volatile Partition[] byId = new Partition[FIRST_CAPACITY];
    private int count;
    private volatile long firstOffset;

    /** @param limit the number that no partition's id reaches */
    public Partitions(int limit) {
        this.limit = limit;
    }

    /** The partition, or null if nothing was ever written to it. */
    public Partition get(int id) {
        var all = byId;
        return id >= 0 && id < all.length ? all[id] : null;
    }

    /** The partition, which is made if need be; used by the writer. */
    Partition obtain(int id) {
        var partition = get(id);
        return partition == null ? add(new Partition(id, firstOffset)) : partition;
    }

    /**
     * Obtains a partition as {@link #obtain(int)} does, for a batch that was written, perhaps before partitions began
     * later.
     */
    Partition obtain(int id, long baseOffset) {
        var partition = get(id);
        return partition == null ? add(new Partition(id, baseOffset == firstOffset ? firstOffset : 0)) : partition;
    }

    /**
     * Lets partitions that nothing was written to begin at that offset, unless they begin later already; used by the
     * writer.
     */
    void beginAt(long offset) {
        firstOffset = Math.max(firstOffset, offset);
    }

    /** The offset at which new partitions begin: later than 0 once a repair cannot know which ones had records. */
    public long firstOffset() {
        return firstOffset;
    }

    /** Adds a partition; used by the writer. */
    Partition add(Partition partition) {
        var id = partition.id;
        if (id < 0 || id >= limit) {
            throw new JournalException("Partition " + id + " is beyond what journal files of this size can hold: "
                    + limit + ". Open the journal with larger files.");
        }
        var all = byId;
        if (id >= all.length) {
            all = Arrays.copyOf(all, (int) Math.min(limit, Math.max(id + 1L, 2L * all.length)));
        }
        all[id] = partition;
        count++;
        byId = all;
        return partition;
    }

    public int count() {
        return count;
    }

    /** The partitions by id; gaps are null. */
    public Partition[] all() {
        return byId;
    }
}
