package io.penstock.journal.offline;

import io.penstock.journal.JournalException;
import io.penstock.journal.file.FileHeader;
import io.penstock.journal.storage.Storage;
import io.penstock.journal.young.JournalOptions;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/** Reads the headers of all journal files, because one file may tell what another has lost. */
final class JournalHeaders {

    /** The intact headers by the name of the file. */
    private final Map<String, FileHeader> headers = new HashMap<>();

    void read(Storage storage, String name) throws IOException {
        try (var content = storage.open(name)) {
            var block = ByteBuffer.allocate(FileHeader.BYTES);
            content.readFully(block, 0);
            headers.put(name, FileHeader.decode(block.flip(), storage.describe(name)));
        } catch (JournalException.Corrupted e) {
            // It is not among them then.
        }
    }

    /** The header of a file; null if it is damaged. */
    FileHeader of(String name) {
        return headers.get(name);
    }

    /** The id of the store that most of them name; 0 if none is whole. */
    long storeId() {
        var votes = new HashMap<Long, Integer>();
        headers.values().forEach(header -> votes.merge(header.storeId(), 1, Integer::sum));
        return votes.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElse(0L);
    }

    /**
     * The number of bytes that a file with a damaged header should have: it may have lost some, and too many do no
     * harm.
     */
    int bytes(long size) {
        var largest = headers.values().stream().mapToInt(FileHeader::fileBytes).max();
        var least = largest.isPresent()
                ? largest.getAsInt()
                : size < JournalOptions.MIN_FILE_BYTES ? JournalOptions.DEFAULT.fileBytes() : 0;
        return (int) Math.min(Math.max(size, least), Integer.MAX_VALUE);
    }
}
