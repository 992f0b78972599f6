package io.penstock.journal.young;

import io.penstock.journal.JournalException;
import io.penstock.journal.RecoveryProgress;
import io.penstock.journal.file.JournalFile;
import io.penstock.journal.frame.RecordingHandler;
import io.penstock.journal.frame.TestAppend;
import io.penstock.journal.storage.MemoryStorage;
import org.junit.jupiter.api.Test;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A journal that is opened with a checkpoint at hand. */
class KnownStateTest {

    private final MemoryStorage storage = new MemoryStorage();
    private final RecordingHandler handler = new RecordingHandler();

    @Test
    void shouldTellOnlyWhatIsNotKnown() {
        writeFiveFrames();

        try (var journal = open(new KnownState(4, false, new long[] {0, 2, 1, 1}, 0), RecoveryProgress.NONE)) {
            assertThat(handler.told).containsExactly("records 0@2+1", "end 5", "entry known", "end 6");
            assertThat(Journals.values(journal, 0)).containsExactly("a", "b", "d");
            assertThat(Journals.values(journal, 1)).containsExactly("c");
        }
    }

    @Test
    void shouldTellNothingIfAllIsKnown() {
        writeFiveFrames();

        try (var journal = open(new KnownState(6, true, new long[] {0, 3, 1, 1}, 0), RecoveryProgress.NONE)) {
            assertThat(handler.told).isEmpty();
            assertThat(Journals.values(journal, 0)).containsExactly("a", "b", "d");
            journal.appendAndWait(TestAppend.record(true, 0, "e"));
            assertThat(handler.told).containsExactly("records 0@3+1", "end 7");
        }
    }

    @Test
    void shouldTakeALossBelowTheCheckpointForDamage() {
        writeFiveFrames();
        var before = storage.bytes(JournalFile.name(1));

        // Without the checkpoint this would be a torn tail: no frame says that more was forced.
        assertThatThrownBy(() -> open(new KnownState(7, false, new long[0], 0), RecoveryProgress.NONE))
                .isInstanceOf(JournalException.Corrupted.class)
                .hasMessageContaining("Frame 7")
                .hasMessageContaining("damaged");
        assertThat(storage.bytes(JournalFile.name(1))).isEqualTo(before);
    }

    @Test
    void shouldRefuseACheckpointWithOtherOffsets() {
        writeFiveFrames();

        assertThatThrownBy(() -> open(new KnownState(4, false, new long[] {0, 3, 1, 1}, 0), RecoveryProgress.NONE))
                .isInstanceOf(JournalException.Corrupted.class)
                .hasMessageContaining("Partition 0 ends at offset 2 after frame 4")
                .hasMessageContaining("the checkpoint says 3");
    }

    @Test
    void shouldRefuseAJournalThatBeginsAfterTheCheckpoint() {
        try (var journal = Journals.open(storage, handler)) {
            for (var i = 0; i < 20; i++) {
                journal.appendAndWait(TestAppend.record(true, 0, "x".repeat(10_000)));
            }
            journal.release(8);
        }

        assertThatThrownBy(() -> open(new KnownState(3, false, new long[] {0, 2}, 0), RecoveryProgress.NONE))
                .isInstanceOf(JournalException.Corrupted.class)
                .hasMessageContaining("what was between is missing");
    }

    @Test
    void shouldTellHowFarItHasCome() {
        writeFiveFrames();
        var told = new ArrayList<List<Long>>();

        open(KnownState.NOTHING, (bytes, remaining, records) -> told.add(List.of(bytes, remaining, records)))
                .close();

        assertThat(told).hasSize(2);
        // The file in use, and the next one unless the end came before it was ready.
        var fileBytes = (long) Journals.UNFORCED.fileBytes();
        assertThat(told.get(0)).isIn(List.of(0L, fileBytes, 0L), List.of(0L, 2 * fileBytes, 0L));
        assertThat(told.get(1).get(0)).isBetween(500L, 4_000L);
        assertThat(told.get(1).subList(1, 3)).containsExactly(0L, 4L);
    }

    private Journal open(KnownState known, RecoveryProgress progress) {
        var clock = InstantSource.system();
        return Journal.open(storage, Journals.UNFORCED, clock, handler, known, new ProgressReport(progress, clock));
    }

    /** After the frame that begins the file, which is number 1. */
    private void writeFiveFrames() {
        try (var journal = Journals.open(storage, new RecordingHandler())) {
            journal.appendAndWait(TestAppend.record(true, 0, "a"));
            journal.appendAndWait(TestAppend.record(true, 0, "b"));
            journal.appendAndWait(TestAppend.record(true, 1, "c"));
            journal.appendAndWait(TestAppend.record(true, 0, "d"));
            journal.appendAndWait(new TestAppend(true).withEntry("known"));
        }
    }
}
