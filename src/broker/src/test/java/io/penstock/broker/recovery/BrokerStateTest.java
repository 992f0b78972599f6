package io.penstock.broker.recovery;

import io.penstock.Binding;
import io.penstock.Destination;
import io.penstock.ExchangeType;
import io.penstock.Subscription;
import io.penstock.TopicRule;
import io.penstock.broker.delivery.InlineLoop;
import io.penstock.broker.entry.Entry;
import io.penstock.broker.entry.RoutingEntry;
import io.penstock.broker.entry.UnreadableEntryException;
import io.penstock.broker.subscription.EngineFactory;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What each entry does to the state, with no log that holds it. */
class BrokerStateTest {

    private final BrokerState state = BrokerState.empty(new EngineFactory(InlineLoop::new));

    private void declareTopic() {
        state.apply(new Entry.DestinationDeclared(Destination.topic("t").build(), 0, 0));
        state.apply(
                new Entry.SubscriptionDeclared(1, Subscription.ofTopic("t", "s").build(), new long[] {5}));
    }

    @Test
    void shouldGiveAQueueItsSubscription() {
        state.apply(new Entry.DestinationDeclared(
                Destination.queue("q").partitions(2).build(), 3, 7));

        var queue = state.destinations().find("q");
        assertThat(state.destinations().partition(4).destination()).isSameAs(queue);
        assertThat(state.subscriptions().find(7)).isSameAs(state.subscriptions().find(queue, "q"));
        assertThat(state.subscriptions().nextId()).isEqualTo(8);
        assertThat(state.destinations().nextPartitionId()).isEqualTo(5);
        assertThat(state.subscriptions().isDeadLetterQueue("q.dlq")).isTrue();
    }

    @Test
    void shouldTellASubscriptionOfItsProgress() {
        declareTopic();

        state.apply(Entry.Settled.one(1, 0, 5));

        assertThat(state.subscriptions().find(1).report().oldestUnsettled()).containsExactly(6);
    }

    @Test
    void shouldPassOverProgressOfASubscriptionThatIsGone() {
        declareTopic();
        state.apply(new Entry.SubscriptionRemoved(1));

        state.apply(Entry.Settled.one(1, 0, 5));

        assertThat(state.subscriptions().find(1)).isNull();
    }

    @Test
    void shouldRefuseWhatWasNeverDeclared() {
        declareTopic();

        assertThatThrownBy(() -> state.apply(Entry.Settled.one(2, 0, 5)))
                .isInstanceOf(UnreadableEntryException.class)
                .hasMessageContaining("subscription 2");
        assertThatThrownBy(() -> state.apply(new Entry.SubscriptionDeclared(
                        2, Subscription.ofTopic("u", "s").build(), new long[1])))
                .isInstanceOf(UnreadableEntryException.class)
                .hasMessageContaining("destination 'u'");
        assertThatThrownBy(() -> state.apply(new Entry.DestinationExpires(1)))
                .isInstanceOf(UnreadableEntryException.class)
                .hasMessageContaining("partition 1");
    }

    @Test
    void shouldDeleteWhatRefersToADestinationWithIt() {
        declareTopic();
        state.apply(new RoutingEntry.ExchangeDeclared(
                Destination.exchange("x", ExchangeType.DIRECT).build()));
        state.apply(new RoutingEntry.Bound(Binding.of("x", "key", "t").build()));
        var engine = state.subscriptions().find(1);

        state.apply(new Entry.DestinationDeleted("t", 0));

        assertThat(state.destinations().find("t")).isNull();
        assertThat(state.destinations().partition(0)).isNull();
        assertThat(state.subscriptions().find(1)).isNull();
        assertThat(engine.isGone()).isTrue();
        assertThat(state.routing().exchange("x").bindings()).isEmpty();
    }

    @Test
    void shouldKnowARuleUntilItIsRemoved() {
        var rule = TopicRule.of("audit", "t.*").build();
        state.apply(new RoutingEntry.RuleDeclared(rule));
        assertThat(state.routing().rules().owner(Destination.topic("t.a").build(), "audit"))
                .isEqualTo(rule);

        state.apply(new RoutingEntry.RuleRemoved("audit"));

        assertThat(state.routing().rules().owner(Destination.topic("t.a").build(), "audit"))
                .isNull();
    }

    @Test
    void shouldKeepIdsThatAreSetAside() {
        state.apply(new Entry.IdsUsed(64, 9));
        state.apply(new Entry.IdsUsed(3, 2));

        assertThat(state.destinations().nextPartitionId()).isEqualTo(64);
        assertThat(state.subscriptions().nextId()).isEqualTo(9);
    }
}
