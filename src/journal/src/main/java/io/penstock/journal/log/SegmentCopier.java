package io.penstock.journal.log;

import io.penstock.journal.archive.Archive;
import io.penstock.journal.archive.ArchiveMarks;
import io.penstock.journal.archive.ArchiveMarks.PartitionMark;
import io.penstock.journal.archive.ArchiveMarks.SegmentMark;
import io.penstock.journal.storage.Storage;
import io.penstock.journal.storage.StorageFile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * Copies the segments that marks name, while the archive holds them. Meanwhile one may be taken out of use, which gives
 * it another name, and a shorter one may get its name; their lengths tell which is which.
 */
final class SegmentCopier {

    /** Parts of the names of segments that were set aside because they are damaged. */
    private static final String CORRUPT = ".log.corrupt-";

    /** The name can change between two looks, but only once. */
    private static final int LOOKS = 2;

    private final Storage storage;
    private final Archive archive;
    private final LogHold hold;
    private final CopyTarget target;

    /** @param storage the folder of the archive */
    SegmentCopier(Storage storage, Archive archive, LogHold hold, CopyTarget target) {
        this.storage = storage;
        this.archive = archive;
        this.hold = hold;
        this.target = target;
    }

    void copy(ArchiveMarks marks) throws IOException {
        for (var partition : marks.partitions()) {
            var folder = storage.folder(partition.folder());
            for (var segment : partition.segments()) {
                if (segment.bytes() > 0) {
                    copy(partition, folder, segment);
                }
            }
            if (archive.offline(partition.partition()) != null) {
                copyDamaged(partition, folder);
            }
        }
    }

    private void copy(PartitionMark partition, Storage folder, SegmentMark segment) throws IOException {
        var sealed = archive.isHeldSealed(partition.folder(), segment);
        try (var file = open(folder, segment, sealed)) {
            if (file != null) {
                target.take(new SegmentFile(hold, partition, folder, segment, file, sealed));
            }
            hold.require();
            if (file == null && archive.offline(partition.partition()) == null) {
                throw new IOException(folder.describe(segment.name()) + " with its " + segment.bytes()
                        + " bytes is missing: check the disk");
            }
        }
    }

    private static StorageFile open(Storage folder, SegmentMark segment, boolean sealed) throws IOException {
        for (var look = 0; look < LOOKS; look++) {
            for (var name : List.of(segment.name(), segment.removedName())) {
                var file = openIfThere(folder, name);
                if (file != null && fits(file.size(), segment, sealed)) {
                    return file;
                }
                if (file != null) {
                    file.close();
                }
            }
        }
        return null;
    }

    private static StorageFile openIfThere(Storage folder, String name) throws IOException {
        try {
            return folder.open(name);
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    private static boolean fits(long size, SegmentMark segment, boolean sealed) {
        return sealed ? size == segment.bytes() : size >= segment.bytes();
    }

    /** What a repair of the copy may put together again. */
    private void copyDamaged(PartitionMark partition, Storage folder) throws IOException {
        for (var name : folder.list()) {
            if (name.contains(CORRUPT)) {
                try (var file = folder.open(name)) {
                    target.take(new OpenFile(hold, path(partition, name), file, file.size()));
                    hold.require();
                }
            }
        }
    }

    private static String path(PartitionMark partition, String name) {
        return LocalLog.ARCHIVE + "/" + partition.folder() + "/" + name;
    }

    private static final class SegmentFile extends OpenFile {

        private final Storage folder;
        private final SegmentMark segment;
        private final boolean sealed;

        SegmentFile(
                LogHold hold,
                PartitionMark partition,
                Storage folder,
                SegmentMark segment,
                StorageFile file,
                boolean sealed) {
            super(hold, SegmentCopier.path(partition, segment.name()), file, segment.bytes());
            this.folder = folder;
            this.segment = segment;
            this.sealed = sealed;
        }

        /** What is sealed is never written to, and what takes its place later is another file. */
        @Override
        public boolean linkTo(Path link) throws IOException {
            for (var look = 0; sealed && look < LOOKS; look++) {
                for (var name : List.of(segment.name(), segment.removedName())) {
                    if (linkIfThere(name, link)) {
                        if (Files.size(link) == segment.bytes()) {
                            return true;
                        }
                        Files.delete(link);
                    }
                }
            }
            return false;
        }

        private boolean linkIfThere(String name, Path link) throws IOException {
            try {
                return folder.link(name, link);
            } catch (NoSuchFileException e) {
                return false;
            }
        }
    }
}
