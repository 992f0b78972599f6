package io.penstock.journal.checkpoint;

import io.penstock.journal.JournalException;
import io.penstock.journal.LogCapture;
import io.penstock.journal.archive.ArchiveMarks;
import io.penstock.journal.archive.ArchiveMarks.PartitionMark;
import io.penstock.journal.archive.ArchiveMarks.SegmentMark;
import io.penstock.journal.storage.MemoryStorage;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32C;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CheckpointsTest {

    private static final long STORE_ID = 0x0123456789ABCDEFL;
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.ofEpochMilli(77));

    private static final ArchiveMarks MARKS = new ArchiveMarks(List.of(
            new PartitionMark(
                    0, "queues/bestellungen/0", 4, 10, List.of(new SegmentMark(4, 65_536), new SegmentMark(8, 512))),
            new PartitionMark(3, "topics/größen/3", 0, 7, List.of())));

    private final MemoryStorage storage = new MemoryStorage();

    @Test
    void shouldWriteAndReadTheGoldenFile() throws IOException {
        var golden = golden();
        assertThat(encoded(checkpoint(9, "state of the owner"))).isEqualTo(golden);

        var read = CheckpointFormat.decode(ByteBuffer.wrap(golden), STORE_ID, 9, "x");
        assertThat(read.number()).isEqualTo(9);
        assertThat(read.incarnation()).isEqualTo(5);
        assertThat(read.sequence()).isEqualTo(41);
        assertThat(read.moved()).isEqualTo(30);
        assertThat(read.clean()).isTrue();
        assertThat(read.ends()).containsExactly(0, 12, 3, 1L << 33);
        assertThat(read.marks()).isEqualTo(MARKS);
        assertThat(state(read)).isEqualTo("state of the owner");
    }

    @Test
    void shouldKeepTheLastTwo() throws IOException {
        var checkpoints = open().checkpoints();
        assertThat(checkpoints.nextNumber()).isEqualTo(1);
        assertThat(checkpoints.floor()).isNull();
        for (var number = 1; number <= 4; number++) {
            checkpoints.write(checkpoint(number, "state " + number));
        }

        assertThat(storage.list()).containsExactlyInAnyOrder(Checkpoints.name(3), Checkpoints.name(4));
        var found = open();
        assertThat(state(found.newest())).isEqualTo("state 4");
        assertThat(found.checkpoints().newest().number()).isEqualTo(4);
        assertThat(found.checkpoints().floor().number()).isEqualTo(3);
        assertThat(found.checkpoints().nextNumber()).isEqualTo(5);
    }

    @Test
    void shouldFallBackToTheOlderOneWhereverTheNewerIsCut() throws IOException {
        var bytes = writeTwo();
        for (var length = 0; length < bytes.length; length++) {
            assertFallsBack(Arrays.copyOf(bytes, length), "cut at " + length);
        }
    }

    @Test
    void shouldFallBackToTheOlderOneWhicheverByteOfTheNewerIsDamaged() throws IOException {
        var bytes = writeTwo();
        for (var position = 0; position < bytes.length; position++) {
            var damaged = bytes.clone();
            damaged[position] ^= (byte) (1 << position % 8);
            assertFallsBack(damaged, "bit of " + position);
        }
    }

    @Test
    void shouldNotGoOnFromAnOldOneWhenTheLastTwoAreDamaged() throws IOException {
        writeTwo();
        storage.put(Checkpoints.name(3), storage.bytes(Checkpoints.name(2)));
        storage.flip(Checkpoints.name(2), 70);

        assertThatThrownBy(this::open)
                .isInstanceOf(JournalException.Corrupted.class)
                .hasMessageContaining("checkpoint 2 of store");
        storage.flip(Checkpoints.name(3), 70);
        assertThatThrownBy(this::open)
                .isInstanceOf(JournalException.Corrupted.class)
                .hasMessageContaining("No checkpoint is whole");
        // Number 1 may need what was given up since, so it has gone.
        assertThat(storage.list()).containsExactlyInAnyOrder(Checkpoints.name(2), Checkpoints.name(3));
    }

    @Test
    void shouldClearAwayWhatWasNotFinished() throws IOException {
        writeTwo();
        storage.put(Checkpoints.name(3) + Checkpoints.WRITING_SUFFIX, new byte[10]);

        assertThat(open().newest().number()).isEqualTo(2);
        assertThat(storage.list()).containsExactlyInAnyOrder(Checkpoints.name(1), Checkpoints.name(2));
    }

    @Test
    void shouldRefuseLengthsThatTheFileDoesNotHave() throws IOException {
        // The checksum is right, as if somebody meant it: still nothing is allocated for what is not there.
        for (var field : new int[] {52, 56, 60}) {
            for (var length : new int[] {-1, Integer.MAX_VALUE, Integer.MIN_VALUE, 1 << 29, 1}) {
                assertThat(decode(golden(), field, length))
                        .as(field + " = " + length)
                        .isNull();
            }
        }
        var firstPartition = 64 + 24;
        for (var field : new int[] {firstPartition + 20, firstPartition + 24}) {
            for (var count : new int[] {-1, Integer.MAX_VALUE, Integer.MIN_VALUE, 1 << 27}) {
                assertThat(decode(golden(), field, count))
                        .as(field + " = " + count)
                        .isNull();
            }
        }
    }

    @Test
    void shouldRefuseAnotherFormatAndAnotherStore() throws IOException {
        assertThatThrownBy(() -> decode(golden(), 8, 2))
                .isInstanceOf(JournalException.UnusableDirectory.class)
                .hasMessageContaining("format 2");
        assertThatThrownBy(() -> decode(golden(), 16, 1))
                .isInstanceOf(JournalException.Corrupted.class)
                .hasMessageContaining("foreign");
    }

    private static Checkpoint decode(byte[] bytes, int field, int value) {
        var buffer = ByteBuffer.wrap(bytes).putInt(field, value);
        var crc = new CRC32C();
        crc.update(buffer.slice(0, bytes.length - 4));
        buffer.putInt(bytes.length - 4, (int) crc.getValue());
        return CheckpointFormat.decode(buffer, STORE_ID, 9, "x");
    }

    private void assertFallsBack(byte[] newer, String how) throws IOException {
        storage.put(Checkpoints.name(2), newer);
        try (var log = new LogCapture(Checkpoints.class)) {
            var found = open();
            assertThat(state(found.newest())).as(how).isEqualTo("older");
            assertThat(found.checkpoints().floor()).as(how).isNull();
            assertThat(log.messages).as(how).hasSize(1);
        }
        var aside = Checkpoints.name(2) + ".corrupt-77";
        assertThat(storage.bytes(aside)).as(how).isEqualTo(newer);
        storage.delete(aside);
    }

    private byte[] writeTwo() throws IOException {
        var checkpoints = open().checkpoints();
        checkpoints.write(checkpoint(1, "older"));
        checkpoints.write(checkpoint(2, "newer"));
        return storage.bytes(Checkpoints.name(2));
    }

    private Checkpoints.Found open() throws IOException {
        return Checkpoints.open(storage, STORE_ID, CLOCK);
    }

    private static Checkpoint checkpoint(long number, String state) {
        var bytes = ByteBuffer.wrap(state.getBytes(StandardCharsets.UTF_8));
        return new Checkpoint(number, 5, 41, 30, true, new long[] {0, 12, 3, 1L << 33}, MARKS, bytes);
    }

    private static String state(Checkpoint checkpoint) {
        return StandardCharsets.UTF_8.decode(checkpoint.state().duplicate()).toString();
    }

    private static byte[] encoded(Checkpoint checkpoint) {
        var bytes = new ByteArrayOutputStream();
        for (var piece : CheckpointFormat.encode(checkpoint, STORE_ID)) {
            var copy = new byte[piece.remaining()];
            piece.duplicate().get(copy);
            bytes.writeBytes(copy);
        }
        return bytes.toByteArray();
    }

    private static byte[] golden() throws IOException {
        try (var file = CheckpointsTest.class.getResourceAsStream("/golden/checkpoint-v1.hex")) {
            var text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
            return HexFormat.of().parseHex(text.replaceAll("#.*", "").replaceAll("\\s", ""));
        }
    }
}
