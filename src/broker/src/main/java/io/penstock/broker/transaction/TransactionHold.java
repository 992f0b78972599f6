package io.penstock.broker.transaction;

import io.penstock.broker.delivery.HeldDeliveries;
import io.penstock.broker.delivery.LocalDelivery;
import io.penstock.broker.delivery.LocalSubscription;
import io.penstock.broker.delivery.SubscriptionEngine;
import io.penstock.broker.destination.LocalDestination;
import io.penstock.broker.entry.EntryCodec;
import io.penstock.broker.loop.Command;
import io.penstock.broker.subscription.Seek;
import io.penstock.journal.frame.Append;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Holds deliveries and subscriptions for a commit before it is written: nothing else happens to the deliveries, and
 * subscriptions that are moved stand still until then.
 *
 * <p>A subscription stands still only when what others have reserved of it has ended. So that no two commits wait for
 * each other, one that seeks takes its subscriptions one after the other, in an order that is the same for all; and it
 * must not wait for anything else while it has them. One that only accepts waits for no subscription, and takes all at
 * once.
 */
final class TransactionHold {

    private static final Comparator<LocalSubscription> ORDER = Comparator.comparing((LocalSubscription subscription) ->
                    subscription.destination().name())
            .thenComparing(LocalSubscription::name);

    private final List<HeldDeliveries> shares;
    private final List<Seek.InTransaction> seeks = new ArrayList<>();

    /** The steps in the order in which they are taken; none if no subscription is put elsewhere. */
    private final List<Command<Void>> steps = new ArrayList<>();

    /** @param offsets that subscriptions go on from, by partition */
    TransactionHold(Collection<LocalDelivery> deliveries, Map<SubscriptionEngine, long[]> offsets) {
        if (offsets.isEmpty()) {
            shares = HeldDeliveries.of(deliveries);
            return;
        }
        Map<LocalSubscription, HeldDeliveries> each = new LinkedHashMap<>();
        for (var delivery : deliveries) {
            each.computeIfAbsent(delivery.owner(), owner -> new HeldDeliveries(delivery.loop()))
                    .add(delivery);
        }
        Map<LocalSubscription, SubscriptionEngine> sought = new HashMap<>();
        for (var engine : offsets.keySet()) {
            sought.put(engine.subscription(), engine);
            each.computeIfAbsent(engine.subscription(), owner -> new HeldDeliveries(engine.loop()));
        }
        shares = List.copyOf(each.values());
        each.keySet().stream().sorted(ORDER).forEach(subscription -> {
            var share = each.get(subscription);
            var engine = sought.get(subscription);
            if (engine != null) {
                var seek = new Seek.InTransaction(engine, offsets.get(engine), share);
                seeks.add(seek);
                steps.add(seek);
            } else {
                steps.add(share);
            }
        });
    }

    /** Takes all or nothing; if it fails, with what the first one failed. */
    CompletableFuture<Void> take() {
        if (seeks.isEmpty()) {
            return HeldDeliveries.reserve(shares);
        }
        CompletableFuture<Void> all = CompletableFuture.completedFuture(null);
        for (var step : steps) {
            all = all.thenCompose(before -> submitted(step));
        }
        return all.whenComplete((done, failure) -> {
            if (failure != null) {
                undo();
            }
        });
    }

    private static CompletableFuture<Void> submitted(Command<Void> step) {
        if (step instanceof Seek.InTransaction seek) {
            seek.engine().loop().submit(seek);
        } else {
            ((HeldDeliveries) step).submit();
        }
        return step;
    }

    /** Whether subscriptions hand out nothing meanwhile. */
    boolean holdsBack() {
        return !seeks.isEmpty();
    }

    /** Adds the entries, settlements first, so that the new positions hold, whatever was settled. */
    void addTo(Append append) {
        shares.forEach(share -> share.settlements().forEach(entry -> append.addEntry(EntryCodec.encode(entry))));
        for (var seek : seeks) {
            if (seek.engine().isDurable()) {
                append.addEntry(EntryCodec.encode(seek.entry()));
            }
        }
    }

    /** Completes the hold, because the append is in the journal. */
    void happened() {
        shares.forEach(HeldDeliveries::happened);
        seeks.forEach(Seek.InTransaction::happened);
    }

    /**
     * Undoes the hold, because nothing was written; subscriptions first, so that consumers keep what was reserved of
     * theirs.
     */
    void undo() {
        seeks.stream()
                .filter(seek -> seek.isDone() && !seek.isCompletedExceptionally())
                .forEach(Seek.InTransaction::undo);
        shares.forEach(HeldDeliveries::undo);
    }

    /** The destinations of subscriptions that are moved: more may wait there than before. */
    Collection<LocalDestination> sought() {
        var sought = new LinkedHashSet<LocalDestination>();
        seeks.forEach(seek -> sought.add(seek.engine().destination()));
        return sought;
    }
}
