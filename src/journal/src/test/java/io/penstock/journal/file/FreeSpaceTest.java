package io.penstock.journal.file;

import io.penstock.journal.JournalException;
import io.penstock.journal.frame.RecordingHandler;
import io.penstock.journal.frame.TestAppend;
import io.penstock.journal.storage.MemoryStorage;
import io.penstock.journal.young.Journal;
import io.penstock.journal.young.JournalOptions;
import io.penstock.journal.young.Journals;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.CompletionException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

class FreeSpaceTest {

    private static final JournalOptions KEEPS_1000 = Journals.UNFORCED.withMinFreeBytes(1_000);

    private final MemoryStorage storage = new MemoryStorage();

    @Test
    void shouldRefuseRecordsAndTakeEntriesWhileSpaceIsShort() {
        try (var journal = open()) {
            journal.appendAndWait(TestAppend.record(true, 0, "before"));
            storage.usableBytes = 999;
            await().until(() -> journal.shortage() != null);

            var refused = TestAppend.record(true, 0, "refused");
            journal.appendAndWait(refused);
            var tried = TestAppend.record(true, 0, "refused");
            assertThat(journal.tryAppend(tried)).isTrue();
            assertThatThrownBy(refused.end::join)
                    .hasCauseInstanceOf(JournalException.StorageFull.class)
                    .hasMessageContaining("999 bytes are free")
                    .hasMessageContaining("the last 1000 are kept");
            assertThat(tried.end).isCompletedExceptionally();
            var settlement = new TestAppend(true).withEntry("settled");
            journal.appendAndWait(settlement);
            assertThat(settlement.end).isCompleted();

            storage.usableBytes = 1_000;
            await().until(() -> journal.shortage() == null);
            journal.appendAndWait(TestAppend.record(true, 0, "after"));
            assertThat(Journals.values(journal, 0)).containsExactly("before", "after");
            assertThat(journal.failure()).isNull();
        }
    }

    @Test
    void shouldRecoverAndServeReadersThoughSpaceIsShort() {
        try (var journal = open()) {
            journal.appendAndWait(TestAppend.record(true, 0, "kept"));
        }
        storage.usableBytes = 0;
        try (var journal = open()) {
            assertThat(journal.shortage()).isNotNull();
            assertThat(Journals.values(journal, 0)).containsExactly("kept");
        }
    }

    @Test
    void shouldLookWheneverAFileIsPrepared() {
        var space = new FreeSpace(storage, 1_000);
        var provider = new FileProvider(storage, 1, 64 << 10, Runnable::run, space);
        storage.usableBytes = 999;
        assertThat(space.shortage()).isNull();

        provider.make(1);

        assertThat(space.shortage()).isNotNull();
    }

    @Test
    void shouldStopBeforeARealDiskIsFullAndGoOnOnceThereIsSpace(@TempDir Path directory) throws Exception {
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", directory.toString()),
                "skipped: a small file system can only be mounted by root, and not everywhere");
        try {
            var ballast = Files.write(directory.resolve("ballast"), new byte[1 << 20]);
            var options = Journals.SMALL.withMinFreeBytes(4L * Journals.SMALL.fileBytes());
            try (var journal = Journals.open(directory.resolve("data"), options, new RecordingHandler())) {
                var taken = 0;
                var append = append(journal);
                while (append.end.isDone() && !append.end.isCompletedExceptionally()) {
                    taken++;
                    append = append(journal);
                }

                assertThat(catchThrowable(append.end::join))
                        .isInstanceOf(CompletionException.class)
                        .hasCauseInstanceOf(JournalException.StorageFull.class);
                var settlement = new TestAppend(true).withEntry("settled");
                journal.appendAndWait(settlement);
                assertThat(settlement.end).isCompleted();
                assertThat(journal.failure()).isNull();

                Files.delete(ballast);
                await().until(() -> journal.shortage() == null);
                assertThat(append(journal).end).isCompleted();
                assertThat(journal.endOffset(0)).isEqualTo(taken + 1);
            }
        } finally {
            run("umount", directory.toString());
        }
    }

    private static TestAppend append(Journal journal) {
        var append = TestAppend.record(true, 0, "x".repeat(9_000));
        journal.appendAndWait(append);
        return append;
    }

    private Journal open() {
        return Journal.open(storage, KEEPS_1000, InstantSource.system(), new RecordingHandler());
    }

    private static boolean run(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
