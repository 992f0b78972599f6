package io.penstock.broker.migration;

import io.penstock.broker.entry.Entry;
import io.penstock.broker.entry.GrowthEntry;
import io.penstock.broker.entry.GuaranteeEntry;
import io.penstock.broker.entry.RecordPosition;
import io.penstock.broker.entry.RoutingEntry;
import io.penstock.broker.entry.StoredOperation;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Says of each entry of a snapshot what it is in a log whose offsets are others. Every type of entry has its place
 * here: one that is forgotten is refused.
 */
final class EntryTranslation implements Function<Entry, Entry> {

    /** What names no offset. */
    static final Set<Class<? extends Entry>> SAME = Set.of(
            Entry.DestinationDeclared.class,
            Entry.DestinationExpires.class,
            Entry.IdsUsed.class,
            Entry.Paused.class,
            Entry.ScheduleDeclared.class,
            Entry.ShutDown.class,
            Entry.Started.class,
            GrowthEntry.Begun.class,
            GuaranteeEntry.Resolved.class,
            RoutingEntry.Bound.class,
            RoutingEntry.ExchangeDeclared.class,
            RoutingEntry.RuleDeclared.class);

    /**
     * What is not needed there: holes, which are not copied, and what is known of messages that were not to outlive a
     * process that has ended, which are not copied either.
     */
    static final Set<Class<? extends Entry>> DROPPED =
            Set.of(Entry.LapsedSettled.class, Entry.OffsetsLost.class, Entry.VolatileSent.class);

    /** Changes of what a snapshot says as it is. */
    static final Set<Class<? extends Entry>> NEVER_IN_SNAPSHOTS = Set.of(
            Entry.DestinationDeleted.class,
            Entry.OperationCounted.class,
            Entry.OperationEnded.class,
            Entry.ScheduleCancelled.class,
            Entry.ScheduleFired.class,
            Entry.SchedulePaused.class,
            Entry.Sought.class,
            Entry.SubscriptionRemoved.class,
            GrowthEntry.Routed.class,
            GuaranteeEntry.Forgotten.class,
            GuaranteeEntry.Identified.class,
            GuaranteeEntry.ProducerExpired.class,
            GuaranteeEntry.ProducerOpened.class,
            GuaranteeEntry.Sequenced.class,
            GuaranteeEntry.SequencedNowhere.class,
            RoutingEntry.ExchangeDeleted.class,
            RoutingEntry.RuleRemoved.class,
            RoutingEntry.Unbound.class);

    /** What names offsets. */
    static final Map<Class<? extends Entry>, BiFunction<OffsetMaps, Entry, Entry>> TRANSLATED = translations();

    private final OffsetMaps offsets;

    EntryTranslation(OffsetMaps offsets) {
        this.offsets = offsets;
    }

    /** The entry for the other log, or null if it needs none. */
    @Override
    public Entry apply(Entry entry) {
        var type = entry.getClass();
        if (SAME.contains(type)) {
            return entry;
        }
        if (DROPPED.contains(type)) {
            return null;
        }
        var translation = TRANSLATED.get(type);
        if (translation == null) {
            throw new IllegalStateException("Nobody knows what an entry of type " + type.getSimpleName()
                    + " is in a log with other offsets. Report this as a defect.");
        }
        return translation.apply(offsets, entry);
    }

    private static Map<Class<? extends Entry>, BiFunction<OffsetMaps, Entry, Entry>> translations() {
        var all = new HashMap<Class<? extends Entry>, BiFunction<OffsetMaps, Entry, Entry>>();
        add(all, Entry.Locked.class, EntryTranslation::locked);
        add(all, Entry.OperationNoted.class, EntryTranslation::operation);
        add(all, Entry.Settled.class, EntryTranslation::settled);
        add(all, Entry.SubscriptionDeclared.class, EntryTranslation::subscription);
        add(all, Entry.Tried.class, EntryTranslation::tried);
        add(all, GrowthEntry.Over.class, EntryTranslation::grown);
        add(all, GuaranteeEntry.IdsKnown.class, EntryTranslation::ids);
        add(all, GuaranteeEntry.Prepared.class, EntryTranslation::prepared);
        add(all, GuaranteeEntry.ProducerKnown.class, EntryTranslation::producer);
        return Map.copyOf(all);
    }

    private static <E extends Entry> void add(
            Map<Class<? extends Entry>, BiFunction<OffsetMaps, Entry, Entry>> all,
            Class<E> type,
            BiFunction<OffsetMaps, E, Entry> translation) {
        all.put(type, (offsets, entry) -> translation.apply(offsets, type.cast(entry)));
    }

