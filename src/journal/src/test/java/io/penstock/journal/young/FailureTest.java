package io.penstock.journal.young;

import io.penstock.journal.JournalException;
import io.penstock.journal.file.JournalFile;
import io.penstock.journal.frame.Append;
import io.penstock.journal.frame.FrameHandler;
import io.penstock.journal.frame.RecordingHandler;
import io.penstock.journal.frame.TestAppend;
import io.penstock.journal.storage.MemoryStorage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

class FailureTest {

    private final MemoryStorage storage = new MemoryStorage();

    @AfterEach
    void noAppendEndsTwice() {
        assertThat(TestAppend.ENDED_TWICE).hasValue(0);
    }

    @Test
    void shouldFailForGoodAfterAFailedForce() {
        try (var journal = Journals.open(storage)) {
            journal.appendAndWait(TestAppend.record(true, 0, "safe"));
            storage.onForce = name -> {
                if (name.startsWith(JournalFile.name(1))) {
                    throw new IOException("disk gone");
                }
            };
            var lost = TestAppend.record(true, 0, "lost");
            journal.appendAndWait(lost);
            storage.onForce = name -> {};
            var forces = storage.forces.get();
            var late = TestAppend.record(true, 0, "late");
            journal.appendAndWait(late);

            assertThatThrownBy(lost.end::join).hasCauseInstanceOf(JournalException.class);
            assertThatThrownBy(late.end::join)
                    .hasCauseInstanceOf(JournalException.NotOpen.class)
                    .hasMessageContaining("disk gone");
            assertThat(journal.failure()).hasMessageContaining("disk gone").hasMessageContaining(JournalFile.name(1));
            assertThat(storage.forces).hasValue(forces);
            assertThat(Journals.values(journal, 0)).containsExactly("safe");
        }
    }

    @Test
    void shouldFailWhatWaitsWhenAForceFails() {
        var entered = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        try (var journal = Journals.open(storage)) {
            storage.onForce = name -> {
                entered.countDown();
                pass(go);
                throw new IOException("disk gone");
            };
            journal.append(TestAppend.record(true, 0, "first"));
            pass(entered);
            var waiting = new ArrayList<TestAppend>();
            for (var i = 0; i < 20; i++) {
                waiting.add(TestAppend.record(false, 0, "waiting"));
                journal.append(waiting.get(i));
            }
            go.countDown();

            for (var append : waiting) {
                assertThatThrownBy(append.end::join).hasCauseInstanceOf(JournalException.class);
            }
        }
    }

    @Test
    void shouldFailWhenTheForceInTheBackgroundFails() {
        try (var journal = Journal.open(storage, Journals.SMALL, InstantSource.system(), new RecordingHandler())) {
            storage.onForce = name -> {
                throw new IOException("disk gone");
            };
            journal.appendAndWait(TestAppend.record(false, 0, "written"));

            await().until(() -> journal.failure() != null);
            var late = TestAppend.record(false, 0, "late");
            journal.appendAndWait(late);
            assertThatThrownBy(late.end::join).hasCauseInstanceOf(JournalException.NotOpen.class);
        }
    }

    @Test
    void shouldMakeTheNextFileAfterAllIfMakingItAheadFailed() {
        var failures = new AtomicInteger();
        storage.onForce = name -> {
            if (name.startsWith(JournalFile.name(2)) && failures.getAndIncrement() == 0) {
                throw new IOException("no space left");
            }
        };
        try (var journal = Journals.open(storage)) {
            await().until(() -> failures.get() == 1);
            for (var i = 0; i < 10; i++) {
                journal.appendAndWait(TestAppend.record(true, 0, i + "x".repeat(9_000)));
            }

            assertThat(journal.failure()).isNull();
            assertThat(Journals.values(journal, 0)).hasSize(10);
            assertThat(storage.list()).contains(JournalFile.name(2));
        }
    }

    @Test
    void shouldFailWhenTheHandlerFails() {
        var handler = new FrameHandler() {
            @Override
            public void records(int partition, long baseOffset, int count) {}

            @Override
            public void entry(ByteBuffer entry) {
                throw new IllegalStateException("no such destination");
            }

            @Override
            public void endOfFrame(long sequence) {}
        };
        try (var journal = Journals.open(storage, handler)) {
            var append = new TestAppend(true).withEntry("bad");
            journal.appendAndWait(append);

            assertThatThrownBy(append.end::join).hasMessageContaining("no such destination");
            assertThat(journal.failure()).isNotNull();
        }
    }

