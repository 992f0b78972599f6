package io.penstock.journal.offline;

import io.penstock.journal.JournalException;
import io.penstock.journal.checkpoint.Checkpoint;
import io.penstock.journal.checkpoint.CheckpointFormat;
import io.penstock.journal.checkpoint.Checkpoints;
import io.penstock.journal.storage.Storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Comparator;

/** Reads the checkpoints of a store that no server has open, and changes nothing. */
final class CheckpointInspector {

    private final Storage storage;
    private final LogTally tally;

    CheckpointInspector(Storage storage, LogTally tally) {
        this.storage = storage;
        this.tally = tally;
    }

    /**
     * Checks all of them.
     *
     * @param storeId 0 if it is not known
     * @return the newest that is whole, or null
     */
    Checkpoint newest(long storeId) throws IOException {
        var numbers = storage.list().stream()
                .map(Checkpoints::number)
                .filter(number -> number >= 0)
                .sorted(Comparator.reverseOrder())
                .toList();
        Checkpoint newest = null;
        for (var number : numbers) {
            var read = read(number, storeId);
            newest = newest == null ? read : newest;
        }
        return newest;
    }

    private Checkpoint read(long number, long storeId) throws IOException {
        var name = Checkpoints.name(number);
        try (var file = storage.open(name)) {
            var size = file.size();
            Checkpoint checkpoint = null;
            if (size <= CheckpointFormat.MAX_BYTES) {
                var bytes = ByteBuffer.allocate((int) size);
                file.readFully(bytes, 0);
                checkpoint = CheckpointFormat.decode(bytes.flip(), storeId, number, storage.describe(name));
            }
            if (checkpoint == null) {
                tally.damage(name, 0, size, "the checkpoint is damaged");
            } else {
                tally.checkpoint();
            }
            return checkpoint;
        } catch (JournalException.Corrupted e) {
            tally.damage(name, 0, 0, e.getMessage());
            return null;
        }
    }
}
