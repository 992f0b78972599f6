package io.penstock.broker.declaration;

import io.penstock.Destination;
import io.penstock.OperationKind;
import io.penstock.PenstockException;
import io.penstock.Subscription;
import io.penstock.TopicRule;
import io.penstock.broker.destination.StartOffsets;
import io.penstock.broker.entry.Entry;
import io.penstock.broker.entry.GlobalId;
import io.penstock.broker.entry.GuaranteeEntry;
import io.penstock.broker.entry.IdHash;
import io.penstock.broker.entry.StoredOperation;
import io.penstock.broker.entry.UnreadableEntryException;
import io.penstock.journal.record.EncodedRecord;
import org.junit.jupiter.api.Test;

import java.util.ArrayDeque;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What makes destinations and subscriptions exist, over a state and no log. */
class DestinationDeclarationsTest {

    private static final int MAX_PARTITIONS = 8;
    private static final StoredOperation DELETION =
            StoredOperation.finished(1, OperationKind.DELETE, 1, "ada", "t", "", 0, 0);

    private final AppliedEntries entries = new AppliedEntries();
    private final LeftoversForTests leftovers = new LeftoversForTests();

    /** 1 MiB of heap: about 250 partitions that are read. */
    private final LaneBound memory = new LaneBound(entries.state.subscriptions().lanes(), 1 << 20);

    private final PartitionIds ids = entries.partitionIds(MAX_PARTITIONS, leftovers);
    private final DeclarationLog log = new DeclarationLog(entries, ids, 1, memory);
    private final StartOffsets positions = new StartOffsets(partition -> 0, (partition, millis) -> 0);
    private final DestinationDeclarations destinations =
            new DestinationDeclarations(entries.state.destinations(), entries.state.subscriptions(), log);
    private final DestinationChanges changes = new DestinationChanges(
            entries.state.destinations(), entries.state.subscriptions(), log, positions, () -> false);
    private final SubscriptionDeclarations subscriptions =
            new SubscriptionDeclarations(entries.state.destinations(), entries.state.subscriptions(), log, positions);
    private final RuleDeclarations rules = new RuleDeclarations(
            entries.state.destinations(), entries.state.subscriptions(), log, destinations, subscriptions);

    @Test
    void shouldDeclareAQueueWithItsSubscriptionOnce() {
        var queue = destinations
                .declare(Destination.queue("q").partitions(2).build())
                .join();
        var again = destinations
                .declare(Destination.queue("q").partitions(2).build())
                .join();

        assertThat(again).isSameAs(queue);
        assertThat(entries.written).hasSize(1);
        assertThat(entries.state.subscriptions().find(queue, "q").isImplicit()).isTrue();
    }

    @Test
    void shouldRefuseWhatContradictsWhatExists() {
        destinations.declare(Destination.queue("q").build()).join();

        assertThat(destinations.declare(Destination.topic("q").build()))
                .isCompletedExceptionally()
                .satisfies(refused -> assertThatThrownBy(refused::join)
                        .hasCauseInstanceOf(PenstockException.Conflict.class)
                        .hasMessageContaining("exists as a QUEUE"));
    }

    @Test
    void shouldGiveWhoDeclaresTheSameMeanwhileTheSame() {
        entries.waiting = new ArrayDeque<>();
        var first = destinations.declare(Destination.queue("q").build());
        var second = destinations.declare(Destination.queue("q").build());
        assertThat(entries.waiting).hasSize(1);
        assertThat(second).isNotDone();

        entries.waiting.remove().run();

        assertThat(second.join()).isSameAs(first.join());
    }

    @Test
    void shouldLetANameBeDeclaredAgainThatCouldNotBeWritten() {
        var failing = new DestinationDeclarations(
                entries.state.destinations(),
                entries.state.subscriptions(),
                new DeclarationLog(
                        AppliedEntries.failed(), entries.partitionIds(MAX_PARTITIONS, leftovers), 1, memory));

        assertThat(failing.declare(Destination.queue("q").build())).isCompletedExceptionally();
        assertThat(failing.declare(Destination.queue("q").build()))
                .as("it does not wait for the first for ever")
                .isCompletedExceptionally();
    }

