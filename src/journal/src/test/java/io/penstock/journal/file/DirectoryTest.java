package io.penstock.journal.file;

import io.penstock.journal.JournalException;
import io.penstock.journal.frame.TestAppend;
import io.penstock.journal.offline.LogFindings;
import io.penstock.journal.offline.LogInspector;
import io.penstock.journal.offline.LogRepair;
import io.penstock.journal.storage.MemoryStorage;
import io.penstock.journal.young.Journals;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

class DirectoryTest {

    @TempDir
    Path directory;

    @Test
    void shouldRefuseASecondOpeningInTheSameProcess() {
        try (var journal = Journals.open(directory)) {
            assertThatThrownBy(() -> Journals.open(directory))
                    .isInstanceOf(JournalException.UnusableDirectory.class)
                    .hasMessageContaining("already open in this process");
            journal.appendAndWait(TestAppend.record(true, 0, "still works"));
            assertThat(journal.endOffset(0)).isEqualTo(1);
        }
        Journals.open(directory).close();
    }

    /** The operating system drops all locks of a process on a file when that closes the file anywhere. */
    @Test
    void shouldKeepOtherProcessesOutThoughThisOneHasTriedToOpenTheDirectoryAgain() throws Exception {
        try (var journal = Journals.open(directory)) {
            assertThatThrownBy(() -> Journals.open(directory)).isInstanceOf(JournalException.UnusableDirectory.class);
            assertThatThrownBy(() -> LogInspector.open(directory))
                    .isInstanceOf(JournalException.UnusableDirectory.class);

            var other = start();
            assertThat(other.inputReader().lines())
                    .anyMatch(line -> line.contains("in use by another process"))
                    .doesNotContain(LockHolder.READY);
            assertThat(other.waitFor()).isNotZero();
            journal.appendAndWait(TestAppend.record(true, 0, "still works"));
        }
    }

    private Process hold() throws Exception {
        var holder = start();
        var output = holder.inputReader();
        var line = output.readLine();
        while (line != null && !line.equals(LockHolder.READY)) {
            line = output.readLine();
        }
        assertThat(line).isEqualTo(LockHolder.READY);
        return holder;
    }

