package io.penstock.kafka.journal;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class FrameAssemblyTest {

    private final FrameAssembly assembly = new FrameAssembly(0, 0);
    private final List<Integer> frames = new ArrayList<>();
    private long offset;

    private void take(long epoch, byte[] line) {
        var frame = assembly.next(new JournalLine(offset++, epoch, JournalFormat.kind(line), line));
        if (frame != null) {
            frames.add(frame.remaining());
        }
    }

    private static byte[] frame(int entryBytes) {
        return items(entryBytes).lines().get(0);
    }

    private static FrameItems items(int entryBytes) {
        var items = new FrameItems();
        items.entry(new byte[entryBytes]);
        return items;
    }

    @Test
    void shouldLeaveOutWhatAFormerOwnerWroteAfterItWasReplaced() {
        take(1, JournalFormat.owned(11, "a", null));
        take(1, frame(1));
        take(2, JournalFormat.owned(22, "b", null));
        take(1, frame(2));
        take(2, frame(3));

        assertThat(frames).containsExactly(1 + 5, 3 + 5);
        assertThat(assembly.epoch()).isEqualTo(2);
        assertThat(assembly.ownedOffset()).isEqualTo(2);
    }

    @Test
    void shouldKeepTheFirstStoreId() {
        take(1, JournalFormat.owned(11, "a", null));
        take(2, JournalFormat.owned(22, "b", null));

        assertThat(assembly.storeId()).isEqualTo(11);
    }

    @Test
    void shouldNotTakeAnOwnerForTheNextOneWhoseEpochIsNoHigher() {
        take(2, JournalFormat.owned(11, "a", null));
        take(2, JournalFormat.owned(22, "b", null));

        assertThat(assembly.ownedOffset()).isZero();
    }

    @Test
    void shouldPutLinesOfAFrameTogetherAroundOthers() {
        var lines = items(JournalFormat.LINE_BYTES).lines();
        take(1, JournalFormat.owned(11, "a", null));
        take(1, lines.get(0));
        take(1, JournalFormat.alive(null));
        take(1, lines.get(1));

        assertThat(frames).containsExactly(JournalFormat.LINE_BYTES + 5);
    }

    @Test
    void shouldForgetAFrameWhoseOwnerWasReplacedInTheMiddle() {
        var lines = items(JournalFormat.LINE_BYTES).lines();
        take(1, JournalFormat.owned(11, "a", null));
        take(1, lines.get(0));
        take(2, JournalFormat.owned(22, "b", null));
        take(2, frame(1));

        assertThat(frames).containsExactly(1 + 5);
    }
}
