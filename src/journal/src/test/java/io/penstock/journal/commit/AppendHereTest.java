package io.penstock.journal.commit;

import io.penstock.journal.frame.TestAppend;
import io.penstock.journal.storage.MemoryStorage;
import io.penstock.journal.young.Journals;
import org.junit.jupiter.api.Test;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import static org.assertj.core.api.Assertions.assertThat;

/** Whoever has the turn of the writer at the moment, he does not force what others wait for. */
class AppendHereTest {

    private static final int MANY = 500;

    private final MemoryStorage storage = new MemoryStorage();

    @Test
    void shouldLeaveTheForceForOthersToTheWriter() {
        Set<Thread> forcing = ConcurrentHashMap.newKeySet();
        try (var journal = Journals.open(storage)) {
            storage.onForce = name -> forcing.add(Thread.currentThread());
            for (var i = 0; i < MANY; i++) {
                var forced = TestAppend.record(true, 0, "forced");
                var here = TestAppend.record(false, 0, "here");
                journal.append(forced);
                journal.appendHere(here);
                forced.end.join();
                here.end.join();
            }
        }

        assertThat(forcing).isNotEmpty().doesNotContain(Thread.currentThread());
    }

    @Test
    void shouldKnowOfAnAppendWhatWaitsBeforeIt() {
        var queue = new AppendQueue(1 << 20);

        assertThat(queue.add(new TestAppend(false))).isEqualTo(AppendQueue.Added.FIRST);
        assertThat(queue.add(new TestAppend(true))).isEqualTo(AppendQueue.Added.BEHIND);
        assertThat(queue.add(new TestAppend(false))).isEqualTo(AppendQueue.Added.BEHIND_FORCED);
        assertThat(queue.add(new TestAppend(false))).isEqualTo(AppendQueue.Added.BEHIND_FORCED);
        queue.takeAll();
        assertThat(queue.add(new TestAppend(false))).isEqualTo(AppendQueue.Added.FIRST);
    }
}
