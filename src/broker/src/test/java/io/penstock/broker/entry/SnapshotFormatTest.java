package io.penstock.broker.entry;

import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.util.ArrayList;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SnapshotFormatTest {

    @Test
    void shouldGiveTheEntriesOfAllPartsInOrder() {
        var snapshot = SnapshotFormat.Writer.first();
        snapshot.add(new Entry.IdsUsed(7, 3));
        var part = SnapshotFormat.Writer.part();
        part.add(new Entry.Paused(1, true));
        part.add(new Entry.Paused(2, false));
        snapshot.append(part);

        var read = new ArrayList<Entry>();
        SnapshotFormat.read(ByteBuffer.wrap(snapshot.toBytes()), read::add);

        assertThat(read)
                .containsExactly(new Entry.IdsUsed(7, 3), new Entry.Paused(1, true), new Entry.Paused(2, false));
    }

    @Test
    void shouldRefuseAnotherVersion() {
        byte[] bytes = SnapshotFormat.Writer.first().toBytes();
        bytes[0]++;

        assertThatThrownBy(() -> SnapshotFormat.read(ByteBuffer.wrap(bytes), entry -> {}))
                .isInstanceOf(UnreadableEntryException.class)
                .hasMessageContaining("version 2");
    }
}
