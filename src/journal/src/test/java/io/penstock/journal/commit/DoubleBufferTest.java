package io.penstock.journal.commit;

import io.penstock.journal.JournalException;
import io.penstock.journal.frame.RecordingHandler;
import io.penstock.journal.frame.TestAppend;
import io.penstock.journal.storage.MemoryStorage;
import io.penstock.journal.young.Journal;
import io.penstock.journal.young.Journals;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** The next frame fills while one is forced, and nothing else changes by that. */
class DoubleBufferTest {

    private static final int MANY = 100;
    private static final int TIMEOUT_SECONDS = 120;

    private final MemoryStorage storage = new MemoryStorage();

    /** One force of the log for each; files that are made ahead are not held up. */
    private final Semaphore forces = new Semaphore(0);

    private final Semaphore entered = new Semaphore(0);

    @AfterEach
    void noAppendEndsTwice() {
        assertThat(TestAppend.ENDED_TWICE).hasValue(0);
    }

    @Test
    void shouldFillTheNextFrameWhileOneIsForced() throws Exception {
        try (var journal = Journals.open(storage)) {
            holdForces(null);
            var first = TestAppend.record(true, 0, "first");
            journal.append(first);
            enterForce();
            var second = new TestAppend(true).with(0, "second").withEntry("ends the batch");
            journal.append(second);
            var others = many(journal);

            // It has its offset, so it is in a frame, and the force still goes on.
            await().until(() -> second.offset(0) == 1);
            assertThat(first.end).isNotDone();
            forces.release(2 + MANY);
            others.forEach(append -> append.end.join());
            assertThat(Journals.values(journal, 0)).hasSize(2 + MANY).startsWith("first", "second");
            assertThat(offsets(others)).isSorted();
        }
    }

    @Test
    void shouldRefuseTheFrameAheadWhenTheForceFails() throws Exception {
        try (var journal = Journals.open(storage)) {
            journal.appendAndWait(TestAppend.record(true, 0, "safe"));
            holdForces(new IOException("disk gone"));
            var first = TestAppend.record(true, 0, "first");
            journal.append(first);
            enterForce();
            var second = new TestAppend(true).with(0, "second").withEntry("ends the batch");
            journal.append(second);
            var others = many(journal);
            await().until(() -> second.offset(0) == 2);
            forces.release();

            assertThatThrownBy(first.end::join).hasCause(failure(journal));
            others.add(second);
            for (var append : others) {
                assertThatThrownBy(() -> append.end.get(TIMEOUT_SECONDS, TimeUnit.SECONDS))
                        .hasCauseInstanceOf(JournalException.NotOpen.class)
                        .hasMessageContaining("disk gone");
            }
            assertThat(Journals.values(journal, 0)).containsExactly("safe");
        }
        storage.onForce = name -> {};
        try (var journal = Journals.open(storage)) {
            assertThat(Journals.values(journal, 0)).startsWith("safe").doesNotContain("second");
        }
    }

    @Test
    void shouldLetABlockingSenderGoThoughTheNextFrameHasToBeForced() throws Exception {
        try (var journal = Journals.open(storage)) {
            holdForces(null);
            var sender = CompletableFuture.runAsync(
                    () -> journal.appendAndWait(TestAppend.record(true, 0, "first")),
                    task -> new Thread(task, "blocking-sender").start());
            enterForce();
            var others = many(journal);
            forces.release();
            sender.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);

            enterForce();
            assertThat(others.get(0).end).isNotDone();
            forces.release(MANY);
            others.forEach(append -> append.end.join());
        }
    }

    @Test
    void shouldWriteTheFrameAheadWhenClosed() throws Exception {
        var journal = Journals.open(storage);
        holdForces(null);
        journal.append(TestAppend.record(true, 0, "first"));
        enterForce();
        var others = many(journal);
        var closing = new Thread(journal::close);
        closing.start();
        await().until(() -> closing.getState() == Thread.State.WAITING);
        forces.release(1 + MANY);
        closing.join();

        assertThat(others).allMatch(append -> append.end.isDone() && !append.end.isCompletedExceptionally());
        storage.onForce = name -> {};
        try (var reopened = Journals.open(storage)) {
            assertThat(reopened.endOffset(0)).isEqualTo(1 + MANY);
        }
    }

    @Test
    void shouldKeepTheOrderOfEachSender() throws Exception {
        var seed = new Random().nextLong();
        var handler = new RecordingHandler();
        try (var journal = Journals.open(storage, handler)) {
            var sent = new ArrayList<CompletableFuture<List<TestAppend>>>();
            for (var sender = 0; sender < 3; sender++) {
                var random = new Random(seed + sender);
                sent.add(CompletableFuture.supplyAsync(
                        () -> send(journal, random), task -> new Thread(task, "sender").start()));
            }
            for (var appends : sent) {
                var all = appends.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
                for (var append : all) {
                    append.end.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
                }
                assertThat(offsets(all)).as("seed %d", seed).isSorted().doesNotHaveDuplicates();
            }
            assertThat(Journals.values(journal, 0)).as("seed %d", seed).hasSize(3 * 20 * MANY);
        }
        var again = new RecordingHandler();
        try (var reopened = Journals.open(storage, again)) {
            assertThat(reopened.endOffset(0)).isEqualTo(3 * 20 * MANY);
            assertThat(again.told).as("seed %d", seed).isEqualTo(handler.told);
        }
    }

    private static List<TestAppend> send(Journal journal, Random random) {
        var sent = new ArrayList<TestAppend>();
        for (var i = 0; i < 20 * MANY; i++) {
            var append = TestAppend.record(random.nextInt(3) > 0, 0, "x".repeat(random.nextInt(2_000)));
            sent.add(append);
            if (random.nextInt(50) == 0) {
                journal.appendAndWait(append);
            } else {
                journal.append(append);
            }
        }
        return sent;
    }

    /** @param failure what the next force ends with, or null */
    private void holdForces(IOException failure) {
        storage.onForce = name -> {
            if (Thread.currentThread().getName().equals("penstock-journal-files")) {
                return;
            }
            entered.release();
            forces.acquireUninterruptibly();
            if (failure != null) {
                throw failure;
            }
        };
    }

    private void enterForce() throws InterruptedException {
        assertThat(entered.tryAcquire(TIMEOUT_SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    private static JournalException failure(Journal journal) {
        await().until(() -> journal.failure() != null);
        return journal.failure();
    }

    /** More than fits into the frame that is filled. */
    private static List<TestAppend> many(Journal journal) {
        var all = new ArrayList<TestAppend>();
        for (var i = 0; i < MANY; i++) {
            all.add(TestAppend.record(true, 0, i + "x".repeat(1_000)));
            journal.append(all.get(i));
        }
        return all;
    }

    private static List<Long> offsets(List<TestAppend> appends) {
        return appends.stream().map(append -> append.offset(0)).toList();
    }
}