    @Test
    void shouldRefuseMorePartitionsThanTheLogHasRoomFor() {
        destinations
                .declare(Destination.topic("t").partitions(MAX_PARTITIONS - 1).build())
                .join();

        assertThat(destinations.declare(Destination.topic("u").partitions(2).build()))
                .isCompletedExceptionally()
                .satisfies(refused -> assertThatThrownBy(refused::join)
                        .hasCauseInstanceOf(PenstockException.InvalidConfiguration.class)
                        .hasMessageContaining("room for 1 more partition(s)"));
    }

    @Test
    void shouldDeclareTheSubscriptionsOfARuleWithATopic() {
        rules.declare(TopicRule.of("audit", "orders.*").build());
        var topic = destinations.declare(Destination.topic("orders.eu").build()).join();
        var other = destinations.declare(Destination.topic("stock.eu").build()).join();

        assertThat(entries.state.subscriptions().find(topic, "audit")).isNotNull();
        assertThat(entries.state.subscriptions().find(other, "audit")).isNull();
        assertThatThrownBy(() -> subscriptions.remove("orders.eu", "audit"))
                .isInstanceOf(PenstockException.Conflict.class)
                .hasMessageContaining("belongs to the rule");

        rules.remove("audit");
        assertThat(entries.state.subscriptions().find(topic, "audit")).isNull();
    }

    @Test
    void shouldKeepAQueuesOneSubscription() {
        destinations.declare(Destination.queue("q").build()).join();

        assertThatThrownBy(() ->
                        subscriptions.declare(Subscription.ofTopic("q", "other").build()))
                .isInstanceOf(PenstockException.Conflict.class)
                .hasMessageContaining("exactly one subscription");
        assertThatThrownBy(() -> subscriptions.remove("q", "q")).isInstanceOf(PenstockException.Conflict.class);
    }

    @Test
    void shouldWriteOnlyWhatChanges() {
        destinations.declare(Destination.topic("t").build()).join();
        var declared = Subscription.ofTopic("t", "s").maxDeliveries(3).build();
        subscriptions.declare(declared);
        int before = entries.written.size();

        subscriptions.declare(declared);
        assertThat(entries.written).hasSize(before);

        subscriptions.declare(Subscription.ofTopic("t", "s").maxDeliveries(4).build());
        assertThat(entries.written).hasSize(before + 1);
    }

    @Test
    void shouldGrowInThreeStepsOfWhichTheLastSaysWhereTheOldRoutesEnd() {
        destinations.declare(Destination.topic("t").partitions(2).build()).join();
        int before = entries.written.size();

        var grown = changes.alter(Destination.topic("t").partitions(3).build());

        assertThat(grown.partitions()).isEqualTo(3);
        assertThat(entries.written).hasSize(before + 3);
        assertThat(entries.state.destinations().find("t").partitions().unfinished())
                .isNull();
        assertThatThrownBy(
                        () -> changes.alter(Destination.topic("t").partitions(2).build()))
                .isInstanceOf(PenstockException.Conflict.class);
    }

    @Test
    void shouldDeleteADestinationWithItsSubscriptions() {
        destinations.declare(Destination.topic("t").build()).join();
        var topic = entries.state.destinations().find("t");
        subscriptions.declare(Subscription.ofTopic("t", "s").build());

        changes.delete("t", false, (messages, consumers) -> {
            assertThat(messages).isZero();
            assertThat(consumers).isZero();
            return DELETION;
        });

        assertThat(entries.state.destinations().find("t")).isNull();
        assertThat(entries.state.subscriptions().list(topic)).isEmpty();
        assertThat(entries.written).anyMatch(Entry.DestinationDeleted.class::isInstance);
    }

    private void delete(String name) {
        changes.delete(name, true, (messages, consumers) -> DELETION);
    }

