package io.penstock.conformance.fault;

import io.penstock.journal.archive.PartitionPlan;
import io.penstock.journal.log.LogOwner;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The owner of a log that has no state. */
final class LogOffsets implements LogOwner {

    @Override
    public void records(int partition, long baseOffset, int count) {}

    @Override
    public void entry(ByteBuffer entry) {}

    @Override
    public void endOfFrame(long sequence) {}

    @Override
    public void restore(ByteBuffer snapshot) {}

    @Override
    public CompletionStage<byte[]> snapshot() {
        return CompletableFuture.completedFuture(new byte[0]);
    }

    @Override
    public PartitionPlan plan(int partition) {
        return null;
    }

    @Override
    public long[] needed(int partition, long from, long to) {
        return new long[] {from, to};
    }
}
