package io.penstock.journal.archive;

import io.penstock.journal.JournalException;
import io.penstock.journal.record.BatchCompression;
import io.penstock.journal.storage.MemoryStorage;
import io.penstock.journal.storage.Storage;
import io.penstock.journal.storage.StorageFile;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

/** A crash before each change of the storage in turn: both checkpoints that are kept then must be what they were. */
class ArchiveCrashTest {

    private record Checkpoint(ArchiveMarks marks, List<String> contents) {}

    /** Expires, compacts and drops what a script of several rounds moves; keeps the last two checkpoints. */
    private static final class Script {

        private final List<Checkpoint> checkpoints = new ArrayList<>();
        private final PartitionPlan settled = Archives.plan(1, CleanupPolicy.SETTLED);
        private final PartitionPlan expired = new PartitionPlan(
                "d", 0, "p/2", CleanupPolicy.EXPIRE, null, 6_000, Duration.ZERO, false, BatchCompression.NONE);
        private final PartitionPlan keyed = Archives.plan(3, CleanupPolicy.COMPACT, BatchCompression.LZ4);
        private final PartitionPlan dropped = Archives.plan(4, CleanupPolicy.EXPIRE);

        Script() {
            checkpoints.add(new Checkpoint(ArchiveMarks.NONE, List.of()));
        }

        void run(Storage storage) {
            var archives = Archives.open(storage);
            archives.fill(4, dropped, 0, 40);
            for (var round = 0; round < 4; round++) {
                var from = 60L * round;
                for (var plan : List.of(settled, expired, keyed)) {
                    archives.fill(plan == settled ? 1 : plan == expired ? 2 : 3, plan, from, from + 60);
                }
                checkpoint(archives);
                archives.archive.compact(1, settled, (first, end) -> new long[] {first, first + 1});
                archives.archive.expire(2, expired, Long.MAX_VALUE);
                archives.archive.compact(3, keyed, null);
                if (round == 2) {
                    archives.archive.drop(4);
                }
                checkpoint(archives);
            }
        }

        private void checkpoint(Archives archives) {
            archives.archive.force();
            checkpoints.add(new Checkpoint(archives.archive.marks(), contents(archives.archive)));
            archives.archive.floor(older().marks);
        }

        Checkpoint newer() {
            return checkpoints.get(checkpoints.size() - 1);
        }

        Checkpoint older() {
            return checkpoints.get(Math.max(0, checkpoints.size() - 2));
        }
    }

    private static List<String> contents(Archive archive) {
        var contents = new ArrayList<String>();
        for (var partition = 1; partition <= 4; partition++) {
            for (var record : Archives.contents(archive, partition)) {
                contents.add(partition + ": " + record);
            }
        }
        return contents;
    }

    @Test
    void shouldRestoreBothCheckpointsAfterACrashAtAnyChange() {
        var seed = new Random().nextLong();
        var random = new Random(seed);
        var changes = 0;
        var storage = new CrashingStorage(Integer.MAX_VALUE);
        new Script().run(storage);
        assertThat(storage.changes()).isGreaterThan(200);
        for (var crashAt = 1; crashAt <= storage.changes(); crashAt++) {
            var crashing = new CrashingStorage(crashAt);
            var script = new Script();
            try {
                script.run(crashing);
                throw new AssertionError("no crash at change " + crashAt);
            } catch (JournalException e) {
                assertThat(e).rootCause().isInstanceOf(CrashingStorage.Crash.class);
                changes++;
            }
            for (var checkpoint : List.of(script.newer(), script.older())) {
                restore(crashing.disk.copy(), checkpoint, "crash at change " + crashAt);
                restore(
                        crashing.disk.afterPowerLoss(random),
                        checkpoint,
                        "loss of power at change " + crashAt + ", seed " + seed);
            }
        }
        assertThat(changes).isEqualTo(storage.changes());
    }

