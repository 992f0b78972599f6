package io.penstock.journal.young;

import io.penstock.journal.JournalException;
import io.penstock.journal.file.JournalFile;
import io.penstock.journal.file.JournalFiles;
import io.penstock.journal.frame.BatchIndex;
import io.penstock.journal.frame.Partition;
import io.penstock.journal.record.RecordBatch;
import io.penstock.journal.storage.Storage;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Reads batches from the journal files, while others write to them and release them. */
final class BatchReader {

    private final Storage storage;
    private final JournalFiles files;

    BatchReader(Storage storage, JournalFiles files) {
        this.storage = storage;
        this.files = files;
    }

    /** The batch that holds an offset which is below the end; null if it was released. */
    RecordBatch read(Partition partition, long offset) {
        var location = partition.index.find(offset);
        var bytes = location == null ? null : load(partition, location);
        if (bytes == null) {
            return null;
        }
        var batch = RecordBatch.of(bytes);
        if (batch == null || batch.baseOffset() != location.baseOffset()) {
            throw damaged(partition, location);
        }
        return batch;
    }

    private byte[] load(Partition partition, BatchIndex.Location location) {
        var file = files.get(location.file());
        if (file == null) {
            return null;
        }
        var bytes = new byte[location.length()];
        IOException failure = null;
        try {
            file.content.readFully(ByteBuffer.wrap(bytes), location.position());
        } catch (IOException e) {
            failure = e;
        }
        // A file leaves the index before it is used again. Looking once more tells whether these bytes are still ours:
        // a recycled file may well have a sound batch of another partition in this place.
        if (partition.index.startOffset() > location.baseOffset()) {
            return null;
        }
        if (failure != null) {
            throw unreadable(location, failure);
        }
        return bytes;
    }

    JournalException unreadable(BatchIndex.Location location, IOException failure) {
        return new JournalException(
                "Cannot read " + location.length() + " bytes from "
                        + storage.describe(JournalFile.name(location.file())) + " at position " + location.position()
                        + " (" + failure + "). Check the disk.",
                failure);
    }

    JournalException damaged(Partition partition, BatchIndex.Location location) {
        return new JournalException.Corrupted("The batch of partition " + partition.id + " with offset "
                + location.baseOffset() + " in " + storage.describe(JournalFile.name(location.file()))
                + " at position " + location.position()
                + " is damaged. Nothing was changed: check the disk, and restore the directory from a backup.");
    }
}
