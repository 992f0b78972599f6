package io.penstock.broker.recovery;

import io.penstock.broker.delivery.SubscriptionEngine;
import io.penstock.broker.entry.Entry;
import io.penstock.broker.entry.SnapshotFormat;
import io.penstock.broker.loop.LoopCall;
import io.penstock.broker.loop.LoopContext;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Writes all journaled state as of one place of the journal, in the format of {@link SnapshotFormat}. */
final class BrokerSnapshot {

    private BrokerSnapshot() {}

    /**
     * Takes a snapshot. The journal's writer calls this and stands still meanwhile: what exists is written down at
     * once, and the progress of each subscription by its loop, when that has applied what it has been told so far. A
     * loop that has ended makes the snapshot fail.
     */
    static CompletableFuture<byte[]> take(BrokerState state, boolean shutDown) {
        var out = SnapshotFormat.Writer.first();
        out.add(new Entry.IdsUsed(
                state.destinations().nextPartitionId(), state.subscriptions().nextId()));
        out.add(shutDown ? new Entry.ShutDown() : new Entry.Started());
        var holes = state.destinations().offsetsLost();
        if (holes != null) {
            out.add(holes);
        }
        var destinations = state.destinations().destinations();
        destinations.forEach(destination -> destination.describe(out::add));
        state.routing().describe(out::add);
        var guarantees = state.guarantees().describe(destinations);
        state.timetable().describe(out::add);
        state.operations().describe(out::add);
        Map<LoopContext, List<SubscriptionEngine>> byLoop = new HashMap<>();
        for (var engine : state.subscriptions().journaled()) {
            if (!engine.isImplicit()) {
                out.add(new Entry.SubscriptionDeclared(engine.id(), engine.declared(), new long[0]));
            }
            byLoop.computeIfAbsent(engine.loop(), loop -> new ArrayList<>()).add(engine);
        }
        var parts = byLoop.entrySet().stream()
                .map(each -> progress(each.getKey(), each.getValue()))
                .toList();
        return CompletableFuture.allOf(parts.toArray(CompletableFuture[]::new)).thenApply(done -> {
            guarantees.accept(out::add);
            parts.forEach(part -> out.append(part.join()));
            return out.toBytes();
        });
    }

    private static CompletableFuture<SnapshotFormat.Writer> progress(
            LoopContext loop, List<SubscriptionEngine> engines) {
        var part = new LoopCall<>(() -> {
            var out = SnapshotFormat.Writer.part();
            engines.forEach(engine -> engine.describe(out::add));
            return out;
        });
        loop.deliver(part);
        return part;
    }
}
