package io.penstock.journal.young;

import io.penstock.journal.file.FileProvider;
import io.penstock.journal.frame.RecordingHandler;
import io.penstock.journal.frame.TestAppend;
import io.penstock.journal.storage.MemoryStorage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RecyclingTest {

    private final MemoryStorage storage = new MemoryStorage();

    @Test
    void shouldOverwriteReleasedFilesAndNeverReadTheirOldFrames() {
        var handler = new RecordingHandler();
        try (var journal = Journals.open(storage, handler)) {
            for (var round = 0; round < 12; round++) {
                // Equal sizes, so that stale frames of a recycled file lie exactly where the next one is looked for.
                for (var i = 0; i < 6; i++) {
                    journal.appendAndWait(TestAppend.record(true, 0, round + "." + i + "x".repeat(9_000)));
                }
                var image = storage.copy();
                try (var recovered = Journals.open(image)) {
                    assertThat(Journals.values(recovered, 0)).isEqualTo(Journals.values(journal, 0));
                    assertThat(recovered.startOffset(0)).isEqualTo(journal.startOffset(0));
                }
                journal.release(Long.MAX_VALUE);
            }
            assertThat(journal.endOffset(0)).isEqualTo(72);
            assertThat(journal.startOffset(0)).isGreaterThan(60);
        }
        assertThat(storage.list()).hasSizeLessThan(8);
        assertThat(storage.list()).anyMatch(name -> name.endsWith(FileProvider.SPARE_SUFFIX));
    }

    @Test
    void shouldDeleteWhatIsMoreThanCanBeUsedSoon() {
        try (var journal = Journals.open(storage)) {
            for (var file = 0; file < 12; file++) {
                fillAFile(journal);
            }
            journal.release(Long.MAX_VALUE);
            var spares = storage.list().stream()
                    .filter(name -> name.endsWith(FileProvider.SPARE_SUFFIX))
                    .count();
            assertThat(spares).isBetween(4L, 6L);
        }
    }

    @Test
    void shouldKeepOffsetsOfPartitionsWhoseFilesWereReleased() {
        try (var journal = Journals.open(storage)) {
            journal.appendAndWait(new TestAppend(true).with(5, "old").with(5, "old too"));
            fillAFile(journal);
            fillAFile(journal);
            journal.release(Long.MAX_VALUE);
            assertThat(journal.startOffset(5)).isEqualTo(2);
        }
        try (var journal = Journals.open(storage)) {
            assertThat(journal.startOffset(5)).isEqualTo(2);
            assertThat(journal.endOffset(5)).isEqualTo(2);
            var append = TestAppend.record(true, 5, "new");
            journal.appendAndWait(append);
            assertThat(append.offset(0)).isEqualTo(2);
            assertThat(Journals.values(journal, 5)).containsExactly("new");
            assertThatThrownBy(() -> journal.read(5, 1)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void shouldReleaseNothingThatIsNeeded() {
        var handler = new RecordingHandler();
        try (var journal = Journals.open(storage, handler)) {
            journal.appendAndWait(TestAppend.record(true, 0, "needed"));
            fillAFile(journal);
            fillAFile(journal);
            journal.release(2);
            assertThat(journal.read(0, 0)).isNotNull();
            assertThat(Journals.values(journal, 0)).startsWith("needed");
        }
    }

    @Test
    void shouldNeverReadForeignBytesWhileFilesAreReleased(@TempDir Path directory) throws Exception {
        var stop = new AtomicBoolean();
        var problems = new ArrayList<String>();
        try (var journal = Journals.open(directory)) {
            var readers = List.of(
                    reader(journal, 0, stop, problems),
                    reader(journal, 1, stop, problems),
                    reader(journal, 2, stop, problems));
            for (var i = 0; i < 3_000; i++) {
                var partition = i % 3;
                journal.appendAndWait(TestAppend.record(false, partition, partition + ":" + "x".repeat(1_000)));
                if (i % 100 == 0) {
                    journal.release(Long.MAX_VALUE);
                }
            }
            stop.set(true);
            for (var reader : readers) {
                reader.join();
            }
        }
        assertThat(problems).isEmpty();
    }

    private static Thread reader(Journal journal, int partition, AtomicBoolean stop, List<String> problems) {
        var thread = new Thread(() -> {
            while (!stop.get()) {
                try {
                    var batch = journal.read(partition, journal.startOffset(partition));
                    if (batch != null && batch.iterator().next().value()[0] != '0' + partition) {
                        throw new AssertionError("a record of another partition");
                    }
                } catch (IllegalArgumentException released) {
                    // The file was given up between the two calls, which the reader is told.
                } catch (RuntimeException | AssertionError e) {
                    synchronized (problems) {
                        problems.add(e.toString());
                    }
                    return;
                }
            }
        });
        thread.start();
        return thread;
    }

    private static void fillAFile(Journal journal) {
        for (var i = 0; i < 8; i++) {
            journal.appendAndWait(TestAppend.record(true, 0, "x".repeat(9_000)));
        }
    }
}