    @Test
    void shouldKeepWhatAPartitionThatIsSetAsideTookWhateverChangeACrashComesBefore() {
        var seed = new Random().nextLong();
        var random = new Random(seed);
        var disk = new MemoryStorage();
        var archives = Archives.open(disk);
        archives.fill(1, Archives.plan(1, CleanupPolicy.EXPIRE), 0, 40);
        var before = new Checkpoint(archives.settle(), contents(archives.archive));
        var missing = "p/1/" + Segment.name(0, Segment.LOG);
        var bytes = disk.bytes(missing);
        disk.put(missing, new byte[1]);
        var complete = false;
        for (var crashAt = 1; !complete; crashAt++) {
            var crashing = new CrashingStorage(crashAt, disk.copy());
            var checkpoints = new ArrayList<>(List.of(before, before));
            try {
                growOffline(crashing, checkpoints);
                complete = true;
            } catch (JournalException e) {
                assertThat(e).rootCause().isInstanceOf(CrashingStorage.Crash.class);
            }
            var description = "crash at change " + crashAt + ", seed " + seed;
            for (var checkpoint : checkpoints.subList(checkpoints.size() - 2, checkpoints.size())) {
                for (var left : List.of(crashing.disk.copy(), crashing.disk.afterPowerLoss(random))) {
                    var archive = Archives.open(left, checkpoint.marks).archive;
                    assertThat(archive.offline()).as(description).containsOnlyKeys(1);
                    assertThat(archive.marks()).as(description).isEqualTo(checkpoint.marks);
                    left.put(missing, bytes);
                    restore(left, checkpoint, description);
                }
            }
        }
    }

    /** Opened three times, each time with records behind what is set aside. */
    private static void growOffline(Storage storage, List<Checkpoint> checkpoints) {
        for (var to = 60; to <= 120; to += 20) {
            var archives = Archives.open(storage, checkpoints.get(checkpoints.size() - 1).marks);
            for (var from = to - 20; from < to; from += 10) {
                archives.fill(1, Archives.plan(1, CleanupPolicy.EXPIRE), from, from + 10);
                archives.archive.force();
                var contents = Archives.expected(0, from + 10).stream()
                        .map(record -> "1: " + record)
                        .toList();
                checkpoints.add(new Checkpoint(archives.archive.marks(), contents));
                archives.archive.floor(checkpoints.get(checkpoints.size() - 2).marks);
            }
        }
    }

    private static void restore(MemoryStorage disk, Checkpoint checkpoint, String description) {
        // A crash while it is put right, at every change again, and then once to the end.
        var complete = false;
        for (var crashAt = 1; !complete; crashAt++) {
            var crashing = new CrashingStorage(crashAt, disk);
            try {
                Archives.open(crashing, checkpoint.marks);
                complete = true;
            } catch (JournalException e) {
                assertThat(e).rootCause().isInstanceOf(CrashingStorage.Crash.class);
            }
        }
        var archive = Archives.open(disk, checkpoint.marks).archive;
        assertThat(archive.offline()).as(description).isEmpty();
        assertThat(contents(archive)).as(description).isEqualTo(checkpoint.contents);
        assertThat(archive.marks()).as(description).isEqualTo(checkpoint.marks);
    }

    /** Refuses one change and all that come after it. */
    private static final class CrashingStorage implements Storage {

        private static final class Crash extends IOException {
            private static final long serialVersionUID = 1L;
        }

        private final MemoryStorage disk;
        private final int crashAt;
        private int changes;

        CrashingStorage(int crashAt) {
            this(crashAt, new MemoryStorage());
        }

        CrashingStorage(int crashAt, MemoryStorage disk) {
            this.crashAt = crashAt;
            this.disk = disk;
        }

        int changes() {
            return changes;
        }

        private void change() throws IOException {
            if (++changes >= crashAt) {
                throw new Crash();
            }
        }

        @Override
        public String describe(String name) {
            return disk.describe(name);
        }

        @Override
        public List<String> list() {
            return disk.list();
        }

        @Override
        public StorageFile create(String name) throws IOException {
            change();
            return new CrashingFile(disk.create(name));
        }

        @Override
        public StorageFile open(String name) throws IOException {
            return new CrashingFile(disk.open(name));
        }

        @Override
        public void rename(String from, String to) throws IOException {
            change();
            disk.rename(from, to);
        }

        @Override
        public void delete(String name) throws IOException {
            if (disk.list().contains(name)) {
                change();
            }
            disk.delete(name);
        }

        @Override
        public void forceDirectory() throws IOException {
            change();
            disk.forceDirectory();
        }

        @Override
        public void close() {}

        private final class CrashingFile implements StorageFile {

            private final StorageFile file;

            CrashingFile(StorageFile file) {
                this.file = file;
            }

            @Override
            public int read(ByteBuffer target, long position) throws IOException {
                return file.read(target, position);
            }

            @Override
            public void write(ByteBuffer source, long position) throws IOException {
                if (changes + 1 == crashAt) {
                    // The half of it gets through.
                    file.write(source.duplicate().limit(source.position() + source.remaining() / 2), position);
                }
                change();
                file.write(source, position);
            }

            @Override
            public void truncate(long size) throws IOException {
                change();
                file.truncate(size);
            }

            @Override
            public void force() throws IOException {
                change();
                file.force();
            }

            @Override
            public long size() throws IOException {
                return file.size();
            }

            @Override
            public void close() throws IOException {
                file.close();
            }
        }
    }
}
