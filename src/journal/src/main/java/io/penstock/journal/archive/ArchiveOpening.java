package io.penstock.journal.archive;

import io.penstock.journal.JournalException;
import io.penstock.journal.archive.ArchiveMarks.PartitionMark;
import io.penstock.journal.storage.Storage;
import org.jboss.logging.Logger;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Brings the folders of the archive in line with the marks. Bytes beyond the marks are dropped, segments that were
 * taken out of use since come back, and a partition whose segment is missing or damaged is set aside. Every step may be
 * cut short and begun anew.
 */
final class ArchiveOpening {

    private static final Logger LOG = Logger.getLogger(ArchiveOpening.class);

    private final Storage archive;
    private final InstantSource clock;
    private final RemovedSegments removed;
    private final Map<Integer, String> offline;
    private final Set<Storage> changed = new HashSet<>();

    /** @param offline to be told of partitions that are set aside */
    ArchiveOpening(Storage archive, InstantSource clock, RemovedSegments removed, Map<Integer, String> offline) {
        this.archive = archive;
        this.offline = offline;
        this.clock = clock;
        this.removed = removed;
    }

    List<ArchivePartition> open(ArchiveMarks marks) throws IOException {
        var byFolder = new HashMap<String, PartitionMark>();
        marks.partitions().forEach(mark -> byFolder.put(mark.folder(), mark));
        var partitions = new ArrayList<ArchivePartition>();
        for (var entry : SegmentFolders.in(archive).entrySet()) {
            LocalNames.mend(entry.getValue());
            var mark = byFolder.remove(entry.getKey());
            var files = new FolderFiles(entry.getKey(), entry.getValue());
            if (mark != null) {
                partitions.add(partition(mark, files));
            }
            files.clean(mark);
        }
        for (var mark : byFolder.values()) {
            partitions.add(partition(mark, new FolderFiles(mark.folder(), archive.folder(mark.folder()))));
        }
        for (var folder : changed) {
            folder.forceDirectory();
        }
        return partitions;
    }

    private ArchivePartition partition(PartitionMark mark, FolderFiles files) throws IOException {
        var partition = new ArchivePartition(mark.partition(), mark.folder(), files.folder, offline);
        var found = new ArrayList<Segment>();
        var segments = mark.segments();
        String problem = null;
        for (var i = 0; i < segments.size(); i++) {
            var bytes = segments.get(i).bytes();
            if (bytes > 0) {
                var segment = new Segment(files.folder, segments.get(i).baseOffset(), (int) bytes);
                segment.forcedBytes = segment.bytes;
                var wrong = files.makeRight(segment, i == segments.size() - 1);
                problem = problem == null ? wrong : problem;
                found.add(segment);
            }
        }
        if (problem == null) {
            partition.restore(mark, found);
        } else {
            LOG.errorf("Partition %d is offline: %s", mark.partition(), problem);
            partition.setAside(mark, problem);
        }
        return partition;
    }

    /** The files of one folder while it is put right. */
    private final class FolderFiles {

        private final String folderName;
        private final Storage folder;
        private final Map<String, Long> sizes = new HashMap<>();

        FolderFiles(String folderName, Storage folder) throws IOException {
            this.folderName = folderName;
            this.folder = folder;
            for (var name : folder.list()) {
                sizes.put(name, name.contains(Segment.LOG) ? size(name) : 0);
            }
        }

        private long size(String name) throws IOException {
            try (var file = folder.open(name)) {
                return file.size();
            }
        }

        /** @return what is wrong, or null */
        String makeRight(Segment segment, boolean active) throws IOException {
            var log = segment.name();
            var old = log + Segment.REMOVED;
            if (!fits(log, segment, active) && fits(old, segment, active)) {
                folder.rename(old, log);
                deleteIndex(segment);
                sizes.put(log, sizes.remove(old));
                changed.add(folder);
            }
            var size = sizes.get(log);
            if (size == null) {
                return segment.describe() + " is missing";
            }
            var problem = !fits(log, segment, active)
                    ? segment.describe() + " has " + size + " bytes instead of " + segment.bytes
                    : active ? cut(segment, size) : null;
            if (problem != null) {
                var kept = log + Segment.CORRUPT + clock.millis();
                folder.rename(log, kept);
                sizes.remove(log);
                changed.add(folder);
                return problem + "; it was kept as " + kept;
            }
            return null;
        }

        private boolean fits(String name, Segment segment, boolean active) {
            var size = sizes.get(name);
            return size != null && (active ? size >= segment.bytes : size == segment.bytes);
        }

        /** Takes away what was appended after the mark. */
        private String cut(Segment segment, long size) throws IOException {
            // A segment that was sealed since the mark, and is appended to again, has no use for its indexes.
            deleteIndex(segment);
            try (var file = folder.open(segment.name())) {
                var scan = new SegmentScan(file, segment.describe(), 0, SegmentScan.HEADERS_CHUNK_BYTES);
                var least = segment.baseOffset;
                while (scan.next(segment.bytes)) {
                    if (scan.baseOffset() < least) {
                        return segment.describe() + " has offset " + scan.baseOffset() + " out of order at position "
                                + scan.position();
                    }
                    least = scan.lastOffset() + 1;
                    if (scan.end() == segment.bytes) {
                        scan.batch();
                    }
                }
                if (size > segment.bytes) {
                    LOG.infof(
                            "Dropping %d bytes of an unfinished move from %s",
                            size - segment.bytes, segment.describe());
                    file.truncate(segment.bytes);
                    file.force();
                }
                return null;
            } catch (JournalException.Corrupted e) {
                return e.getMessage();
            }
        }

        /** Deletes what neither the mark nor, perhaps, the older checkpoint knows. */
        void clean(PartitionMark mark) throws IOException {
            var known = new HashSet<Long>();
            if (mark != null) {
                mark.segments().stream()
                        .filter(entry -> entry.bytes() > 0)
                        .forEach(entry -> known.add(entry.baseOffset()));
            }
            for (var entry : sizes.entrySet()) {
                var name = entry.getKey();
                var old = Segment.baseOffset(name, Segment.LOG + Segment.REMOVED);
                if (old >= 0) {
                    removed.add(folderName, folder, old, entry.getValue());
                } else if (isStray(name, known)) {
                    folder.delete(name);
                    changed.add(folder);
                }
            }
        }

        private void deleteIndex(Segment segment) throws IOException {
            SegmentIndexFiles.delete(folder, segment.baseOffset);
            sizes.remove(Segment.name(segment.baseOffset, Segment.INDEX));
            sizes.remove(Segment.name(segment.baseOffset, Segment.TIME_INDEX));
        }

        private boolean isStray(String name, Set<Long> known) {
            if (Segment.baseOffset(name, Segment.LOG + Segment.CLEANING) >= 0) {
                return true;
            }
            for (var suffix : List.of(Segment.LOG, Segment.INDEX, Segment.TIME_INDEX)) {
                var baseOffset = Segment.baseOffset(name, suffix);
                if (baseOffset >= 0) {
                    return !known.contains(baseOffset);
                }
            }
            return false;
        }
    }
}