    @Test
    void shouldWriteOneFrameForEverythingThatWaited() {
        var entered = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        var handler = new RecordingHandler();
        try (var journal = Journals.open(storage, handler)) {
            // Or the force of the next file, which is made in the background, would be counted.
            await().until(() -> storage.list().contains(JournalFile.name(2)));
            storage.onForce = name -> {
                entered.countDown();
                pass(go);
            };
            journal.append(TestAppend.record(true, 0, "first"));
            pass(entered);
            var forces = storage.forces.get();
            var waiting = new ArrayList<TestAppend>();
            for (var i = 0; i < 50; i++) {
                waiting.add(TestAppend.record(true, i % 2, "waiting"));
                journal.append(waiting.get(i));
            }
            go.countDown();
            waiting.forEach(append -> append.end.join());

            assertThat(handler.told)
                    .containsExactly("end 1", "records 0@0+1", "end 2", "records 0@1+25", "records 1@0+25", "end 3");
            assertThat(storage.forces).hasValue(forces + 1);
        }
    }

    @Test
    void shouldServeBlockingCallersWhileSomebodyElseWrites() {
        var entered = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        try (var journal = Journals.open(storage)) {
            storage.onForce = name -> {
                entered.countDown();
                pass(go);
            };
            var callers = new ArrayList<CompletableFuture<Void>>();
            for (var i = 0; i < 6; i++) {
                callers.add(CompletableFuture.runAsync(
                        () -> journal.appendAndWait(TestAppend.record(true, 0, "v")),
                        task -> new Thread(task).start()));
            }
            pass(entered);
            go.countDown();
            callers.forEach(CompletableFuture::join);

            assertThat(journal.endOffset(0)).isEqualTo(6);
        }
    }

    @Test
    void shouldHoldSendersBackWhileTooMuchIsQueued() {
        var options = new JournalOptions(64 << 10, 16 << 10, 10_000, 60_000);
        var entered = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        var handed = new AtomicInteger();
        try (var journal = Journal.open(storage, options, InstantSource.system(), new RecordingHandler())) {
            storage.onForce = name -> {
                entered.countDown();
                pass(go);
            };
            journal.append(TestAppend.record(true, 0, "first"));
            pass(entered);
            var sender = new Thread(() -> {
                for (var i = 0; i < 100; i++) {
                    journal.append(TestAppend.record(false, 0, "x".repeat(1_000)));
                    handed.incrementAndGet();
                }
            });
            sender.start();
            await().until(() -> sender.getState() == Thread.State.WAITING);

            assertThat(handed.get()).isBetween(5, 10);
            go.countDown();
            await().until(() -> handed.get() == 100);
            journal.appendAndWait(new TestAppend(false));
            assertThat(journal.endOffset(0)).isEqualTo(101);
        }
    }

    @Test
    void shouldSayThatTheQueueIsFullInsteadOfWaiting() {
        var options = new JournalOptions(64 << 10, 16 << 10, 10_000, 60_000);
        var entered = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        try (var journal = Journal.open(storage, options, InstantSource.system(), new RecordingHandler())) {
            storage.onForce = name -> {
                entered.countDown();
                pass(go);
            };
            journal.append(TestAppend.record(true, 0, "first"));
            pass(entered);
            var taken = 0;
            var refused = TestAppend.record(true, 0, "x".repeat(1_000));
            while (journal.tryAppend(refused)) {
                taken++;
                refused = TestAppend.record(true, 0, "x".repeat(1_000));
            }
            assertThat(taken).isBetween(5, 10);
            assertThat(refused.end).isNotDone();

            go.countDown();
            journal.appendAndWait(new TestAppend(false));
            assertThat(journal.tryAppend(refused)).isTrue();
            refused.end.join();
            assertThat(journal.endOffset(0)).isEqualTo(taken + 2);
        }
    }

    @Test
    void shouldGoOnAfterACallbackThrows() {
        try (var journal = Journals.open(storage)) {
            var append = new Append(true) {
                @Override
                public void durable() {
                    throw new AssertionError("not my fault");
                }

                @Override
                public void failed(JournalException cause) {}
            };
            append.addRecord(0, TestAppend.encoded("a"));
            journal.append(append);
            journal.appendAndWait(TestAppend.record(true, 0, "b"));

            assertThat(journal.failure()).isNull();
            assertThat(Journals.values(journal, 0)).containsExactly("a", "b");
        }
    }

    @Test
    void shouldLetCallbacksAppendButNotWait() {
        var journal = Journals.open(storage);
        var further = TestAppend.record(true, 0, "further");
        var refused = new CompletableFuture<Throwable>();
        var append = new Append(true) {
            @Override
            public void durable() {
                journal.append(further);
                try {
                    journal.appendAndWait(TestAppend.record(true, 0, "deadlock"));
                } catch (IllegalStateException e) {
                    refused.complete(e);
                }
            }

            @Override
            public void failed(JournalException cause) {}
        };
        append.addEntry(TestAppend.bytes("e"));
        journal.appendAndWait(append);

        further.end.join();
        assertThat(refused).isCompleted();
        journal.close();
        try (var reopened = Journals.open(storage)) {
            assertThat(Journals.values(reopened, 0)).containsExactly("further");
        }
    }

    private static void pass(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
