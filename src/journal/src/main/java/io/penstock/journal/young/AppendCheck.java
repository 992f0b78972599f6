package io.penstock.journal.young;

import io.penstock.journal.JournalException;
import io.penstock.journal.commit.Outcome;
import io.penstock.journal.file.FreeSpace;
import io.penstock.journal.frame.Append;
import io.penstock.journal.frame.FrameBuilder;

/** Decides whether an append may be written: it must fit into a frame and a file, and the disk must have room. */
final class AppendCheck {

    private final JournalOptions options;
    private final FreeSpace space;

    AppendCheck(JournalOptions options, FreeSpace space) {
        this.options = options;
        this.space = space;
    }

    /**
     * Tells the append if it cannot be written now.
     *
     * @param stall why nothing can; null if that is not so
     * @throws JournalException.TooLarge if it can never be written
     */
    boolean passes(Append append, JournalException stall) {
        requireFits(append);
        var shortage = stall == null ? space.shortage() : stall;
        if (shortage == null || append.mayUseReserve()) {
            return true;
        }
        Outcome.failed(append, shortage);
        return false;
    }

    private void requireFits(Append append) {
        var bytes = FrameBuilder.frameBytes(append.maxFrameBytes());
        var most = append.isOfStored() ? JournalOptions.MAX_FRAME_BYTES : options.maxFrameBytes();
        if (bytes > most) {
            throw new JournalException.TooLarge(
                    "An append needs up to " + bytes + " bytes, and a frame holds " + most + ". Send less at once.");
        }
        if (append.highestPartition() >= options.maxPartitions()) {
            throw new JournalException.TooLarge("Partition " + append.highestPartition() + " is beyond the "
                    + options.maxPartitions() + " that journal files of " + options.fileBytes() + " bytes can hold.");
        }
    }
}
