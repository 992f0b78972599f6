package io.penstock.broker.migration;

import io.penstock.broker.entry.Entry;
import io.penstock.broker.entry.GrowthEntry;
import io.penstock.broker.entry.GuaranteeEntry;
import io.penstock.broker.entry.RoutingEntry;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;

/** Whoever adds a type of entry, or a field to one, has to say here what becomes of it when offsets change. */
class EntryTranslationTest {

    /** The fields of those that are translated. A field that is added may have offsets. */
    private static final List<String> FIELDS = List.of(
            "IdsKnown(firstPartitionId, ids)",
            "KnownId(id, place, atMillis)",
            "Locked(subscription, locked, partitions)",
            "OperationNoted(operation)",
            "Over(firstPartitionId, ends)",
            "Prepared(id, atMillis, sends, settlements, schedules)",
            "ProducerKnown(number, id, epoch, lastUsedMillis, last, partitionIds, offsets)",
            "Settled(subscription, partitions)",
            "SubscriptionDeclared(id, subscription, startOffsets)",
            "Tried(subscription, partition, offset, attempts)");

    /** The fields of those that remain as they are. */
    private static final List<String> FIELDS_WITHOUT_OFFSETS = List.of(
            "Begun(firstPartitionId, partitions, firstNewId)",
            "Bound(binding)",
            "DestinationDeclared(destination, firstPartitionId, queueSubscription)",
            "DestinationExpires(firstPartitionId)",
            "ExchangeDeclared(destination)",
            "IdsUsed(nextPartitionId, nextSubscriptionId)",
            "Paused(subscription, paused)",
            "Resolved(id, committed)",
            "RuleDeclared(rule)",
            "ScheduleDeclared(state)",
            "ShutDown()",
            "Started()");

    private static List<Class<?>> types(Class<?> of) {
        var permitted = of.getPermittedSubclasses();
        if (of.isRecord()) {
            return List.of(of);
        }
        var types = new ArrayList<Class<?>>();
        for (var each : permitted == null ? new Class<?>[0] : permitted) {
            types.addAll(types(each));
        }
        return types;
    }

    private static List<Class<?>> all() {
        var types = new ArrayList<>(types(Entry.class));
        for (var open : List.of(GrowthEntry.class, GuaranteeEntry.class, RoutingEntry.class)) {
            types.addAll(types(open));
        }
        return types;
    }

    private static String fields(Class<?> type) {
        return type.getSimpleName()
                + Arrays.stream(type.getRecordComponents())
                        .map(each -> each.getName())
                        .collect(Collectors.joining(", ", "(", ")"));
    }

    @Test
    void shouldHaveOnePlaceForEachTypeOfEntry() {
        var placed = new ArrayList<Class<?>>(EntryTranslation.SAME);
        placed.addAll(EntryTranslation.DROPPED);
        placed.addAll(EntryTranslation.NEVER_IN_SNAPSHOTS);
        placed.addAll(EntryTranslation.TRANSLATED.keySet());

        assertThat(all()).hasSizeGreaterThan(40);
        assertThat(placed).containsExactlyInAnyOrderElementsOf(all());
    }

    @Test
    void shouldKnowEachFieldOfWhatIsTranslated() {
        var types = new ArrayList<Class<?>>(EntryTranslation.TRANSLATED.keySet());
        types.add(GuaranteeEntry.KnownId.class);

        assertThat(types.stream().map(EntryTranslationTest::fields)).containsExactlyInAnyOrderElementsOf(FIELDS);
        assertThat(EntryTranslation.SAME.stream().map(EntryTranslationTest::fields))
                .containsExactlyInAnyOrderElementsOf(FIELDS_WITHOUT_OFFSETS);
    }
}
