package io.penstock.broker.delivery;

import io.penstock.broker.entry.Entry;
import io.penstock.broker.entry.RangeBuilder;
import io.penstock.broker.feed.PartitionFeed;
import io.penstock.broker.loop.Command;
import io.penstock.broker.loop.LoopCall;
import io.penstock.broker.loop.LoopContext;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Reserves the deliveries that a transaction accepts, those of one loop or one subscription, so that nothing else
 * happens to them before it ends. It completes when they are reserved.
 */
public final class HeldDeliveries extends Command<Void> {

    private final LoopContext loop;
    private final List<LocalDelivery> deliveries = new ArrayList<>();

    public HeldDeliveries(LoopContext loop) {
        this.loop = loop;
    }

    public void add(LocalDelivery delivery) {
        deliveries.add(delivery);
    }

    public int size() {
        return deliveries.size();
    }

    public static List<HeldDeliveries> of(Collection<LocalDelivery> deliveries) {
        Map<LoopContext, HeldDeliveries> byLoop = new LinkedHashMap<>();
        for (var delivery : deliveries) {
            byLoop.computeIfAbsent(delivery.loop(), HeldDeliveries::new).add(delivery);
        }
        return List.copyOf(byLoop.values());
    }

    /** Takes all of them or none; if it fails, with what the first one failed. */
    public static CompletableFuture<Void> reserve(List<HeldDeliveries> shares) {
        var all = CompletableFuture.allOf(shares.toArray(CompletableFuture<?>[]::new))
                .whenComplete((done, failure) -> {
                    if (failure != null) {
                        shares.forEach(HeldDeliveries::undo);
                    }
                });
        shares.forEach(HeldDeliveries::submit);
        return all;
    }

    public void submit() {
        loop.submit(this);
    }

    @Override
    public void execute() {
        var lost = reserved();
        if (lost == null) {
            complete(null);
        } else {
            completeExceptionally(lost.leaseLost());
        }
    }

    /** Takes them out of everybody's reach, all of them or none; returns one that was lost. */
    private LocalDelivery reserved() {
        for (var delivery : deliveries) {
            if (delivery.state != RecordState.ACQUIRED) {
                return delivery;
            }
        }
        deliveries.forEach(delivery -> delivery.state = delivery.state.to(RecordState.SETTLING));
        return null;
    }

    /** Gives the deliveries back to their consumers, because nothing was written. */
    public void undo() {
        if (isDone() && !isCompletedExceptionally()) {
            loop.deliver(LoopCall.of(() -> deliveries.forEach(delivery -> delivery.settlements.unreserve(delivery))));
        }
    }

    /** Settles the deliveries, because they were accepted. */
    public void happened() {
        loop.deliver(LoopCall.of(() -> deliveries.forEach(delivery -> delivery.settlements.accepted(delivery))));
    }

    /** Lets the deliveries be handed out again, to anybody, because what was prepared was rolled back. */
    public void released() {
        loop.deliver(LoopCall.of(() -> deliveries.forEach(delivery -> delivery.settlements.unlocked(delivery))));
    }

    /** The entries that settle the deliveries: one for each subscription that is journaled. */
    public List<Entry.Settled> settlements() {
        Map<LocalSubscription, Map<PartitionFeed, RangeBuilder>> settled = new LinkedHashMap<>();
        for (var delivery : deliveries) {
            if (delivery.owner().isDurable()) {
                settled.computeIfAbsent(delivery.owner(), owner -> new LinkedHashMap<>())
                        .computeIfAbsent(delivery.feed, feed -> new RangeBuilder())
                        .add(delivery.offset);
            }
        }
        var entries = new ArrayList<Entry.Settled>();
        settled.forEach((owner, feeds) -> entries.add(new Entry.Settled(
                owner.id(),
                feeds.entrySet().stream()
                        .map(e -> new Entry.Settled.Ranges(
                                e.getKey().index, e.getValue().take()))
                        .toArray(Entry.Settled.Ranges[]::new))));
        return entries;
    }

    /** The entries that tell that the deliveries were handed out, in case they are handed out again. */
    public List<Entry.Tried> tries() {
        return deliveries.stream()
                .filter(delivery -> delivery.owner().isDurable())
                .map(delivery -> new Entry.Tried(
                        delivery.owner().id(), delivery.partition(), delivery.offset, delivery.expired()))
                .toList();
    }
}
