package io.penstock.journal.young;

import io.penstock.journal.file.FileProvider;
import io.penstock.journal.frame.FrameHandler;
import io.penstock.journal.frame.RecordingHandler;
import io.penstock.journal.storage.Storage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Opens journals for tests, and reads back what is in them. */
public final class Journals {

    /** Small, so that tests cross files often. */
    public static final JournalOptions SMALL = new JournalOptions(64 << 10, 16 << 10, 1 << 20, 10);

    /** As small, and nothing is forced in the background while a test looks. */
    public static final JournalOptions UNFORCED = new JournalOptions(64 << 10, 16 << 10, 1 << 20, 60_000);

    private Journals() {}

    public static Journal open(Path directory) {
        return open(directory, SMALL, new RecordingHandler());
    }

    public static Journal open(Path directory, JournalOptions options, FrameHandler handler) {
        return Journal.open(directory, options, InstantSource.system(), handler);
    }

    public static Journal open(Storage storage, FrameHandler handler) {
        return Journal.open(storage, UNFORCED, InstantSource.system(), handler);
    }

    public static Journal open(Storage storage) {
        return open(storage, new RecordingHandler());
    }

    public static List<String> values(Journal journal, int partition) {
        var values = new ArrayList<String>();
        var offset = journal.startOffset(partition);
        for (var batch = journal.read(partition, offset); batch != null; batch = journal.read(partition, offset)) {
            for (var record : batch) {
                if (record.offset() != offset++) {
                    throw new AssertionError("offset " + record.offset() + " instead of " + (offset - 1));
                }
                values.add(new String(record.value(), StandardCharsets.UTF_8));
            }
        }
        return values;
    }

    /** What a crash would leave: the files as they are now, in another directory. */
    static Path crashImage(Path directory, Path target) throws IOException {
        Files.createDirectories(target);
        try (var files = Files.list(directory)) {
            for (var file : files.toList()) {
                try {
                    Files.copy(file, target.resolve(file.getFileName()));
                } catch (NoSuchFileException e) {
                    // The next file was finished meanwhile; a crash may as well have come before it began.
                    if (!file.toString().endsWith(FileProvider.PREPARING_SUFFIX)) {
                        throw e;
                    }
                }
            }
        }
        return target;
    }
}
