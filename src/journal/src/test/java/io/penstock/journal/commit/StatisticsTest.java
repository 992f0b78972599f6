package io.penstock.journal.commit;

import io.penstock.journal.frame.FrameBuilder;
import io.penstock.journal.frame.Partitions;
import io.penstock.journal.frame.TestAppend;
import io.penstock.journal.storage.MemoryStorage;
import io.penstock.journal.young.Journals;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class StatisticsTest {

    private final MemoryStorage storage = new MemoryStorage();

    @Test
    void shouldCountFramesRecordsBytesAndForces() {
        try (var journal = Journals.open(storage)) {
            assertThat(journal.statistics().totalFrames()).isZero();

            journal.appendAndWait(new TestAppend(true).with(0, "a").with(1, "b").withEntry("e"));
            journal.appendAndWait(TestAppend.record(false, 0, "c"));
            journal.appendAndWait(new TestAppend(true));

            var statistics = journal.statistics();
            assertThat(statistics.frames())
                    .containsOnlyKeys(FrameTrigger.values())
                    .containsEntry(FrameTrigger.QUEUE_EMPTY, 2L);
            assertThat(statistics.totalFrames()).isEqualTo(2);
            assertThat(statistics.records()).isEqualTo(3);
            assertThat(statistics.forces()).isEqualTo(2);
            assertThat(statistics.bytes()).isBetween(300L, 600L).matches(bytes -> bytes % 8 == 0);
            assertThat(statistics.queuedBytes()).isZero();
        }
    }

    @Test
    void shouldCloseAFrameThatHasItsUsualSize() {
        var entered = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        try (var journal = Journals.open(storage)) {
            storage.onForce = name -> {
                entered.countDown();
                pass(go);
            };
            journal.append(TestAppend.record(true, 0, "first"));
            pass(entered);
            var waiting = new ArrayList<TestAppend>();
            for (var i = 0; i < 5; i++) {
                waiting.add(TestAppend.record(true, 0, "x".repeat(7_000)));
                journal.append(waiting.get(i));
            }
            assertThat(journal.statistics().queuedBytes()).isGreaterThan(35_000);
            go.countDown();
            waiting.forEach(append -> append.end.join());

            // Two fit into a frame of 16 KiB: 1 | 2 | 2 | 1.
            await().until(() -> journal.statistics().totalFrames() == 4);
            assertThat(journal.statistics().frames())
                    .containsEntry(FrameTrigger.BYTES, 2L)
                    .containsEntry(FrameTrigger.QUEUE_EMPTY, 2L);
        }
    }

    @Test
    void shouldCloseAFrameWhoseOldestHasWaitedLongEnoughThoughMoreKeepsComing() {
        var queue = new AppendQueue(1 << 20);
        var now = new AtomicLong();
        // Whenever the time is asked for, some has passed and another append has come.
        var group = new AppendGroup(new FrameBuilder(new Partitions(1), 1, 16 << 10, 16 << 10), () -> {
            queue.add(TestAppend.record(false, 0, "further"));
            return now.addAndGet(AppendGroup.MAX_FILL_NANOS / 4);
        });

        var left = group.fill(TestAppend.record(true, 0, "oldest"), queue);

        assertThat(group.trigger()).isEqualTo(FrameTrigger.AGE);
        assertThat(group.isForced()).isTrue();
        assertThat(group.frame.recordCount()).isEqualTo(5);
        assertThat(left).isNull();
        assertThat(queue.isEmpty()).as("what came last is for the next frame").isFalse();
    }

    private static void pass(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
