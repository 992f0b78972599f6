package io.penstock.broker.declaration;

import io.penstock.Destination;
import io.penstock.PenstockException;
import io.penstock.Subscription;
import io.penstock.broker.destination.StartOffsets;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What destinations and subscriptions take of the heap is bounded where they are declared. */
class LaneBoundTest {

    /** 256 partitions that are read. */
    private static final long HEAP_BYTES = 1 << 20;

    private final AppliedEntries entries = new AppliedEntries();
    private final DeclarationLog log = new DeclarationLog(
            entries,
            entries.partitionIds(1_000_000, new LeftoversForTests()),
            1,
            new LaneBound(entries.state.subscriptions().lanes(), HEAP_BYTES));
    private final StartOffsets positions = new StartOffsets(partition -> 0, (partition, millis) -> 0);
    private final DestinationDeclarations destinations =
            new DestinationDeclarations(entries.state.destinations(), entries.state.subscriptions(), log);
    private final DestinationChanges changes = new DestinationChanges(
            entries.state.destinations(), entries.state.subscriptions(), log, positions, () -> false);
    private final SubscriptionDeclarations subscriptions =
            new SubscriptionDeclarations(entries.state.destinations(), entries.state.subscriptions(), log, positions);

    @Test
    void shouldRefuseMorePartitionsWithPrioritiesThanTheHeapCanHold() {
        var wanted = Destination.queue("q").partitions(65_536).priorities(10).build();

        assertThat(destinations.declare(wanted))
                .isCompletedExceptionally()
                .satisfies(refused -> assertThatThrownBy(refused::join)
                        .hasCauseInstanceOf(PenstockException.InvalidConfiguration.class)
                        .hasMessageContaining("'q'")
                        .hasMessageContaining("655360 more partition(s)")
                        .hasMessageContaining("a heap of 1 MiB")
                        .hasMessageContaining("-Xmx"));
        assertThat(entries.state.destinations().find("q")).isNull();
    }

    @Test
    void shouldRefuseToGrowBeyondTheHeap() {
        destinations.declare(Destination.queue("q").partitions(200).build()).join();

        assertThatThrownBy(() ->
                        changes.alter(Destination.queue("q").partitions(400).build()))
                .isInstanceOf(PenstockException.InvalidConfiguration.class)
                .hasMessageContaining("200 more partition(s)");
        assertThat(entries.state.destinations().find("q").declared().partitions())
                .isEqualTo(200);
    }

    @Test
    void shouldRefuseOneSubscriptionTooManyOfATopicAndTakeItWhenAnotherIsGone() {
        destinations.declare(Destination.topic("t").partitions(100).build()).join();
        subscriptions.declare(Subscription.ofTopic("t", "a").build());
        subscriptions.declare(Subscription.ofTopic("t", "b").durable(false).build());

        assertThatThrownBy(() ->
                        subscriptions.declare(Subscription.ofTopic("t", "c").build()))
                .isInstanceOf(PenstockException.Conflict.class)
                .hasMessageContaining("'c'")
                .hasMessageContaining("there are 200");

        subscriptions.remove("t", "a");
        assertThat(subscriptions.declare(Subscription.ofTopic("t", "c").build()).name())
                .isEqualTo("c");
    }
}
