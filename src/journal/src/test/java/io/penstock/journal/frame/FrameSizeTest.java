package io.penstock.journal.frame;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FrameSizeTest {

    private static final int USUAL = 64 << 10;
    private static final int MOST_USUAL = 256 << 10;

    @Test
    void shouldKeepAFrameOfOnePartitionAtItsUsualSize() {
        assertThat(fill(1)).isBetween(USUAL / 2, USUAL);
    }

    @Test
    void shouldLetAFrameGrowWithItsPartitionsSoThatTheirBatchesHoldSeveralRecords() {
        assertThat(fill(100)).isBetween(USUAL + 1, USUAL + 100 * 768);
    }

    @Test
    void shouldNotLetAFrameGrowWithoutEnd() {
        assertThat(fill(10_000)).isBetween(USUAL, MOST_USUAL);
    }

    /** Fills a frame with records of that many partitions in turn; returns its length. */
    private static int fill(int partitionCount) {
        var partitions = new Partitions(partitionCount);
        for (var id = 0; id < partitionCount; id++) {
            partitions.obtain(id);
        }
        var frame = new FrameBuilder(partitions, 1, USUAL, MOST_USUAL);
        var append = TestAppend.record(false, 0, "x".repeat(100));
        frame.begin(append.maxFrameBytes());
        for (var next = 1; frame.hasRoomFor(append); next++) {
            frame.add(append);
            append = TestAppend.record(false, next % partitionCount, "x".repeat(100));
        }
        return frame.end();
    }
}