    @Test
    void shouldUseIdsAgainToWhichNothingWasWritten() {
        for (int i = 0; i < 10 * MAX_PARTITIONS; i++) {
            destinations
                    .declare(Destination.queue("q" + i).partitions(3).build())
                    .join();
            delete("q" + i);
        }

        var last = destinations.declare(
                Destination.queue("last").partitions(MAX_PARTITIONS).build());
        assertThat(last).isCompletedExceptionally();
        assertThat(destinations
                        .declare(Destination.queue("fits").partitions(3).build())
                        .join()
                        .partition(0)
                        .id())
                .isZero();
    }

    private int idOf(String name) {
        return destinations
                .declare(Destination.queue(name).build())
                .join()
                .partition(0)
                .id();
    }

    @Test
    void shouldNotUseAnIdAgainWhoseRecordsTheLogStillHas() {
        leftovers.partitions.set(idOf("q"));
        delete("q");
        ids.recovered();

        assertThat(idOf("other")).isEqualTo(1);
    }

    @Test
    void shouldUseAnIdAgainWhoseRecordsTheLogHasForgotten() {
        for (int i = 0; i < MAX_PARTITIONS; i++) {
            leftovers.partitions.set(idOf("q"));
            delete("q");
            leftovers.partitions.clear();
        }

        assertThat(idOf("other")).isZero();
        assertThat(leftovers.agedAll).isZero();
    }

    @Test
    void shouldHaveTheLogForgetWhenIdsRunShort() {
        for (int i = 0; i < 3 * MAX_PARTITIONS; i++) {
            leftovers.partitions.set(idOf("q"));
            delete("q");
        }

        assertThat(leftovers.agedAll).isEqualTo(2);
    }

    @Test
    void shouldNotUseAnIdAgainThatAPreparedTransactionSendsTo() {
        int id = idOf("q");
        var send = new GuaranteeEntry.PreparedSend(id, new EncodedRecord(0, new byte[10]), null);
        var prepared = new GuaranteeEntry.Prepared(
                new GlobalId(new byte[] {1}),
                0,
                new GuaranteeEntry.PreparedSend[] {send},
                new Entry.Settled[0],
                new Entry.Scheduling[0]);
        entries.write(List.of(prepared));
        delete("q");
        ids.recovered();

        assertThat(idOf("other")).isNotEqualTo(id);

        entries.write(List.of(new GuaranteeEntry.Resolved(prepared.id(), true)));
        ids.recovered();
        assertThat(idOf("third")).isEqualTo(id);
    }

    @Test
    void shouldBeginWhereTheFormerOwnerOfItsPartitionEnded() {
        var former = destinations.declare(Destination.queue("q").build()).join();
        entries.wrote(0, 0, 5);
        delete("q");
        ids.recovered();

        var queue = destinations.declare(Destination.queue("r").build()).join();

        assertThat(former.partition(0).beginsAt()).isZero();
        assertThat(queue.partition(0).beginsAt()).isEqualTo(5);
        assertThat(queue.partition(0).endOffset()).isEqualTo(5);
        assertThat(queue.depth()).isZero();
        entries.wrote(0, 5, 2);
        assertThat(queue.depth()).isEqualTo(2);
    }

    @Test
    void shouldPassOverTheIdOfAMessageWhoseDestinationWasDeletedWhileItWasOnItsWay() {
        int id = idOf("q");
        delete("q");
        entries.wrote(id, 0, 1);

        entries.write(List.of(new GuaranteeEntry.Identified(id, 1, IdHash.of("m"), 0)));

        var unknown = new GuaranteeEntry.Identified(id + 1, 1, IdHash.of("m"), 0);
        assertThatThrownBy(() -> entries.write(List.of(unknown))).isInstanceOf(UnreadableEntryException.class);
    }

    @Test
    void shouldRefuseARecordThatWasRoutedBeforeItsDestinationWasDeleted() {
        var queue = destinations.declare(Destination.queue("q").build()).join();
        var routed = queue.partition(0);
        delete("q");

        assertThatThrownBy(() -> routed.now(new EncodedRecord(0, new byte[10])))
                .isInstanceOf(PenstockException.UnknownDestination.class);
    }
}
