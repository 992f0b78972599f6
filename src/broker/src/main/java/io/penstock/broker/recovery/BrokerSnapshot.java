package io.penstock.broker.recovery;

import io.penstock.broker.delivery.SubscriptionEngine;
import io.penstock.broker.destination.Catalog;
import io.penstock.broker.entry.Entry;
import io.penstock.broker.entry.EntryCodec;
import io.penstock.broker.entry.EntryReader;
import io.penstock.broker.entry.EntryWriter;
import io.penstock.broker.entry.UnreadableEntryException;
import io.penstock.broker.loop.LoopCall;
import io.penstock.broker.loop.LoopContext;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * All journaled state at one place of the journal, as entries that rebuild it: there is one format, and one path that
 * applies it.
 *
 * <pre>
 * snapshot   version:u8(1) { length:n entry }*     until the end; n and entry as in {@link EntryCodec}
 * </pre>
 *
 * <p>First what exists, then the progress of each subscription, which may refer to it. Where partitions end is not part
 * of it: the log knows.
 */
public final class BrokerSnapshot {

    private static final int VERSION = 1;

    private BrokerSnapshot() {}

    /**
     * Called by the journal's writer, which stands still meanwhile: what exists is written down at once, and how far
     * each subscription is by its loop, when that has applied what it has been told so far. A loop that has ended fails
     * it.
     */
    static CompletableFuture<byte[]> take(Catalog catalog, boolean shutDown) {
        var out = new Writer();
        out.bytes.octet(VERSION);
        out.add(new Entry.IdsUsed(catalog.nextPartitionId(), catalog.nextSubscriptionId()));
        out.add(shutDown ? new Entry.ShutDown() : new Entry.Started());
        catalog.destinations().forEach(destination -> destination.describe(out::add));
        catalog.routing().describe(out::add);
        var guarantees = catalog.guarantees().describe(catalog.destinations());
        catalog.timetable().describe(out::add);
        catalog.ledger().describe(out::add);
        Map<LoopContext, List<SubscriptionEngine>> byLoop = new HashMap<>();
        for (var engine : catalog.engines()) {
            if (!engine.isImplicit()) {
                out.add(new Entry.SubscriptionDeclared(engine.id(), engine.declared(), new long[0]));
            }
            byLoop.computeIfAbsent(engine.context(), loop -> new ArrayList<>()).add(engine);
        }
        var parts = byLoop.entrySet().stream()
                .map(each -> progress(each.getKey(), each.getValue()))
                .toList();
        return CompletableFuture.allOf(parts.toArray(CompletableFuture[]::new)).thenApply(done -> {
            guarantees.accept(out::add);
            parts.forEach(part -> out.bytes.append(part.join().bytes));
            return out.bytes.toBytes();
        });
    }

    private static CompletableFuture<Writer> progress(LoopContext loop, List<SubscriptionEngine> engines) {
        var part = new LoopCall<>(() -> {
            var out = new Writer();
            engines.forEach(engine -> engine.inventory().describeProgress(out::add));
            return out;
        });
        loop.deliver(part);
        return part;
    }

    /** @throws UnreadableEntryException if the bytes are no snapshot */
    public static void read(ByteBuffer snapshot, Consumer<Entry> state) {
        var in = new EntryReader(snapshot);
        int version = in.octet();
        if (version != VERSION) {
            throw new UnreadableEntryException("a snapshot is of the unknown version " + version);
        }
        while (in.hasMore()) {
            state.accept(EntryCodec.decode(in.nested()));
        }
    }

    /** Entries behind their lengths. */
    private static final class Writer {

        private final EntryWriter bytes = new EntryWriter();
        private final EntryWriter entry = new EntryWriter();

        private void add(Entry added) {
            entry.reset();
            EntryCodec.write(entry, added);
            bytes.nested(entry);
        }
    }
}
