package io.penstock.kafka.journal;

import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SnapshotChunksTest {

    private final SnapshotChunks chunks = new SnapshotChunks();

    private static CellSnapshot snapshot(long journalOffset, int stateBytes) {
        var state = new byte[stateBytes];
        Arrays.fill(state, (byte) 7);
        var topics = Map.of("t", new Uuid(8, 9));
        return new CellSnapshot(journalOffset, 2, 3, new long[] {4, 5}, new byte[] {6}, topics, state);
    }

    /** Later versions read it: it must never change. */
    @Test
    void shouldWriteVersion2() {
        var all = SnapshotChunks.of(snapshot(1, 2));

        assertThat(all).hasSize(1);
        assertThat(HexFormat.of().formatHex(all.get(0)))
                .isEqualTo("02" + "0000000000000001" + "0000000000000002" + "00000000" + "00000001" + "5b7e8a09"
                        + "0000000000000003" + "00000001" + "00000004" + "0000000000000005" + "00000001" + "06"
                        + "00000001" + "0000000000000008" + "0000000000000009" + "00000001" + "74"
                        + "0707");
    }

    @Test
    void shouldReadVersion1WhichHasNoTopics() {
        var chunk = HexFormat.of()
                .parseHex("01" + "0000000000000001" + "0000000000000002" + "00000000" + "00000001" + "eeda1835"
                        + "0000000000000003" + "00000001" + "00000004" + "0000000000000005" + "00000001" + "06"
                        + "0707");

        var snapshot = Objects.requireNonNull(chunks.next(chunk, 0)).snapshot();

        assertThat(snapshot.topics()).isEmpty();
        assertThat(snapshot.text()).containsExactly(6);
        assertThat(snapshot.state()).containsExactly(7, 7);
    }

    @Test
    void shouldPutChunksTogether() {
        var all = SnapshotChunks.of(snapshot(9, 2 * JournalFormat.LINE_BYTES));

        assertThat(all).hasSize(3);
        assertThat(chunks.next(all.get(0), 100)).isNull();
        assertThat(chunks.next(all.get(1), 101)).isNull();
        var whole = Objects.requireNonNull(chunks.next(all.get(2), 103));

        assertThat(whole.offset()).isEqualTo(100);
        assertThat(whole.snapshot().journalOffset()).isEqualTo(9);
        assertThat(whole.snapshot().epoch()).isEqualTo(2);
        assertThat(whole.snapshot().storeId()).isEqualTo(3);
        assertThat(whole.snapshot().ends()).containsExactly(4, 5);
        assertThat(whole.snapshot().text()).containsExactly(6);
        assertThat(whole.snapshot().topics()).containsOnly(Map.entry("t", new Uuid(8, 9)));
        assertThat(whole.snapshot().state())
                .hasSize(2 * JournalFormat.LINE_BYTES)
                .containsOnly(7);
    }

    @Test
    void shouldKeepTwoThatAreWrittenAtTheSameTimeApart() {
        var first = SnapshotChunks.of(snapshot(1, JournalFormat.LINE_BYTES));
        var second = SnapshotChunks.of(snapshot(2, JournalFormat.LINE_BYTES));

        assertThat(chunks.next(first.get(0), 0)).isNull();
        assertThat(chunks.next(second.get(0), 1)).isNull();
        assertThat(Objects.requireNonNull(chunks.next(first.get(1), 2)).offset())
                .isZero();
        assertThat(Objects.requireNonNull(chunks.next(second.get(1), 3)).offset())
                .isEqualTo(1);
    }

    @Test
    void shouldTakeNothingOfOneThatWasNotFinished() {
        var torn = SnapshotChunks.of(snapshot(1, JournalFormat.LINE_BYTES));
        var next = SnapshotChunks.of(snapshot(2, 1));

        assertThat(chunks.next(torn.get(0), 0)).isNull();
        assertThat(Objects.requireNonNull(chunks.next(next.get(0), 1))
                        .snapshot()
                        .journalOffset())
                .isEqualTo(2);
    }

    @Test
    void shouldRefuseOneThatIsDamaged() {
        var chunk = SnapshotChunks.of(snapshot(1, 2)).get(0);
        chunk[chunk.length - 1]++;

        assertThatThrownBy(() -> chunks.next(chunk, 0))
                .isInstanceOf(UnreadableJournalException.class)
                .hasMessageContaining("checksum");
        for (var other : List.of(new byte[0], new byte[] {3})) {
            assertThatThrownBy(() -> chunks.next(other, 0))
                    .isInstanceOf(UnreadableJournalException.class)
                    .hasMessageContaining("format 1 or 2");
        }
    }
}