    private Process start() throws Exception {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        LockHolder.class.getName(),
                        directory.toString())
                .redirectErrorStream(true)
                .start();
    }

    @Test
    void shouldRefuseADirectoryThatAnotherProcessHasOpen() throws Exception {
        var holder = hold();
        try {
            assertThatThrownBy(() -> Journals.open(directory))
                    .isInstanceOf(JournalException.UnusableDirectory.class)
                    .hasMessageContaining("in use by another process");
        } finally {
            holder.destroyForcibly().waitFor();
        }
        try (var journal = Journals.open(directory)) {
            assertThat(Journals.values(journal, 0)).containsExactly("held");
        }
    }

    @Test
    void shouldRefuseAReadOnlyDirectory() throws Exception {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("r-xr-xr-x"));
        try {
            assumeFalse(Files.isWritable(directory), "skipped: this user may write to read-only directories");
            assertThatThrownBy(() -> Journals.open(directory))
                    .isInstanceOf(JournalException.UnusableDirectory.class)
                    .hasMessageContaining(directory.toString());
        } finally {
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    @Test
    void shouldRefuseAFileInPlaceOfADirectory() throws Exception {
        var file = Files.writeString(directory.resolve("file"), "x");

        assertThatThrownBy(() -> Journals.open(file))
                .isInstanceOf(JournalException.UnusableDirectory.class)
                .hasMessageContaining(file.toString());
    }

    @Test
    void shouldRefuseANewerFormatAndLeaveItAlone() throws Exception {
        Journals.open(directory).close();
        var meta = directory.resolve(StoreIdentity.NAME);
        var bytes = Files.readAllBytes(meta);
        ByteBuffer.wrap(bytes).putInt(8, 7);
        Files.write(meta, bytes);

        assertThatThrownBy(() -> Journals.open(directory))
                .isInstanceOf(JournalException.UnusableDirectory.class)
                .hasMessageContaining("format 7")
                .hasMessageContaining("reads format 1");
        assertThat(Files.readAllBytes(meta)).isEqualTo(bytes);
    }

    @Test
    void shouldRefuseADamagedOrMissingIdentity() throws Exception {
        Journals.open(directory).close();
        var meta = directory.resolve(StoreIdentity.NAME);
        var bytes = Files.readAllBytes(meta);
        bytes[20] ^= 1;
        Files.write(meta, bytes);
        assertThatThrownBy(() -> Journals.open(directory)).isInstanceOf(JournalException.Corrupted.class);

        Files.delete(meta);
        assertThatThrownBy(() -> Journals.open(directory))
                .isInstanceOf(JournalException.Corrupted.class)
                .hasMessageContaining(StoreIdentity.NAME + " is missing");
    }

    @Test
    void shouldRefuseAStoreWhoseFilesAreGone() throws Exception {
        Journals.open(directory).close();
        try (var files = Files.newDirectoryStream(directory, "*" + JournalFile.SUFFIX)) {
            for (var file : files) {
                Files.delete(file);
            }
        }

        assertThatThrownBy(() -> Journals.open(directory)).isInstanceOf(JournalException.Corrupted.class);
    }

    @Test
    void shouldFinishWhatACrashLeftWhileAFileWasMade() throws Exception {
        Journals.open(directory).close();
        var unfinished = directory.resolve(JournalFile.name(9) + FileProvider.PREPARING_SUFFIX);
        Files.write(unfinished, new byte[100]);
        Files.write(directory.resolve(StoreIdentity.NAME + ".new"), new byte[3]);
        Files.createDirectory(directory.resolve("lost+found"));

        try (var journal = Journals.open(directory)) {
            assertThat(journal.incarnation()).isEqualTo(2);
        }
        assertThat(unfinished).doesNotExist();
    }

    @Test
    void shouldLetNobodyElseInThoughTheLockWasDeleted() throws Exception {
        try (var journal = Journals.open(directory)) {
            journal.appendAndWait(TestAppend.record(true, 0, "first"));
            Files.delete(directory.resolve(".lock"));

            assertThatThrownBy(() -> Journals.open(directory))
                    .isInstanceOf(JournalException.UnusableDirectory.class)
                    .hasMessageContaining("already open in this process");
            assertThatThrownBy(() -> LogRepair.apply(directory, true, 1))
                    .isInstanceOf(JournalException.UnusableDirectory.class)
                    .hasMessageContaining("already open in this process");

            journal.appendAndWait(TestAppend.record(true, 0, "second"));
            assertThat(Journals.values(journal, 0)).containsExactly("first", "second");
        }
        try (var journal = Journals.open(directory)) {
            assertThat(Journals.values(journal, 0)).containsExactly("first", "second");
        }
    }

    @Test
    void shouldLetNoOtherProcessInThoughTheLockWasDeleted() throws Exception {
        var holder = hold();
        try {
            Files.delete(directory.resolve(".lock"));
            assertThatThrownBy(() -> Journals.open(directory))
                    .isInstanceOf(JournalException.UnusableDirectory.class)
                    .hasMessageContaining("in use by another process")
                    .hasMessageContaining(".lock was deleted");
            Files.deleteIfExists(directory.resolve(".lock"));
            try (var log = LogInspector.open(directory)) {
                assertThatThrownBy(() -> new LogFindings().walk(log))
                        .isInstanceOf(JournalException.UnusableDirectory.class)
                        .hasMessageContaining("in use by a running server");
            }
        } finally {
            holder.destroyForcibly().waitFor();
        }
        try (var journal = Journals.open(directory)) {
            assertThat(Journals.values(journal, 0)).containsExactly("held");
        }
    }

    @Test
    void shouldBeginNoFileOnceAnotherProcessHasOpenedTheDirectory() throws Exception {
        var storage = new MemoryStorage();
        try (var journal = Journals.open(storage)) {
            journal.appendAndWait(TestAppend.record(true, 0, "mine"));
            var own = StoreIdentity.read(storage);
            own.next().write(storage);

            for (var i = 0; i < 30 && journal.failure() == null; i++) {
                journal.appendAndWait(TestAppend.record(true, 0, "x".repeat(9_000)));
            }

            assertThat(journal.failure())
                    .hasMessageContaining("Another process has opened")
                    .hasMessageContaining("incarnation " + (own.incarnation() + 1));
            assertThat(journal.statistics().fullFiles()).isZero();
        }
    }
}
