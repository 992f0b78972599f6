package io.penstock.journal.archive;

import io.penstock.journal.RepairStep;
import io.penstock.journal.storage.Storage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes segments of an archive that were damaged, or set aside when it was opened, fit to be served again with all that
 * is intact of them. They become shorter than the marks say: whoever applies it must see to it that every checkpoint
 * has the new ones then. Until that is so, it can be begun anew. For one thread.
 */
public final class ArchiveRepair {

    private final ArchiveMarks marks;
    private final List<PartitionRepair> partitions = new ArrayList<>();

    /**
     * Looks into every segment, and changes nothing.
     *
     * @param marks of the checkpoint that a start goes on from
     * @param giveUp whether segments may be given up that are missing as a whole
     */
    public ArchiveRepair(Storage archive, ArchiveMarks marks, boolean giveUp) throws IOException {
        this.marks = marks;
        for (var mark : marks.partitions()) {
            partitions.add(new PartitionRepair(archive, mark, giveUp));
        }
    }

    /** The steps that are to be done; files are named from the archive's folder. */
    public List<RepairStep> steps() {
        var steps = new ArrayList<RepairStep>();
        partitions.forEach(partition -> partition.plan(steps));
        return steps;
    }

    /** Whether a file is a segment that the marks know, so that all there is to say of it is in the steps. */
    public boolean knows(String file) {
        return partitions.stream().anyMatch(partition -> partition.has(file));
    }

    /** Whether checkpoints must say something else of the archive. */
    public boolean changesMarks() {
        return !repaired().equals(marks);
    }

    /** The marks that are true of the archive once this was applied. */
    public ArchiveMarks repaired() {
        return new ArchiveMarks(partitions.stream().map(PartitionRepair::mark).toList());
    }

    /**
     * Does what is possible; durable when it returns.
     *
     * @param millis the time, which becomes part of the names of what is kept
     */
    public void apply(long millis) throws IOException {
        for (var partition : partitions) {
            partition.apply(millis);
        }
    }
}
