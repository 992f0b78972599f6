package io.penstock.server.backup;

import io.penstock.Broker;
import io.penstock.BrowseRequest;
import io.penstock.Destination;
import io.penstock.Durability;
import io.penstock.Message;
import io.penstock.PenstockException;
import io.penstock.broker.BrokerOptions;
import io.penstock.broker.EmbeddedBroker;
import io.penstock.journal.archive.ArchiveOptions;
import io.penstock.journal.log.LogOptions;
import io.penstock.journal.young.JournalOptions;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.zip.ZipEncodingHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

import static io.penstock.conformance.tool.Patience.SECONDS;
import static io.penstock.conformance.tool.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RestoreTest {

    private static final LogOptions SMALL = LogOptions.of(new JournalOptions(5 << 19, 5 << 18, 4 << 20, 50))
            .withArchive(new ArchiveOptions(128 << 10, 16, 1 << 20, 4, 1_000))
            .withYoungFiles(0)
            .withRoundMillis(1);

    private static final String FILLING = "x".repeat(50_000);
    private static final int MESSAGES = 110;

    @TempDir
    Path place;

    private static Broker open(Path directory) {
        return EmbeddedBroker.open(new BrokerOptions(directory, Durability.OS, 100 << 10, SMALL));
    }

    /** A broker with an archive and a journal, backed up to that name. */
    private Path backup(String name) throws Exception {
        var target = place.resolve(name);
        try (var broker = open(place.resolve("original"))) {
            broker.declare(Destination.topic("prices").build());
            for (var i = 1; i <= MESSAGES; i++) {
                broker.send(Message.to("prices").body(i + ":" + FILLING).build());
            }
            var archive = place.resolve("original/archive/prices");
            await().until(() -> Files.isDirectory(archive));
            broker.operations()
                    .backup(BackupOutput.at(target))
                    .toCompletableFuture()
                    .get(SECONDS, TimeUnit.SECONDS);
        }
        return target;
    }

    private Path data() {
        return place.resolve("restored");
    }

    private Restore.Result restore(Path from) {
        return Restore.run(from, data(), SoundLog::isIn);
    }

    private void requireRefused(Path from, String... words) {
        assertThatThrownBy(() -> restore(from))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContainingAll(words);
        assertThat(data()).doesNotExist();
    }

    private void requireAll() {
        try (var restored = open(data())) {
            var all = restored.browse(BrowseRequest.all("prices", 10_000).build());
            assertThat(all).hasSize(MESSAGES);
            assertThat(all.get(MESSAGES - 1).message().bodyText()).startsWith(MESSAGES + ":");
            restored.send(Message.to("prices").body("goes on").build());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"backup", "backup.tar.gz", "backup.tar.zst"})
    void shouldBringBackWhatWasBackedUp(String name) throws Exception {
        var result = restore(backup(name));

        assertThat(result.isWhole()).isTrue();
        assertThat(result.files()).isGreaterThan(3);
        assertThat(place.resolve(name + BackupOutput.INCOMPLETE)).doesNotExist();
        requireAll();
        assertThat(SoundLog.isIn(data())).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"backup", "backup.tar.gz"})
    void shouldBackUpADirectoryThatNoServerHasOpen(String name) throws Exception {
        backup("other");
        var output = BackupOutput.at(place.resolve(name));
        StoppedDirectory.backUp(place.resolve("original"), output, new SoundLog(), Instant.EPOCH);

        assertThat(restore(place.resolve(name)).isWhole()).isTrue();
        requireAll();
    }

    @Test
    void shouldNotBeReadableByOthers() throws Exception {
        var permissions = Files.getPosixFilePermissions(backup("backup.tar.gz"));
        assertThat(permissions).hasSize(2);
        assertThat(Files.getPosixFilePermissions(backup("backup"))).hasSize(3);
    }

    @Test
    void shouldWriteOverNothing() throws Exception {
        var backup = backup("backup");
        Files.writeString(place.resolve("half.tar.gz" + BackupOutput.INCOMPLETE), "");
        Files.createSymbolicLink(place.resolve("link"), place.resolve("nowhere"));
        for (var name : new String[] {"backup", "half.tar.gz", "link"}) {
            assertThatThrownBy(() -> BackupOutput.at(place.resolve(name)))
                    .isInstanceOf(PenstockException.Conflict.class)
                    .hasMessageContaining(name);
        }

        Files.createDirectory(data());
        Files.writeString(data().resolve("mine"), "");
        assertThatThrownBy(() -> restore(backup))
                .isInstanceOf(PenstockException.Conflict.class)
                .hasMessageContainingAll("not empty", "mine");
        assertThat(data()).isDirectoryContaining(each -> each.endsWith("mine"));
    }

    @Test
    void shouldRestoreIntoWhatACutShortRestoreHasLeftAndIntoTheRootOfAFileSystem() throws Exception {
        var backup = backup("backup");
        Files.createDirectories(data().resolve("lost+found"));
        Files.createDirectories(data().resolve(".restoring/archive"));
        Files.writeString(data().resolve(".restoring/archive/left"), "");

        assertThat(restore(backup).isWhole()).isTrue();
        assertThat(data().resolve(".restoring")).doesNotExist();
        requireAll();
    }

    @Test
    void shouldNotTouchADirectoryThatAServerHasOpen() throws Exception {
        var backup = backup("backup");
        try (var broker = open(data())) {
            assertThatThrownBy(() -> restore(backup)).isInstanceOf(PenstockException.Conflict.class);
            assertThat(broker.health().isRunning()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"backup", "backup.tar.gz", "backup.tar.zst"})
    void shouldRefuseABackupThatIsNotComplete(String name) throws Exception {
        var backup = backup(name);
        var cut = place.resolve("cut-" + name);
        if (Files.isDirectory(backup)) {
            Files.delete(backup.resolve(BackupManifest.NAME));
            requireRefused(backup, "not complete");
        } else {
            var bytes = Files.readAllBytes(backup);
            for (var share = 1; share < 8; share++) {
                Files.write(cut, Arrays.copyOf(bytes, bytes.length / 8 * share));
                requireRefused(cut, "not restored");
            }
        }
    }

    @Test
    void shouldRefuseWhateverIsNotAsTheManifestSays() throws Exception {
        var backup = backup("backup");
        var meta = backup.resolve("penstock.meta");
        var before = Files.readAllBytes(meta);
        var damaged = before.clone();
        damaged[20] ^= 1;
        Files.write(meta, damaged);
        requireRefused(backup, "penstock.meta is damaged");
        Files.write(meta, Arrays.copyOf(before, 10));
        requireRefused(backup, "penstock.meta is damaged");
        Files.delete(meta);
        requireRefused(backup, "penstock.meta is missing");
        Files.createSymbolicLink(meta, place.resolve("original/penstock.meta"));
        requireRefused(backup, "penstock.meta is missing, or is no file");
        Files.delete(meta);
        Files.write(meta, before);

        var manifest = backup.resolve(BackupManifest.NAME);
        var text = Files.readString(manifest);
        Files.writeString(manifest, text.replaceFirst("position \\d+", "position 1"));
        requireRefused(backup, "checksum is wrong");
        Files.writeString(manifest, text.replaceFirst("backup 1", "backup 2"));
        requireRefused(backup, "another format");
        Files.writeString(manifest, text);
        assertThat(restore(backup).isWhole()).isTrue();
    }

    @Test
    void shouldRefuseADirectoryThatIsReachedByALink() throws Exception {
        var backup = backup("backup");
        var archive = backup.resolve("archive");
        Files.move(archive, place.resolve("elsewhere"));
        Files.createSymbolicLink(archive, place.resolve("elsewhere"));
        requireRefused(backup, "reached by a link");
    }

    @Test
    void shouldPutNothingInPlaceOfALogThatIsDamaged() throws Exception {
        var backup = backup("backup");
        var result = Restore.run(backup, data(), directory -> false);
        assertThat(result.isWhole()).isFalse();
        assertThat(data()).doesNotExist();
    }

    /** An archive made by somebody else. */
    @FunctionalInterface
    private interface Hostile {
        void write(TarArchiveOutputStream tar) throws IOException;
    }

    private Path archive(Hostile content) throws IOException {
        var file = place.resolve("hostile.tar.gz");
        try (var tar = new TarArchiveOutputStream(new GZIPOutputStream(Files.newOutputStream(file)), "UTF-8")) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
            content.write(tar);
        }
        return file;
    }

    private static void put(TarArchiveOutputStream tar, String name, byte type, String content) throws IOException {
        var entry = new TarArchiveEntry(name, type, true);
        var bytes = content.getBytes(StandardCharsets.UTF_8);
        if (type == TarConstants.LF_NORMAL) {
            entry.setSize(bytes.length);
        } else {
            entry.setLinkName(content);
        }
        tar.putArchiveEntry(entry);
        if (type == TarConstants.LF_NORMAL) {
            tar.write(bytes);
        }
        tar.closeArchiveEntry();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../outside",
                "/tmp/outside",
                "archive/../../outside",
                "archive/./x",
                "archive//x",
                "other/x",
                ".lock",
                "C:\\outside",
                "a\nb",
                "archive/1/2/3/4/5/6/7/8/9"
            })
    void shouldRefusePathsThatLeadElsewhere(String name) throws Exception {
        requireRefused(archive(tar -> put(tar, name, TarConstants.LF_NORMAL, "x")), "has no file");
        assertThat(place.resolve("outside")).doesNotExist();
        assertThat(place.getParent().resolve("outside")).doesNotExist();
    }

    @Test
    void shouldRefuseWhatIsNoFile() throws Exception {
        for (var type : new byte[] {
            TarConstants.LF_SYMLINK,
            TarConstants.LF_LINK,
            TarConstants.LF_CHR,
            TarConstants.LF_FIFO,
            TarConstants.LF_DIR
        }) {
            requireRefused(archive(tar -> put(tar, "penstock.meta", type, "/etc/passwd")), "no file");
        }
    }

    @Test
    void shouldRefuseSizesThatNoDiskHas() throws Exception {
        var small = archive(tar -> put(tar, "penstock.meta", TarConstants.LF_NORMAL, "x"));
        byte[] plain;
        try (var source = new GZIPInputStream(Files.newInputStream(small))) {
            plain = source.readAllBytes();
        }
        var header = new TarArchiveEntry("penstock.meta");
        header.setSize(1L << 60);
        var huge = new byte[512];
        header.writeEntryHeader(huge, ZipEncodingHelper.getZipEncoding("UTF-8"), true);
        System.arraycopy(huge, 0, plain, 0, huge.length);
        try (var target = new GZIPOutputStream(Files.newOutputStream(small))) {
            target.write(plain);
        }
        requireRefused(small, "are free at");
    }

    @Test
    void shouldRefuseTheSameFileTwiceAndWhatComesAfterTheManifest() throws Exception {
        requireRefused(
                archive(tar -> {
                    put(tar, "penstock.meta", TarConstants.LF_NORMAL, "x");
                    put(tar, "penstock.meta", TarConstants.LF_NORMAL, "y");
                }),
                "twice");
        var backup = backup("backup.tar.gz");
        requireRefused(
                archive(tar -> {
                    copy(backup, tar);
                    put(tar, "later", TarConstants.LF_NORMAL, "x");
                }),
                "goes on behind");
        requireRefused(
                archive(tar -> {
                    put(tar, "earlier", TarConstants.LF_NORMAL, "x");
                    copy(backup, tar);
                }),
                "knows nothing of earlier");
    }

    private static void copy(Path backup, TarArchiveOutputStream target) throws IOException {
        try (var source = new TarArchiveInputStream(new GZIPInputStream(Files.newInputStream(backup)))) {
            for (var entry = source.getNextEntry(); entry != null; entry = source.getNextEntry()) {
                target.putArchiveEntry(entry);
                source.transferTo(target);
                target.closeArchiveEntry();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"noise.tar.gz", "noise.tar.zst", "noise", "nothing.tar.gz"})
    void shouldRefuseWhatIsNoBackup(String name) throws Exception {
        var file = place.resolve(name);
        if (name.startsWith("noise")) {
            Files.writeString(file, "this is no backup".repeat(1_000));
        }
        requireRefused(file, "not restored");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x.zip", "x.tar", "x.tgz", "x.zst"})
    void shouldSayWhichFormsThereAre(String name) {
        assertThatThrownBy(() -> BackupOutput.at(place.resolve(name)))
                .isInstanceOf(PenstockException.InvalidConfiguration.class)
                .hasMessageContainingAll(".tar.gz", ".tar.zst");
    }
}
