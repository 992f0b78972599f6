package io.penstock.journal.young;

import io.penstock.journal.JournalException;
import io.penstock.journal.file.JournalFile;
import io.penstock.journal.frame.Append;
import io.penstock.journal.frame.RecordingHandler;
import io.penstock.journal.frame.TestAppend;
import io.penstock.journal.storage.MemoryStorage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** Nothing of a further journal file can be had for a while: what has not been written waits. */
class StallTest {

    private static final int VALUE_CHARS = 9_000;

    private final MemoryStorage storage = new MemoryStorage();
    private final List<TestAppend> sent = new ArrayList<>();

    @AfterEach
    void noAppendEndsTwice() {
        assertThat(TestAppend.ENDED_TWICE).hasValue(0);
    }

    /** As a process that may open no more files. */
    private void lackFiles() {
        storage.onCreate = name -> {
            throw new IOException(name + ": Too many open files");
        };
    }

    private void send(Journal journal) {
        var append = TestAppend.record(true, 0, sent.size() + " " + "x".repeat(VALUE_CHARS));
        sent.add(append);
        journal.append(append);
        await().until(() -> append.end.isDone() || journal.stall() != null);
    }

    /** Fills what there is, until the journal wants a file and gets none. */
    private void stall(Journal journal) {
        await().until(() -> storage.list().contains(JournalFile.name(2)));
        lackFiles();
        while (journal.stall() == null) {
            send(journal);
        }
    }

    @Test
    void shouldGoOnWithAllThatWaitedOnceThereIsAFile() {
        var handler = new RecordingHandler();
        try (var journal = Journals.open(storage, handler)) {
            stall(journal);
            assertThat(journal.stall())
                    .hasMessageContaining("Too many open files")
                    .hasMessageContaining("tried again");
            assertThat(journal.failure()).isNull();

            var refused = TestAppend.record(true, 1, "refused");
            journal.append(refused);
            assertThatThrownBy(refused.end::join).hasCauseInstanceOf(JournalException.NoFile.class);

            storage.onCreate = name -> {};
            await().until(() -> journal.stall() == null);
            sent.removeIf(append -> {
                try {
                    append.end.join();
                    return false;
                } catch (RuntimeException e) {
                    return e.getCause() instanceof JournalException.NoFile;
                }
            });
            var after = TestAppend.record(true, 0, "after");
            journal.appendAndWait(after);

            assertThat(after.end).isCompleted();
            assertThat(Journals.values(journal, 0))
                    .hasSize(sent.size() + 1)
                    .last()
                    .isEqualTo("after");
            assertThat(journal.endOffset(1)).isZero();
        }
        try (var reopened = Journals.open(storage)) {
            assertThat(Journals.values(reopened, 0)).hasSize(sent.size() + 1);
        }
    }

    @Test
    void shouldWriteSettlementsThatWereMadeMeanwhile() {
        try (var journal = Journals.open(storage)) {
            stall(journal);
            var settled = new Settlement();
            journal.append(settled);
            var caller = CompletableFuture.runAsync(() -> journal.appendAndWait(new Settlement()));
            assertThat(settled.end).isNotDone();

            storage.onCreate = name -> {};

            settled.end.join();
            caller.join();
            assertThat(journal.failure()).isNull();
        }
    }

    private static final class Settlement extends Append {

        private final CompletableFuture<Void> end = new CompletableFuture<>();

        private Settlement() {
            super(true);
            addEntry(TestAppend.bytes("settled"));
        }

        @Override
        public boolean mayUseReserve() {
            return true;
        }

        @Override
        public void durable() {
            end.complete(null);
        }

        @Override
        public void failed(JournalException cause) {
            end.completeExceptionally(cause);
        }
    }

    @Test
    void shouldEndWhatWaitsWhenItIsClosed() {
        var journal = Journals.open(storage);
        stall(journal);

        journal.close();

        assertThat(sent).allMatch(append -> append.end.isDone());
        storage.onCreate = name -> {};
        try (var reopened = Journals.open(storage)) {
            var written = sent.stream()
                    .filter(append -> !append.end.isCompletedExceptionally())
                    .count();
            assertThat(Journals.values(reopened, 0)).hasSizeGreaterThanOrEqualTo((int) written);
        }
    }

    @Test
    void shouldFailForGoodOnceItHasBeenTriedLongEnough() {
        var options = Journals.UNFORCED.withMaxStallMillis(0);
        try (var journal = Journal.open(storage, options, InstantSource.system(), new RecordingHandler())) {
            await().until(() -> storage.list().contains(JournalFile.name(2)));
            lackFiles();
            while (journal.failure() == null) {
                send(journal);
            }
            assertThat(journal.stall()).isNull();
            assertThat(journal.failure()).hasMessageContaining("Too many open files");
            await().until(() -> sent.stream().allMatch(append -> append.end.isDone()));
        }
    }

    @Test
    void shouldHaveTheNextFileReadyAgainWithoutBeingAskedForIt() {
        try (var journal = Journals.open(storage)) {
            await().until(() -> storage.list().contains(JournalFile.name(2)));
            lackFiles();
            while (!storage.list().contains(JournalFile.name(2))
                    || journal.statistics().fullFiles() == 0) {
                send(journal);
            }
            storage.onCreate = name -> {};

            await().until(() -> storage.list().contains(JournalFile.name(3)));
            assertThat(journal.failure()).isNull();
        }
    }
}
