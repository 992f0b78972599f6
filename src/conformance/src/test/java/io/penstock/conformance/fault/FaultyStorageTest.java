package io.penstock.conformance.fault;

import io.penstock.conformance.fault.FaultyStorage.Operation;
import io.penstock.journal.storage.StorageFile;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FaultyStorageTest {

    private static final int SEEDS = 200;

    @Test
    void shouldKeepWhatWasForced() throws IOException {
        for (var seed = 0; seed < SEEDS; seed++) {
            var storage = new FaultyStorage(seed);
            try (var file = storage.create("a")) {
                write(file, "forced", 0);
                file.force();
            }
            storage.forceDirectory();

            assertThat(text(storage.afterCrash(), "a")).as("seed %d", seed).isEqualTo("forced");
        }
    }

    @Test
    void shouldForceTheNamesOfOneFolderAlone() throws IOException {
        for (var seed = 0; seed < SEEDS; seed++) {
            var storage = new FaultyStorage(seed);
            var archive = storage.folder("archive");
            var inner = archive.folder("queue").folder("0");
            for (var folder : Set.of(storage, archive, inner)) {
                folder.create("a").close();
            }
            assertThat(inner.list()).containsExactly("a");
            assertThat(archive.list()).containsExactly("a");
            assertThat(archive.folders()).containsExactly("queue");
            inner.forceDirectory();

            var left = storage.afterCrash();
            assertThat(left.folder("archive/queue/0").list())
                    .as("seed %d", seed)
                    .containsExactly("a");
        }
        var unforced = new TreeSet<String>();
        for (var seed = 0; seed < SEEDS; seed++) {
            var storage = new FaultyStorage(seed);
            storage.create("a").close();
            storage.folder("archive").create("a").close();
            storage.forceDirectory();
            var left = storage.afterCrash().list();
            assertThat(left).as("seed %d", seed).contains("a");
            unforced.add("" + left.contains("archive/a"));
        }
        assertThat(unforced).containsExactly("false", "true");
    }

    @Test
    void shouldLeaveAnyPartOfWhatWasNotForced() throws IOException {
        var seen = new TreeSet<String>();
        for (var seed = 0; seed < SEEDS; seed++) {
            var storage = new FaultyStorage(seed);
            storage.add("a", bytes("--"));
            try (var file = storage.open("a")) {
                write(file, "xx", 0);
                write(file, "yy", 2);
            }
            assertThat(text(storage, "a")).isEqualTo("xxyy");

            seen.add(text(storage.afterCrash(), "a"));
        }
        // Nothing, all, torn at each byte, the second without the first, the size without the bytes.
        assertThat(seen).contains("--", "xxyy", "x-", "xx", "xxy", "--yy", "--\0\0");
    }

    @Test
    void shouldReorderSectorsOfOneWrite() throws IOException {
        var onlyLast = 0;
        for (var seed = 0; seed < SEEDS; seed++) {
            var storage = new FaultyStorage(seed);
            storage.add("a", new byte[1024]);
            try (var file = storage.open("a")) {
                write(file, "x".repeat(1024), 0);
            }
            var left = storage.afterCrash().files().get("a");
            if (left[0] == 0 && left[1023] == 'x') {
                onlyLast++;
            }
        }
        assertThat(onlyLast).isPositive();
    }

    @Test
    void shouldForgetNamesUntilTheDirectoryIsForced() throws IOException {
        var seen = new HashSet<Set<String>>();
        for (var seed = 0; seed < SEEDS; seed++) {
            var storage = new FaultyStorage(seed);
            storage.add("old", bytes("old"));
            storage.add("gone", bytes("gone"));
            storage.create("new").force();
            storage.rename("old", "renamed");
            storage.delete("gone");
            assertThat(storage.isDirectoryForced()).isFalse();

            seen.add(new HashSet<>(storage.afterCrash().list()));
        }
        assertThat(seen)
                .contains(
                        Set.of("old", "gone"),
                        Set.of("old", "gone", "new"),
                        Set.of("renamed", "gone"),
                        Set.of("new", "renamed"))
                // A renaming is one step: the file is never absent, and never there twice.
                .allMatch(names -> names.contains("old") != names.contains("renamed"));
    }

    @Test
    void shouldKeepNamesOnceTheDirectoryIsForced() throws IOException {
        for (var seed = 0; seed < SEEDS; seed++) {
            var storage = new FaultyStorage(seed);
            storage.add("old", bytes("old"));
            storage.create("new");
            storage.rename("old", "renamed");
            storage.delete("new");
            storage.forceDirectory();

            assertThat(storage.afterCrash().list()).containsExactly("renamed");
        }
    }

    @Test
    void shouldLeaveEitherFileWhereOneWasRenamedOverAnother() throws IOException {
        var seen = new HashSet<String>();
        for (var seed = 0; seed < SEEDS; seed++) {
            var storage = new FaultyStorage(seed);
            storage.add("a", bytes("old"));
            storage.add("a.new", bytes("new"));
            storage.rename("a.new", "a");

            seen.add(text(storage.afterCrash(), "a"));
        }
        assertThat(seen).containsExactlyInAnyOrder("old", "new");
    }

    @Test
    void shouldLeaveTheSameForTheSameSeed() throws IOException {
        for (var seed = 0; seed < SEEDS; seed++) {
            assertThat(text(torn(seed), "a")).isEqualTo(text(torn(seed), "a"));
        }
    }

    private static FaultyStorage torn(long seed) throws IOException {
        var storage = new FaultyStorage(seed);
        storage.add("a", new byte[0]);
        try (var file = storage.open("a")) {
            write(file, "some bytes that are not forced", 0);
        }
        return storage.afterCrash();
    }

    @Test
    void shouldNeverKeepWhatAFailedForceDroppedThoughALaterOneSucceeds() throws IOException {
        var dropped = 0;
        for (var seed = 0; seed < SEEDS; seed++) {
            var storage = new FaultyStorage(seed);
            storage.add("a", new byte[3]);
            storage.failAt(Operation.FORCE, 1);
            try (var file = storage.open("a")) {
                write(file, "abc", 0);
                assertThatThrownBy(file::force).isInstanceOf(IOException.class).hasMessageContaining("FORCE a");
                file.force();
            }
            assertThat(text(storage, "a")).isEqualTo("abc");
            if (!text(storage.afterCrash(), "a").equals("abc")) {
                dropped++;
            }
        }
        assertThat(dropped).isPositive();
    }

    @Test
    void shouldFailTheOperationThatWasNamedOnce() throws IOException {
        var storage = new FaultyStorage(1);
        var file = storage.create("a");
        storage.failAt(Operation.WRITE, 2);
        write(file, "first", 0);

        assertThatThrownBy(() -> write(file, "second", 5)).hasMessageContaining("WRITE a");
        write(file, "third", 5);

        assertThat(text(storage, "a")).isEqualTo("firstthird");
        assertThat(storage.faults()).isEqualTo(1);
    }

    @Test
    void shouldWritePartOfWhatFails() throws IOException {
        var lengths = new TreeSet<Integer>();
        for (var seed = 0; seed < SEEDS; seed++) {
            var storage = new FaultyStorage(seed);
            var file = storage.create("a");
            storage.failAt(Operation.WRITE, 1);
            assertThatThrownBy(() -> write(file, "1234", 0)).isInstanceOf(IOException.class);
            lengths.add(text(storage, "a").length());
        }
        assertThat(lengths).containsExactly(0, 1, 2, 3, 4);
    }

    @Test
    void shouldCrashInTheChangeThatWasNamedAndStayDown() throws IOException {
        var storage = new FaultyStorage(1);
        storage.add("a", bytes("a"));
        storage.crashAt(2);
        var file = storage.open("a");
        write(file, "b", 0);
        file.read(ByteBuffer.allocate(1), 0);

        assertThatThrownBy(file::force).isInstanceOf(FaultyStorage.Crashed.class);

        assertThat(storage.isCrashed()).isTrue();
        assertThatThrownBy(() -> file.read(ByteBuffer.allocate(1), 0)).isInstanceOf(FaultyStorage.Crashed.class);
        assertThatThrownBy(storage::list).isInstanceOf(FaultyStorage.Crashed.class);
        assertThatThrownBy(() -> storage.create("b")).isInstanceOf(FaultyStorage.Crashed.class);
        assertThat(storage.afterCrash()).isSameAs(storage.afterCrash());
        assertThat(storage.afterCrash().list()).containsExactly("a");
    }

    @Test
    void shouldRunOutOfSpaceForNewBytesOnly() throws IOException {
        var storage = new FaultyStorage(1);
        storage.add("a", new byte[10]);
        storage.limitSpace(12);
        var file = storage.open("a");

        write(file, "overwritten", 0);
        assertThatThrownBy(() -> write(file, "more", 11)).hasMessageContaining("No space left on device (WRITE a)");

        assertThat(text(storage, "a")).isEqualTo("overwrittenm");
        storage.limitSpace(Long.MAX_VALUE);
        write(file, "more", 11);
    }

    @Test
    void shouldReadInPiecesAndYetEverything() throws IOException {
        var storage = new FaultyStorage(1);
        var content = "x".repeat(1000);
        storage.add("a", bytes(content));
        storage.shortReads(true);
        var file = storage.open("a");
        var buffer = ByteBuffer.allocate(2000);

        assertThat(file.read(buffer, 0)).isBetween(1, 999);
        buffer.clear();
        file.readFully(buffer, 0);

        assertThat(buffer.flip().remaining()).isEqualTo(1000);
        assertThat(file.read(buffer.clear(), 1000)).isEqualTo(-1);
    }

    @Test
    void shouldFlipOneBitForGood() throws IOException {
        var storage = new FaultyStorage(1);
        storage.add("a", new byte[] {0, 0});

        storage.flip("a", 1, 7);

        assertThat(storage.afterCrash().files().get("a")).containsExactly(0, -128);
    }

    @Test
    void shouldBehaveAsADirectoryDoes() throws IOException {
        var storage = new FaultyStorage(1);
        var file = storage.create("a");

        assertThatThrownBy(() -> storage.create("a")).isInstanceOf(FileAlreadyExistsException.class);
        assertThatThrownBy(() -> storage.open("b")).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> storage.delete("b")).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> storage.rename("b", "c")).isInstanceOf(NoSuchFileException.class);
        storage.rename("a", "b");
        write(file, "hole", 2);
        assertThat(file.size()).isEqualTo(6);
        assertThat(text(storage, "b")).isEqualTo("\0\0hole");
    }

    @Test
    void shouldTellAnObserverWhichMayFailTheOperation() throws IOException {
        var storage = new FaultyStorage(1);
        var file = storage.create("a");
        storage.observe((operation, name) -> {
            if (operation == Operation.WRITE) {
                throw new IOException("observed " + name);
            }
        });

        assertThatThrownBy(() -> write(file, "x", 0)).hasMessage("observed a");

        assertThat(file.size()).isZero();
    }

    @Test
    void shouldCopyWhatIsReadAsIfForced() throws IOException {
        var storage = new FaultyStorage(1);
        write(storage.create("a"), "unforced", 0);

        var copy = storage.copy(2);
        write(storage.open("a"), "UN", 0);

        assertThat(text(copy.afterCrash(), "a")).isEqualTo("unforced");
    }

    private static void write(StorageFile file, String text, long position) throws IOException {
        file.write(ByteBuffer.wrap(bytes(text)), position);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String text(FaultyStorage storage, String name) {
        return new String(storage.files().get(name), StandardCharsets.ISO_8859_1);
    }
}
