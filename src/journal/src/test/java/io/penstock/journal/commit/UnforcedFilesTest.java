package io.penstock.journal.commit;

import io.penstock.journal.file.FileProvider;
import io.penstock.journal.file.JournalFile;
import io.penstock.journal.frame.RecordingHandler;
import io.penstock.journal.frame.TestAppend;
import io.penstock.journal.storage.MemoryStorage;
import io.penstock.journal.young.Journal;
import io.penstock.journal.young.JournalOptions;
import io.penstock.journal.young.Journals;
import org.junit.jupiter.api.Test;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Full files may be unforced for a while: some of them, in order, and recovery is as exact over all of them. */
class UnforcedFilesTest {

    private static final int SEEDS = 100;

    /** As many of those below fill a file. */
    private static final int RECORDS_PER_FILE = 6;

    private final MemoryStorage storage = new MemoryStorage();
    private final List<String> forced = new CopyOnWriteArrayList<>();

    private void recordForces() {
        storage.onForce = name -> {
            var end = name.indexOf(JournalFile.SUFFIX);
            if (end > 0 && !Thread.currentThread().getName().equals("penstock-journal-files")) {
                forced.add(name.substring(0, end) + JournalFile.SUFFIX);
            }
        };
    }

    @Test
    void shouldLeaveSomeFullFilesUnforcedButNotMore() {
        try (var journal = Journals.open(storage)) {
            recordForces();
            fill(journal, FileProvider.MAX_UNFORCED_FILES * RECORDS_PER_FILE + 1);
            assertThat(forced).isEmpty();
            fill(journal, RECORDS_PER_FILE);
            assertThat(forced).containsExactly(JournalFile.name(1));
        }
    }

    @Test
    void shouldForceAllFilesInOrderBeforeAnAppendIsDurable() {
        try (var journal = Journals.open(storage)) {
            recordForces();
            fill(journal, 3 * RECORDS_PER_FILE + 1);
            journal.appendAndWait(TestAppend.record(true, 0, "forced"));
            assertThat(forced)
                    .containsExactly(
                            JournalFile.name(1), JournalFile.name(2), JournalFile.name(3), JournalFile.name(4));
            var expected = Journals.values(journal, 0);

            for (var seed = 0; seed < SEEDS; seed++) {
                try (var left = Journals.open(storage.afterPowerLoss(new Random(seed)))) {
                    assertThat(Journals.values(left, 0)).isEqualTo(expected);
                }
            }
        }
    }

    @Test
    void shouldGiveUpNoFileThatIsNotForced() {
        try (var journal = Journals.open(storage)) {
            fill(journal, 3 * RECORDS_PER_FILE + 1);
            journal.release(Long.MAX_VALUE);
            assertThat(journal.startOffset(0)).isZero();
            journal.appendAndWait(TestAppend.record(true, 0, "forced"));
            journal.release(Long.MAX_VALUE);
            assertThat(journal.startOffset(0)).isEqualTo(3 * RECORDS_PER_FILE);
        }
    }

    @Test
    void shouldKeepAPrefixWhateverIsLostOfSeveralFiles() {
        var first = new Random().nextLong();
        var lengths = new ArrayList<Integer>();
        for (var seed = first; seed < first + SEEDS; seed++) {
            lengths.add(loseSome(new Random(seed), seed));
        }
        // Not everything is always lost: ends lie in several files.
        assertThat(lengths.stream().map(length -> length / RECORDS_PER_FILE).distinct())
                .as("seeds from %d", first)
                .hasSizeGreaterThan(1);
    }

    private static int loseSome(Random random, long seed) {
        var storage = new MemoryStorage();
        try (var journal = Journals.open(storage)) {
            fill(journal, 1 + random.nextInt(RECORDS_PER_FILE));
            journal.appendAndWait(TestAppend.record(true, 0, "forced"));
            var safe = (int) journal.endOffset(0);
            fill(journal, random.nextInt(4 * RECORDS_PER_FILE));
            var all = Journals.values(journal, 0);

            // Sometimes almost everything reaches the disk, and what is missing is in the middle.
            var left = random.nextBoolean() ? storage.afterPowerLoss(random) : storage.afterLossOfPages(random, 2);
            List<String> found;
            try (var recovered = Journals.open(left)) {
                found = Journals.values(recovered, 0);
                assertThat(found).as("seed %d", seed).isEqualTo(all.subList(0, found.size()));
                assertThat(found).as("seed %d", seed).hasSizeGreaterThanOrEqualTo(safe);
                recovered.appendAndWait(TestAppend.record(true, 0, "new"));
            }
            // What was cut off does not come back behind what is new.
            try (var again = Journals.open(left)) {
                assertThat(Journals.values(again, 0)).as("seed %d", seed).hasSize(found.size() + 1);
                assertThat(Journals.values(again, 0)).as("seed %d", seed).endsWith("new");
            }
            return found.size();
        }
    }

    @Test
    void shouldForceWhatItFindsInSeveralFilesOfAKilledProcess() {
        var killed = Journals.open(storage);
        fill(killed, 3 * RECORDS_PER_FILE + 1);
        var expected = Journals.values(killed, 0);
        recordForces();
        // The process is gone, and the system has everything that it wrote.
        try (var recovered = Journals.open(storage)) {
            assertThat(Journals.values(recovered, 0)).isEqualTo(expected);
            assertThat(forced).contains(JournalFile.name(1), JournalFile.name(2), JournalFile.name(3));

            try (var left = Journals.open(storage.afterPowerLoss(new Random(1)))) {
                assertThat(Journals.values(left, 0)).isEqualTo(expected);
            }
        }
        killed.close();
    }

    @Test
    void shouldForceLargeFullFilesWithoutWaitingForTheInterval() {
        var options = new JournalOptions(32 << 20, 4 << 20, 64 << 20, 60_000, 0);
        var threads = new CopyOnWriteArrayList<String>();
        try (var journal = Journal.open(storage, options, InstantSource.system(), new RecordingHandler())) {
            storage.onForce = name -> threads.add(Thread.currentThread().getName());
            for (var i = 0; i < 10; i++) {
                journal.appendAndWait(TestAppend.record(false, 0, "x".repeat(4_000_000)));
            }
            await().atMost(120, TimeUnit.SECONDS).until(() -> threads.contains("penstock-journal-forcer"));
        }
    }

    private static void fill(Journal journal, int records) {
        for (var i = 0; i < records; i++) {
            journal.appendAndWait(TestAppend.record(false, 0, i + "." + "x".repeat(9_000)));
        }
    }
}
