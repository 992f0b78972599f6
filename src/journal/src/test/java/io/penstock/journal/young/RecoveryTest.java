package io.penstock.journal.young;

import io.penstock.journal.JournalException;
import io.penstock.journal.LogCapture;
import io.penstock.journal.file.FileHeader;
import io.penstock.journal.file.JournalFile;
import io.penstock.journal.frame.FrameFormat;
import io.penstock.journal.frame.TestAppend;
import io.penstock.journal.record.EncodedRecord;
import io.penstock.journal.storage.MemoryStorage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RecoveryTest {

    private static final String FIRST = JournalFile.name(1);
    private static final String SECOND = JournalFile.name(2);

    @TempDir
    Path directory;

    @Test
    void shouldDropExactlyTheLastFrameWhereverItIsCut() {
        var storage = new MemoryStorage();
        var frames = writeFrames(storage, "a", "b", "the last");
        for (var cut = frames[2]; cut < frames[3]; cut++) {
            var image = storage.copy();
            var bytes = image.bytes(FIRST);
            Arrays.fill(bytes, cut, bytes.length, (byte) 0);
            // Zeros beyond the content of a frame are what was written, too.
            var whole = Arrays.equals(bytes, storage.bytes(FIRST));
            image.put(FIRST, bytes);

            assertRecovers(image, whole ? List.of("a", "b", "the last") : List.of("a", "b"));
        }
    }

    @Test
    void shouldDropTheLastFrameWhereverTheFileEnds() {
        var storage = new MemoryStorage();
        var frames = writeFrames(storage, "a", "b", "the last");
        for (var end = frames[2]; end < frames[3]; end++) {
            var image = storage.copy();
            image.put(FIRST, Arrays.copyOf(storage.bytes(FIRST), end));

            assertRecovers(image, List.of("a", "b"));
            assertThat(image.bytes(FIRST)).hasSize(Journals.UNFORCED.fileBytes());
        }
    }

    @Test
    void shouldDropTheLastFrameWhicheverOfItsBytesIsDamaged() {
        var storage = new MemoryStorage();
        var frames = writeFrames(storage, "a", "b", "the last");
        for (var position = frames[2]; position < frames[3]; position++) {
            var image = storage.copy();
            image.flip(FIRST, position);

            assertRecovers(image, List.of("a", "b"));
        }
    }

    @Test
    void shouldLogWhatItDropped() {
        var storage = new MemoryStorage();
        var frames = writeFrames(storage, "a", "b", "torn");
        storage.flip(FIRST, frames[3] - 9);
        try (var log = new LogCapture(Recovery.class)) {
            Journals.open(storage).close();

            assertThat(log.messages)
                    .singleElement()
                    .asString()
                    .contains("Dropped " + (frames[3] - frames[2]) + " bytes")
                    .contains("position " + frames[2])
                    .contains("memory:" + FIRST);
        }
        assertThat(Arrays.copyOfRange(storage.bytes(FIRST), frames[2], frames[3]))
                .containsOnly(0);
    }

    @Test
    void shouldRefuseDamageBelowTheDurablePointWhicheverByteItHits() {
        var storage = new MemoryStorage();
        var frames = writeFrames(storage, "a", "b", "c");
        for (var position = frames[1]; position < frames[2]; position++) {
            var image = storage.copy();
            image.flip(FIRST, position);
            var before = image.bytes(FIRST);
            var at = frames[1];

            assertThatThrownBy(() -> Journals.open(image))
                    .isInstanceOf(JournalException.Corrupted.class)
                    .hasMessageContaining("memory:" + FIRST + " at position " + at);
            assertThat(image.bytes(FIRST)).isEqualTo(before);
        }
    }

    @Test
    void shouldRefuseDamageInAnOlderFile() {
        var storage = new MemoryStorage();
        fillFirstFile(storage);
        var last = storage.bytes(FIRST).length - 1;
        while (storage.bytes(FIRST)[last] == 0) {
            last--;
        }
        var image = storage.copy();
        image.flip(FIRST, last);

        assertThatThrownBy(() -> Journals.open(image))
                .isInstanceOf(JournalException.Corrupted.class)
                .hasMessageContaining(FIRST);
        assertThat(image.bytes(SECOND)).isEqualTo(storage.bytes(SECOND));
    }

    @Test
    void shouldRefuseDamageToTheFirstFrameOfTheOldestFile() {
        var storage = new MemoryStorage();
        fillFirstFile(storage);
        var image = storage.copy();
        image.flip(FIRST, FileHeader.BYTES);

        assertThatThrownBy(() -> Journals.open(image)).isInstanceOf(JournalException.Corrupted.class);
    }

    @Test
    void shouldTruncateAtAHoleThatUnforcedWritesLeft() {
        var storage = new MemoryStorage();
        MemoryStorage image;
        int hole;
        try (var journal = Journals.open(storage)) {
            journal.appendAndWait(TestAppend.record(true, 0, "forced"));
            journal.appendAndWait(TestAppend.record(false, 0, "kept"));
            hole = end(storage);
            journal.appendAndWait(TestAppend.record(false, 0, "lost"));
            journal.appendAndWait(TestAppend.record(false, 0, "behind the hole"));
            image = storage.copy();
        }
        // The system wrote the later frame, but not the one before it, when the power went.
        image.flip(FIRST, hole + FrameFormat.HEADER_BYTES);

        assertRecovers(image.copy(), List.of("forced", "kept"));
        var recovered = image.copy();
        Journals.open(recovered).close();
        assertThat(end(recovered)).isEqualTo(hole);
        try (var journal = Journals.open(recovered)) {
            journal.appendAndWait(TestAppend.record(true, 0, "LOST"));
        }
        assertRecovers(recovered, List.of("forced", "kept", "LOST"));
    }

    @Test
    void shouldRecoverWhatWasWrittenWhenNobodyClosed() throws Exception {
        var expected = IntStream.range(0, 500)
                .mapToObj(i -> "value " + i + "x".repeat(300))
                .toList();
        try (var journal = Journals.open(directory.resolve("live"))) {
            for (var value : expected) {
                journal.appendAndWait(TestAppend.record(false, 0, value));
            }
            var image = Journals.crashImage(directory.resolve("live"), directory.resolve("image"));
            for (var opening = 0; opening < 3; opening++) {
                try (var recovered = Journals.open(image)) {
                    assertThat(Journals.values(recovered, 0)).isEqualTo(expected);
                }
            }
        }
    }

    @Test
    void shouldRecoverFromACrashAtAnyForceOfRecovery() {
        var storage = new MemoryStorage();
        var frames = writeFrames(storage, "a", "b", "torn");
        storage.flip(FIRST, frames[3] - 9);
        for (var survived = 0; survived < 4; survived++) {
            var image = storage.copy();
            var left = new AtomicInteger(survived);
            image.onForce = name -> {
                if (left.getAndDecrement() == 0) {
                    throw new IOException("power lost");
                }
            };
            try {
                Journals.open(image).close();
            } catch (JournalException e) {
                assertThat(e).hasMessageContaining("power lost");
            }
            assertRecovers(image.copy(), List.of("a", "b"));
        }
    }

    @Test
    void shouldNotTakeTheFramesOfAnotherFileOrStoreForItsOwn() {
        var storage = new MemoryStorage();
        var frames = writeFrames(storage, "a", "b");
        var other = new MemoryStorage();
        writeFrames(other, "x", "y", "z");
        var bytes = storage.bytes(FIRST);
        // The other store's frame 4 lies exactly where ours would follow.
        System.arraycopy(other.bytes(FIRST), frames[2], bytes, frames[2], 1_000);
        storage.put(FIRST, bytes);

        assertRecovers(storage, List.of("a", "b"));
    }

    @Test
    void shouldNotTakeAMessageForAFrame() {
        var other = new MemoryStorage();
        writeFrames(other, "x", "y", "z");
        var hostile = ByteBuffer.wrap(other.bytes(FIRST)).slice(FileHeader.BYTES, 1_000);
        var storage = new MemoryStorage();
        int start;
        try (var journal = Journals.open(storage)) {
            journal.appendAndWait(TestAppend.record(true, 0, "a"));
            start = end(storage);
            var append = new TestAppend(false);
            var body = new byte[hostile.remaining()];
            hostile.get(body);
            append.addRecord(0, EncodedRecord.of(1, null, body, sink -> {}));
            journal.appendAndWait(append);
        }
        storage.flip(FIRST, start);

        assertRecovers(storage, List.of("a"));
    }

    @Test
    void shouldNameAMissingFile() throws Exception {
        var storage = new MemoryStorage();
        fillFirstFile(storage);
        fillFirstFile(storage);
        storage.delete(SECOND);

        assertThatThrownBy(() -> Journals.open(storage))
                .isInstanceOf(JournalException.Corrupted.class)
                .hasMessageContaining(SECOND + " is missing");
    }

    /** Positions at which the frames begin that hold the values, and the end. */
    private static int[] writeFrames(MemoryStorage storage, String... values) {
        var positions = new int[values.length + 1];
        try (var journal = Journals.open(storage)) {
            positions[0] = FileHeader.BYTES;
            for (var i = 0; i < values.length; i++) {
                journal.appendAndWait(TestAppend.record(true, 0, values[i]));
                if (i == 0) {
                    var first = ByteBuffer.wrap(storage.bytes(FIRST)).getInt(FileHeader.BYTES + 4);
                    positions[0] = FileHeader.BYTES + first;
                }
                positions[i + 1] = end(storage);
            }
        }
        return positions;
    }

    /** Where the frames of the first file end. */
    private static int end(MemoryStorage storage) {
        var buffer = ByteBuffer.wrap(storage.bytes(FIRST));
        var position = FileHeader.BYTES;
        while (FrameFormat.mayBegin(buffer, position)) {
            position += buffer.getInt(position + 4);
        }
        return position;
    }

    private static void fillFirstFile(MemoryStorage storage) {
        try (var journal = Journals.open(storage)) {
            for (var i = 0; i < 10; i++) {
                journal.appendAndWait(TestAppend.record(true, 0, "x".repeat(9_000)));
            }
        }
    }

    /** Recovers twice, for recovery must not depend on not having happened before, and goes on writing. */
    private static void assertRecovers(MemoryStorage storage, List<String> expected) {
        for (var opening = 0; opening < 2; opening++) {
            try (var journal = Journals.open(storage)) {
                assertThat(Journals.values(journal, 0)).isEqualTo(expected);
            }
        }
        try (var journal = Journals.open(storage)) {
            journal.appendAndWait(TestAppend.record(true, 0, "next"));
            assertThat(Journals.values(journal, 0)).hasSize(expected.size() + 1).endsWith("next");
        }
    }
}
