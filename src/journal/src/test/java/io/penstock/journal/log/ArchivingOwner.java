package io.penstock.journal.log;

import io.penstock.journal.archive.CleanupPolicy;
import io.penstock.journal.archive.PartitionPlan;
import io.penstock.journal.record.BatchCompression;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import static org.assertj.core.api.Assertions.assertThat;

/** Has every record archived and keeps it for ever; its state is one byte. */
public class ArchivingOwner implements LogOwner {

    @Override
    public void records(int partition, long baseOffset, int count) {}

    @Override
    public void entry(ByteBuffer entry) {}

    @Override
    public void endOfFrame(long sequence) {}

    @Override
    public void restore(ByteBuffer state) {
        assertThat(state.get()).isEqualTo((byte) 7);
    }

    @Override
    public CompletionStage<byte[]> snapshot() {
        return CompletableFuture.completedFuture(new byte[] {7});
    }

    @Override
    public PartitionPlan plan(int partition) {
        return new PartitionPlan(
                "d", 0, "p/" + partition, CleanupPolicy.EXPIRE, null, 0, Duration.ZERO, false, BatchCompression.NONE);
    }

    @Override
    public long[] needed(int partition, long from, long to) {
        return new long[] {from, to};
    }
}
