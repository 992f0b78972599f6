package io.penstock.journal.commit;

import io.penstock.journal.JournalException;
import io.penstock.journal.frame.Append;
import io.penstock.journal.frame.FrameBuilder;
import io.penstock.journal.frame.Partitions;
import io.penstock.journal.frame.TestAppend;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FrameAheadTest {

    private static final String KIBIBYTE = "x".repeat(1 << 10);
    private static final int ENOUGH = FrameAhead.WORTH_BYTES >> 10;

    private final AppendQueue queue = new AppendQueue(1 << 20);
    private final FrameAhead ahead = new FrameAhead(queue);
    private final AppendGroup group =
            new AppendGroup(new FrameBuilder(new Partitions(2), 1, 1 << 20, 1 << 20), System::nanoTime);

    @BeforeEach
    void start() {
        ahead.start();
    }

    @AfterEach
    void close() {
        ahead.close();
    }

    @Test
    void shouldFillWhatWaitsAndWhatComesIn() {
        var first = TestAppend.record(true, 0, KIBIBYTE);
        ahead.offer(group, first, 0);
        assertThat(ahead.isBusy()).isFalse();
        var added = add(ENOUGH, 1);

        assertThat(ahead.isBusy()).isTrue();
        assertThat(ahead.take()).isTrue();
        ahead.requireFilled();
        assertThat(group.first()).isSameAs(first);
        assertThat(group.isForced()).isTrue();
        // What came in after the queue was looked at last is for the owner, who goes on with the same frame.
        assertThat(ahead.rest()).isNull();
        assertThat(group.goOn(queue)).isNull();
        assertThat(linked(first)).hasSize(1 + ENOUGH).endsWith(added.get(ENOUGH - 1));
        assertThat(ahead.isBusy()).isFalse();
    }

    @Test
    void shouldLeaveLittleToTheOwner() {
        var first = TestAppend.record(true, 0, "a");
        ahead.offer(group, first, 0);
        add(ENOUGH / 2, 0);

        assertThat(ahead.take()).isFalse();
        assertThat(ahead.rest()).isSameAs(first);
        add(ENOUGH, 0);
        assertThat(ahead.isBusy()).isFalse();
    }

    @Test
    void shouldNotCountWhatIsBeingForced() {
        add(ENOUGH, 0);
        ahead.offer(group, null, queue.queuedBytes());
        assertThat(ahead.isBusy()).isFalse();
        add(ENOUGH, 0);
        assertThat(ahead.isBusy()).isTrue();
        assertThat(ahead.take()).isTrue();
    }

    @Test
    void shouldHaveNothingOnceTheQueueIsClosed() {
        add(ENOUGH, 0);
        queue.close();
        ahead.offer(group, null, 0);

        assertThat(ahead.take()).isFalse();
        assertThat(ahead.rest()).isNull();
    }

    @Test
    void shouldKeepAnInterruptWhileItWaits() {
        add(ENOUGH, 0);
        ahead.offer(group, null, 0);
        Thread.currentThread().interrupt();

        assertThat(ahead.take()).isTrue();
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void shouldTellTheOwnerThatFillingFailed() {
        var first = TestAppend.record(true, 2, "no such partition");
        var others = add(ENOUGH, 0);
        ahead.offer(group, first, 0);

        assertThat(ahead.take()).isTrue();
        assertThatThrownBy(ahead::requireFilled).isInstanceOf(JournalException.class);
        assertThat(group.first()).isSameAs(first);
        assertThat(ahead.rest()).isNull();
        assertThat(linked(queue.takeAll())).containsExactlyElementsOf(others);
    }

    private List<Append> add(int count, int partition) {
        var added = new ArrayList<Append>();
        for (var i = 0; i < count; i++) {
            var append = TestAppend.record(false, partition, KIBIBYTE);
            added.add(append);
            queue.add(append);
            ahead.startIfWorth();
        }
        return added;
    }

    private static List<Append> linked(Append first) {
        var all = new ArrayList<Append>();
        for (var append = first; append != null; append = append.next) {
            all.add(append);
        }
        return all;
    }
}
