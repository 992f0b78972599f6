package io.penstock.conformance.fault;

import io.penstock.conformance.fault.FaultyStorage.Operation;
import io.penstock.conformance.tool.ManualClock;
import io.penstock.journal.JournalException;
import io.penstock.journal.young.Journal;
import io.penstock.journal.young.JournalOptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ReleaseFaultTest {

    private static final JournalOptions OPTIONS =
            new JournalOptions(64 << 10, 16 << 10, 1 << 20, 60_000).withMaxStallMillis(0);
    private static final int SEEDS = 30;

    @ParameterizedTest
    @EnumSource(
            value = Operation.class,
            names = {"RENAME", "FORCE_DIRECTORY"})
    void shouldOpenAgainAfterAFileCouldNotBeGivenUp(Operation operation) {
        for (var seed = 0; seed < SEEDS; seed++) {
            var storage = new FaultyStorage(seed);
            var gate = new PreparerGate(storage);
            try (var journal = open(storage)) {
                fillFiles(journal, gate, 1);
                storage.failAt(operation, 1);
                assertThatThrownBy(() -> journal.release(Long.MAX_VALUE)).isInstanceOf(JournalException.class);
                fillFiles(journal, gate, 2);
                releaseAgain(journal);
                gate.openForGood();
                storage.crash();
            }
            try (var journal = open(storage.afterCrash())) {
                assertThat(journal.endOffset(0)).as("seed %d", seed).isEqualTo(3 * 7);
            }
        }
    }

    private static Journal open(FaultyStorage storage) {
        return Journal.open(storage, OPTIONS, new ManualClock(), new JournalState());
    }

    /** Whether it is refused or made up for is up to the journal. */
    private static void releaseAgain(Journal journal) {
        try {
            journal.release(Long.MAX_VALUE);
        } catch (JournalException e) {
            assertThat(e).hasMessageContaining("recycle");
        }
    }

    /** Seven records fill a file. */
    private static void fillFiles(Journal journal, PreparerGate gate, int files) {
        for (var i = 0; i < 7 * files; i++) {
            var append = new ModelAppend(true, () -> {});
            append.record(0, "x".repeat(9_000));
            journal.appendAndWait(append);
            append.end.join();
            gate.settle();
        }
    }
}
