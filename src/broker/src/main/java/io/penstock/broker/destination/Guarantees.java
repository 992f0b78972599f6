package io.penstock.broker.destination;

import io.penstock.broker.entry.Entry;
import io.penstock.broker.entry.GuaranteeEntry;
import io.penstock.broker.entry.RecordPosition;
import io.penstock.broker.entry.UnreadableEntryException;
import io.penstock.broker.guarantee.Deduplication;
import io.penstock.broker.guarantee.IdWindow;
import io.penstock.broker.guarantee.PreparedTransactions;
import io.penstock.broker.guarantee.ProducerState;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;

/**
 * Keeps the state behind the broker's promises: the ids of destinations, producers, prepared transactions. It changes
 * by applying entries, by one thread at a time (recovery, then the journal's writer); any thread reads it.
 */
public final class Guarantees {

    private final Catalog catalog;
    private final Map<Integer, ProducerState> producers = new ConcurrentSkipListMap<>();
    private final Map<String, ProducerState> producersById = new ConcurrentHashMap<>();
    private final PreparedTransactions prepared = new PreparedTransactions();

    public Guarantees(Catalog catalog) {
        this.catalog = catalog;
    }

    /** The producer of that id, or null. */
    public ProducerState producer(String id) {
        return producersById.get(id);
    }

    public Collection<ProducerState> producers() {
        return producers.values();
    }

    public int producerCount() {
        return producersById.size();
    }

    /** A number that no producer has. */
    public int nextProducerNumber() {
        return producers.isEmpty() ? 0 : ((ConcurrentSkipListMap<Integer, ProducerState>) producers).lastKey() + 1;
    }

    public PreparedTransactions prepared() {
        return prepared;
    }

    public void apply(Entry.Guarantee entry) {
        if (entry instanceof GuaranteeEntry.Identified identified) {
            var log = known(identified.partitionId());
            if (log != null) {
                var place = new RecordPosition(log.index(), log.endOffset() - identified.back());
                log.destination().deduplication().sent(identified.id(), place, identified.atMillis());
            }
        } else if (entry instanceof GuaranteeEntry.IdsKnown ids) {
            var log = known(ids.firstPartitionId());
            if (log == null) {
                return;
            }
            for (var each : ids.ids()) {
                log.destination().deduplication().sent(each.id(), each.place(), each.atMillis());
            }
        } else if (entry instanceof GuaranteeEntry.Sequenced sequenced) {
            var log = known(sequenced.partitionId());
            int id = log == null ? ProducerState.NOWHERE : log.id();
            long offset = log == null ? 0 : log.endOffset() - sequenced.back();
            producer(sequenced.number()).sent(sequenced.sequence(), id, offset, sequenced.atMillis());
        } else if (entry instanceof GuaranteeEntry.SequencedNowhere sequenced) {
            producer(sequenced.number()).sent(sequenced.sequence(), ProducerState.NOWHERE, 0, sequenced.atMillis());
        } else if (entry instanceof GuaranteeEntry.ProducerOpened opened) {
            producers
                    .computeIfAbsent(opened.number(), number -> added(new ProducerState(number, opened.id())))
                    .opened(opened.epoch(), opened.atMillis());
        } else if (entry instanceof GuaranteeEntry.ProducerKnown known) {
            producers.put(known.number(), added(ProducerState.of(known)));
        } else if (entry instanceof GuaranteeEntry.ProducerExpired expired) {
            var state = producers.remove(expired.number());
            if (state != null) {
                producersById.remove(state.id(), state);
                state.expired();
            }
        } else if (entry instanceof GuaranteeEntry transaction) {
            prepared.apply(transaction);
        }
    }

    /** The partition; null if its destination was deleted while the message was on its way. */
    private PartitionLog known(int partitionId) {
        var log = catalog.partition(partitionId);
        if (log == null && partitionId >= catalog.nextPartitionId()) {
            throw new UnreadableEntryException("an entry names partition " + partitionId + ", which does not exist");
        }
        return log;
    }

    private ProducerState producer(int number) {
        var state = producers.get(number);
        if (state == null) {
            throw new UnreadableEntryException("an entry names producer " + number + ", which does not exist");
        }
        return state;
    }

    private ProducerState added(ProducerState state) {
        producersById.put(state.id(), state);
        return state;
    }

    /**
     * Passes on all of it, as entries that rebuild it. The journal's writer calls this and must not wait: large parts
     * are copied now, and described when the result is asked to.
     */
    public Consumer<Consumer<Entry>> describe(Collection<LocalDestination> destinations) {
        Map<Integer, IdWindow> windows = new HashMap<>();
        for (var destination : destinations) {
            var window = destination.deduplication().remembered();
            if (window.size() > 0) {
                windows.put(destination.partition(0).id(), window);
            }
        }
        var known = producers.values().stream().map(ProducerState::asEntry).toList();
        List<GuaranteeEntry> transactions = prepared.asEntries();
        return entries -> {
            windows.forEach((partition, window) -> Deduplication.describe(partition, window, entries));
            known.forEach(entries);
            transactions.forEach(entries);
        };
    }
}
