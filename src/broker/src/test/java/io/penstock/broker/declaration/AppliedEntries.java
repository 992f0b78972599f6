package io.penstock.broker.declaration;

import io.penstock.PenstockException;
import io.penstock.broker.delivery.InlineLoop;
import io.penstock.broker.entry.Entry;
import io.penstock.broker.entry.EntryCodec;
import io.penstock.broker.record.RecordView;
import io.penstock.broker.recovery.BrokerState;
import io.penstock.broker.recovery.JournalFollower;
import io.penstock.broker.subscription.EngineFactory;
import io.penstock.journal.record.BatchSizes;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** In place of a log: entries are applied to a state as soon as they are written, or when a test says so. */
final class AppliedEntries implements EntryLog {

    private final EngineFactory engines = new EngineFactory(InlineLoop::new);
    final BrokerState state = BrokerState.empty(engines);
    final List<Entry> written = new ArrayList<>();

    /** What waits until a test writes it; null if everything is written at once. */
    ArrayDeque<Runnable> waiting;

    private final JournalFollower follower = new JournalFollower(state);

    AppliedEntries() {
        engines.recovered((partition, whenHere) -> new NoRecords());
    }

    PartitionIds partitionIds(int most, PartitionIds.Leftovers leftovers) {
        return new PartitionIds(
                state.destinations(), this, state.guarantees().prepared(), leftovers, most, 0, () -> false);
    }

    /** As if somebody had sent. */
    void wrote(int partition, long baseOffset, int count) {
        follower.records(partition, baseOffset, count, new BatchSizes());
    }

    private static final class NoRecords implements RecordView.Source {

        @Override
        public RecordView from(long offset) {
            return null;
        }

        @Override
        public long startOffset() {
            return 0;
        }
    }

    @Override
    public void write(List<? extends Entry> entries) {
        for (var entry : entries) {
            written.add(entry);
            follower.entry(ByteBuffer.wrap(EntryCodec.encode(entry)));
        }
    }

    @Override
    public CompletableFuture<Void> append(List<? extends Entry> entries) {
        var done = new CompletableFuture<Void>();
        Runnable writing = () -> {
            write(entries);
            done.complete(null);
        };
        if (waiting == null) {
            writing.run();
        } else {
            waiting.add(writing);
        }
        return done;
    }

    /** As if its log had failed. */
    static EntryLog failed() {
        return new EntryLog() {
            @Override
            public void write(List<? extends Entry> entries) {
                throw new PenstockException.Unavailable("failed");
            }

            @Override
            public CompletableFuture<Void> append(List<? extends Entry> entries) {
                return CompletableFuture.failedFuture(new PenstockException.Unavailable("failed"));
            }
        };
    }
}
