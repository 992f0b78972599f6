package io.penstock.server.http.backup;

import io.penstock.PenstockException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class BackupDirectoryTest {

    @TempDir
    Path temporary;

    @Test
    void shouldRefuseADirectoryThatIsNotThere() throws IOException {
        var missing = temporary.resolve("bakups");

        refuses(missing.toString(), "there is no such directory");
        refuses(missing.resolve("below").toString(), "there is no such directory");
        refuses("/proc/backups", "there is no such directory");
        var dangling = Files.createSymbolicLink(temporary.resolve("link"), missing);
        refuses(dangling.toString(), "there is no such directory");
        assertThat(missing).doesNotExist();
    }

    @Test
    void shouldTakeADirectoryBesideTheDataWhoseNameBeginsAsItsDoes() throws IOException {
        var wanted = Files.createDirectory(Path.of(data() + "-backups"));

        assertThat(BackupDirectory.of(wanted.toString(), data()).path()).isEqualTo(wanted);
        assertThat(wanted).isEmptyDirectory();
    }

    @Test
    void shouldRefuseTheDataDirectoryAndWhatLiesInIt() {
        refuses(data().toString(), "is in the data directory");
        refuses(data().resolve("backups").toString(), "is in the data directory");
        refuses(temporary.resolve("other/../data/backups").toString(), "is in the data directory");
        assertThat(data()).doesNotExist();
    }

    @Test
    void shouldRefuseALinkIntoTheDataDirectory() throws IOException {
        Files.createDirectory(data());
        var link = Files.createSymbolicLink(temporary.resolve("link"), data());

        refuses(link.toString(), "is in the data directory");
        refuses(link.resolve("backups").toString(), "is in the data directory");
    }

    @Test
    void shouldRefuseWhatIsNoDirectoryAndWhatCannotBeOne() throws IOException {
        var file = Files.writeString(temporary.resolve("file"), "x");

        refuses(file.toString(), "this is no directory");
        refuses(file.resolve("below").toString(), "there is no such directory");
        assertThatThrownBy(() -> BackupDirectory.of("a\0b", data())).hasMessageContaining("this is no path");
    }

    @Test
    void shouldRefuseADirectoryThatCannotBeWrittenTo() {
        // In this one not even the superuser can make a file.
        refuses("/proc", "cannot write");
    }

    @Test
    void shouldFindTheNewestBackupThatIsComplete() throws IOException {
        var directory = BackupDirectory.of(
                Files.createDirectory(temporary.resolve("backups")).toString(), data());
        assertThat(directory.newest()).isEmpty();

        file(directory, "old.tar.gz", 10);
        file(directory, "new/penstock-backup.manifest", 20);
        file(directory, "newer.tar.gz.incomplete", 30);
        file(directory, "cut.incomplete/penstock-backup.manifest", 31);
        file(directory, "notes.txt", 32);
        file(directory, "folder/x", 33);
        assertThat(directory.newest()).contains(Instant.ofEpochSecond(20));

        file(directory, "newest.tar.zst", 21);
        assertThat(directory.newest()).contains(Instant.ofEpochSecond(21));

        file(directory, "MONDAY.tar.GZ", 22);
        file(directory, "CUT.tar.gz.INCOMPLETE", 33);
        assertThat(directory.newest()).contains(Instant.ofEpochSecond(22));
    }

    private static void file(BackupDirectory directory, String name, long seconds) throws IOException {
        var path = directory.path().resolve(name);
        Files.createDirectories(path.getParent());
        Files.createFile(path);
        Files.setLastModifiedTime(path, FileTime.from(Instant.ofEpochSecond(seconds)));
    }

    private Path data() {
        return temporary.resolve("data");
    }

    private void refuses(String directory, String problem) {
        assertThatThrownBy(() -> BackupDirectory.of(directory, data()))
                .isInstanceOf(PenstockException.InvalidConfiguration.class)
                .hasMessageStartingWith("penstock.backup.directory = " + directory + ": ")
                .hasMessageContaining(problem);
    }
}
