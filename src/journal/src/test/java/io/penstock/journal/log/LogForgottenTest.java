package io.penstock.journal.log;

import io.penstock.journal.archive.PartitionPlan;
import io.penstock.journal.frame.TestAppend;
import io.penstock.journal.storage.MemoryStorage;
import io.penstock.journal.young.Journals;
import org.junit.jupiter.api.Test;

import java.time.InstantSource;
import java.util.BitSet;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

/** The log says of which partitions nothing is left, and can be made to forget those that are gone. */
class LogForgottenTest {

    private static final LogOptions OPTIONS =
            LogOptions.of(Journals.UNFORCED).withYoungFiles(4).withRoundMillis(0);

    private static final int GONE = 3;
    private static final int LASTING = 4;

    private final MemoryStorage storage = new MemoryStorage();
    private final BitSet deleted = new BitSet();

    private LocalLog open(MemoryStorage from) {
        return LocalLog.open(from, OPTIONS, InstantSource.system(), new ArchivingOwner() {
            @Override
            public PartitionPlan plan(int partition) {
                return deleted.get(partition) ? null : super.plan(partition);
            }
        });
    }

    private static BitSet ids(int... ids) {
        return IntStream.of(ids).collect(BitSet::new, BitSet::set, BitSet::or);
    }

    private static void append(LocalLog log, int partition) {
        log.appendAndWait(TestAppend.record(true, partition, "value"));
    }

    @Test
    void shouldKnowNothingOfAPartitionThatNothingWasWrittenTo() {
        try (var log = open(storage)) {
            append(log, LASTING);

            assertThat(log.forgotten(ids(GONE, LASTING))).isEqualTo(ids(GONE));
        }
    }

    @Test
    void shouldForgetWhatIsGoneWhenItEndsTheFileAndAgesAll() {
        try (var log = open(storage)) {
            append(log, GONE);
            append(log, LASTING);
            deleted.set(GONE);
            log.ageAll();
            assertThat(log.forgotten(ids(GONE, LASTING)))
                    .as("it lies in the file that is written to")
                    .isEqualTo(ids());

            log.endFile();
            append(log, LASTING);
            log.ageAll();

            assertThat(log.agingFailure()).isNull();
            assertThat(log.forgotten(ids(GONE, LASTING))).isEqualTo(ids(GONE));
            assertThat(log.endOffset(GONE)).as("offsets go on").isEqualTo(1);
            assertThat(log.read(LASTING, 0).baseOffset()).isZero();
        }
        try (var log = open(storage)) {
            assertThat(log.forgotten(ids(GONE, LASTING))).isEqualTo(ids(GONE));
            assertThat(log.endOffset(GONE)).isEqualTo(1);
        }
    }

    @Test
    void shouldRememberWhatIsGoneAsLongAsACheckpointDoes() {
        try (var log = open(storage)) {
            append(log, GONE);
            log.endFile();
            append(log, LASTING);
            log.ageAll();
            deleted.set(GONE);
            // Out of the archive and out of the newer checkpoint, but not out of the older one.
            log.age();
            assertThat(log.forgotten(ids(GONE))).isEqualTo(ids());

            log.ageAll();
            assertThat(log.forgotten(ids(GONE))).isEqualTo(ids(GONE));
        }
    }

    @Test
    void shouldRecoverFilesThatWereEndedEarly() {
        try (var log = open(storage)) {
            for (var i = 0; i < 3; i++) {
                append(log, GONE);
                log.endFile();
                log.endFile();
            }
            append(log, GONE);
        }
        try (var log = open(storage)) {
            assertThat(log.endOffset(GONE)).isEqualTo(4);
            assertThat(log.read(GONE, 3).baseOffset()).isEqualTo(3);
        }
    }
}