    private static Entry settled(OffsetMaps offsets, Entry.Settled entry) {
        var ranges = ranges(offsets, entry.subscription(), entry.partitions());
        return ranges.length == 0 ? null : new Entry.Settled(entry.subscription(), ranges);
    }

    private static Entry locked(OffsetMaps offsets, Entry.Locked entry) {
        var ranges = ranges(offsets, entry.subscription(), entry.partitions());
        return ranges.length == 0 ? null : new Entry.Locked(entry.subscription(), entry.locked(), ranges);
    }

    private static Entry.Settled.Ranges[] ranges(
            OffsetMaps offsets, int subscription, Entry.Settled.Ranges[] partitions) {
        return Arrays.stream(partitions)
                .map(each -> new Entry.Settled.Ranges(
                        each.partition(),
                        OffsetMaps.translated(offsets.ofSubscription(subscription, each.partition()), each.bounds())))
                .filter(each -> each.bounds().length > 0)
                .toArray(Entry.Settled.Ranges[]::new);
    }

    private static Entry tried(OffsetMaps offsets, Entry.Tried entry) {
        var map = offsets.ofSubscription(entry.subscription(), entry.partition());
        return map.has(entry.offset())
                ? new Entry.Tried(
                        entry.subscription(), entry.partition(), map.translated(entry.offset()), entry.attempts())
                : null;
    }

    private static Entry subscription(OffsetMaps offsets, Entry.SubscriptionDeclared entry) {
        return new Entry.SubscriptionDeclared(
                entry.id(),
                entry.subscription(),
                byIndex(
                        index -> offsets.ofDestination(entry.subscription().destination(), index),
                        entry.startOffsets()));
    }

    private static Entry grown(OffsetMaps offsets, GrowthEntry.Over entry) {
        return new GrowthEntry.Over(
                entry.firstPartitionId(),
                byIndex(index -> offsets.besides(entry.firstPartitionId(), index), entry.ends()));
    }

    private static Entry operation(OffsetMaps offsets, Entry.OperationNoted entry) {
        var operation = entry.operation();
        return new Entry.OperationNoted(new StoredOperation(
                operation.id(),
                operation.kind(),
                operation.startedMillis(),
                operation.actor(),
                operation.destination(),
                operation.subscription(),
                operation.letters(),
                byIndex(index -> offsets.ofDestination(operation.destination(), index), operation.ends()),
                operation.done(),
                operation.left(),
                operation.finishedMillis()));
    }

    private static long[] byIndex(Function<Integer, OffsetMap> maps, long[] offsets) {
        var translated = new long[offsets.length];
        Arrays.setAll(translated, index -> maps.apply(index).translated(offsets[index]));
        return translated;
    }

    /** An id is remembered also if its message is not there any more; its place is where it would be. */
    private static Entry ids(OffsetMaps offsets, GuaranteeEntry.IdsKnown entry) {
        var ids = Arrays.stream(entry.ids())
                .map(each -> new GuaranteeEntry.KnownId(
                        each.id(),
                        new RecordPosition(
                                each.place().partition(),
                                offsets.besides(
                                                entry.firstPartitionId(),
                                                each.place().partition())
                                        .translated(each.place().offset())),
                        each.atMillis()))
                .toArray(GuaranteeEntry.KnownId[]::new);
        return new GuaranteeEntry.IdsKnown(entry.firstPartitionId(), ids);
    }

    private static Entry producer(OffsetMaps offsets, GuaranteeEntry.ProducerKnown entry) {
        var places = new long[entry.offsets().length];
        Arrays.setAll(places, i -> {
            int partition = entry.partitionIds()[i];
            // Where a destination was deleted, the offset says nothing to anybody.
            return offsets.isPartition(partition)
                    ? offsets.ofPartition(partition).translated(entry.offsets()[i])
                    : entry.offsets()[i];
        });
        return new GuaranteeEntry.ProducerKnown(
                entry.number(),
                entry.id(),
                entry.epoch(),
                entry.lastUsedMillis(),
                entry.last(),
                entry.partitionIds(),
                places);
    }

    /** Its messages lie nowhere yet. */
    private static Entry prepared(OffsetMaps offsets, GuaranteeEntry.Prepared entry) {
        var settlements = Arrays.stream(entry.settlements())
                .map(each -> settled(offsets, each))
                .filter(each -> each != null)
                .toArray(Entry.Settled[]::new);
        return new GuaranteeEntry.Prepared(entry.id(), entry.atMillis(), entry.sends(), settlements, entry.schedules());
    }
}
