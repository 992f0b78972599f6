package io.penstock.journal.offline;

import io.penstock.journal.JournalException;
import io.penstock.journal.RepairStep;
import io.penstock.journal.file.JournalFile;
import io.penstock.journal.frame.TestAppend;
import io.penstock.journal.log.ArchivingOwner;
import io.penstock.journal.log.LocalLog;
import io.penstock.journal.log.LogOptions;
import io.penstock.journal.storage.MemoryStorage;
import io.penstock.journal.young.JournalOptions;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** A journal file that somebody deleted: that one is named, and what lies in the others is kept. */
class MissingFileTest {

    private static final int PARTITIONS = 3;
    private static final LogOptions OPTIONS = LogOptions.of(new JournalOptions(64 << 10, 24 << 10, 1 << 20, 60_000))
            .withRoundMillis(0);

    private MemoryStorage storage;

    /** What the log told to be lost at the last start. */
    private final Set<String> toldLost = new TreeSet<>();

    private final class Owner extends ArchivingOwner {

        private Owner() {
            toldLost.clear();
        }

        @Override
        public void lost(int partition, long from, long to) {
            for (var offset = from; offset < to; offset++) {
                toldLost.add(partition + "@" + offset);
            }
        }
    }

    private LocalLog open(int youngFiles) {
        return LocalLog.open(storage, OPTIONS.withYoungFiles(youngFiles), InstantSource.system(), new Owner());
    }

    /** @param archived whether the oldest files are moved and given up */
    private void write(int lives, boolean closed, boolean archived) {
        storage = new MemoryStorage();
        for (var life = 0; life < lives; life++) {
            var log = open(archived ? 2 : 100);
            for (var i = 0; i < 300; i++) {
                log.appendAndWait(TestAppend.record(true, i % PARTITIONS, i + " " + "x".repeat(700)));
                if (archived && i % 50 == 0) {
                    log.age();
                }
            }
            // The full files, the one of now, and the one ahead, which is made in the background.
            await().until(() -> journals().size() == log.statistics().fullFiles() + 2);
            if (closed || life < lives - 1) {
                log.close();
            }
        }
    }

    private List<String> journals() {
        return storage.list().stream()
                .filter(name -> JournalFile.number(name) >= 0)
                .sorted()
                .toList();
    }

    @Test
    void shouldNameTheFileAndKeepWhatTheOthersHold() throws IOException {
        for (var archived : new boolean[] {false, true}) {
            for (var lives = 1; lives <= 2; lives++) {
                write(lives, true, archived);
                deleteEach();
            }
        }
    }

    @Test
    void shouldGiveNoOffsetAgainThoughNothingTellsWhatTheLastFileHeld() throws IOException {
        write(1, false, false);
        var names = journals();
        var last = names.get(names.size() - 2);
        storage.delete(last);

        deleted(last, all());
    }

    private void deleteEach() throws IOException {
        var whole = storage;
        var names = journals();
        // The last one is ready for later, and has nothing.
        for (var name : names.subList(0, names.size() - 1)) {
            storage = whole.copy();
            var before = all();
            storage.delete(name);
            deleted(name, before);
        }
        storage = whole.copy();
        storage.delete(names.get(names.size() - 1));
        assertThat(LogRepair.run(storage, true, -1)).isEmpty();
        assertThat(LogFindings.in(storage).damage).isEmpty();
    }

    private void deleted(String name, Set<String> written) {
        var left = all();
        var archivedAll = left.equals(written);
        if (archivedAll && LogFindings.in(storage).damage.isEmpty()) {
            return; // The file only waited for its end: all of it is in the archive, and the others go on from there.
        }
        assertThat(LogFindings.in(storage).damage)
                .anyMatch(each -> each.file().equals(name) && each.problem().startsWith("the file is missing"))
                .allMatch(each -> each.file().equals(name));
        assertThatThrownBy(() -> open(100))
                .isInstanceOf(JournalException.Corrupted.class)
                .hasMessageContaining(name)
                .hasMessageContaining("is missing");
        assertThat(LogRepair.run(storage, false, 1))
                .allMatch(step -> !step.possible() && step.file().equals(name))
                .anyMatch(step -> step.action().contains("--cut"));
        assertThat(all()).isEqualTo(left);

        assertThat(LogRepair.run(storage, true, 2)).isNotEmpty().allMatch(RepairStep::possible);

        assertThat(LogFindings.in(storage).damage).isEmpty();
        assertThat(LogRepair.run(storage, true, -1)).isEmpty();
        for (var start = 0; start < 2; start++) {
            try (var log = open(100)) {
                assertThat(readable(log)).isEqualTo(left);
                var lost = new TreeSet<>(written);
                lost.removeAll(left);
                assertThat(toldLost).containsAll(lost).doesNotContainAnyElementsOf(left);
                for (var partition = 0; partition < PARTITIONS; partition++) {
                    var append = TestAppend.record(true, partition, "later");
                    log.appendAndWait(append);
                    assertThat(append.end).isCompleted();
                    assertThat(written).doesNotContain(partition + "@" + append.offset(0));
                    left.add(partition + "@" + append.offset(0));
                }
            }
        }
    }

    /** All records that a walk finds, in the archive and in each journal file that is there. */
    private Set<String> all() {
        return LogFindings.in(storage).content.stream()
                .map(line -> line.substring(0, line.indexOf(' ')))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> readable(LocalLog log) {
        var found = new TreeSet<String>();
        for (var partition = 0; partition < PARTITIONS; partition++) {
            var at = log.startOffset(partition);
            for (var batch = log.read(partition, at); batch != null; batch = log.read(partition, at)) {
                for (var record : batch) {
                    found.add(partition + "@" + record.offset());
                }
                at = batch.endOffset();
            }
        }
        return found;
    }
}
