package io.penstock.conformance;

import io.penstock.BrowseRequest;
import io.penstock.ConsumerOptions;
import io.penstock.Delivery;
import io.penstock.Destination;
import io.penstock.Message;
import io.penstock.Ordering;
import io.penstock.PenstockException;
import io.penstock.Subscription;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Tests which of several consumers gets a message: owners, groups, a single active one, filters. */
public abstract class SharingConformance extends BrokerConformance {

    private Inbox consumer(String name) {
        return consume(
                ConsumerOptions.ofQueue("orders", name).lease(Duration.ZERO).build());
    }

    private Inbox consumer(String name, String filter) {
        return consume(ConsumerOptions.ofQueue("orders", name)
                .lease(Duration.ZERO)
                .filter(filter)
                .build());
    }

    private void send(String color, String body) {
        broker.send(Message.to("orders").header("color", color).body(body).build());
    }

    private static void expectLost(Delivery delivery) {
        assertThat(delivery.acceptAsync().toCompletableFuture())
                .failsWithin(PATIENCE)
                .withThrowableThat()
                .withCauseInstanceOf(PenstockException.LeaseLost.class);
    }

    @Test
    void shouldTakeBackWhatLiesBehindAFailureAndBringItAfterwards() {
        queue(Subscription.ofQueue("orders").ordering(Ordering.PARTITION));
        send("orders", "a", "b", "c");
        var inbox = consumer("c");
        var held = inbox.next(3);

        done(held.get(1).releaseAsync(Duration.ofSeconds(1), true));
        expectLost(held.get(2));
        done(held.get(0).acceptAsync());
        inbox.expectNothing();
        pass(Duration.ofSeconds(1));

        var again = inbox.next(2);
        assertThat(again).extracting(each -> each.message().bodyText()).containsExactly("b", "c");
        assertThat(again).extracting(Delivery::attempt).containsExactly(2, 1);
        assertThat(again)
                .extracting(Delivery::deliveries)
                .as("taken back counts nothing")
                .containsExactly(2, 1);
    }

    @Test
    void shouldMoveAPartitionOnlyWhenItsOwnerHoldsNothingOfIt() {
        broker.declare(Destination.queue("orders").partitions(2).build());
        broker.declare(
                Subscription.ofQueue("orders").ordering(Ordering.PARTITION).build());
        send("orders", "a", "b", "c", "d");
        var first = consumer("first");
        var held = first.next(4);
        var second = consumer("second");
        second.expectNothing();
        assertThat(broker.statistics("orders").subscriptions().get(0).members())
                .extracting(each -> each.name() + " " + each.partitions())
                .containsExactly("first 1", "second 1");
        send("orders", "e", "f");
        second.expectNothing();

        held.forEach(delivery -> done(delivery.acceptAsync()));
        assertThat(List.of(first.next().partition(), second.next().partition())).containsExactly(0, 1);
    }

    @Test
    void shouldTellAConsumerWhichPartitionsItOwnsAndTheNextOneOnlyWhenNothingIsHeld() {
        broker.declare(Destination.queue("orders").partitions(2).build());
        broker.declare(
                Subscription.ofQueue("orders").ordering(Ordering.PARTITION).build());
        var told = new ArrayList<String>();
        var first = owner("first", told);
        expectTold(told, "first owns [0, 1]");
        send("orders", "a", "b");
        var held = first.next(2);

        var second = owner("second", told);
        expectTold(told, "first owns [0, 1]", "first owns [0]");
        held.forEach(delivery -> done(delivery.acceptAsync()));
        expectTold(told, "first owns [0, 1]", "first owns [0]", "second owns [1]");

        first.close();
        expectTold(told, "first owns [0, 1]", "first owns [0]", "second owns [1]", "second owns [0, 1]");
        second.close();
    }

    @Test
    void shouldTellNothingOfPartitionsThatHaveNoOwners() {
        queue(Subscription.ofQueue("orders").ordering(Ordering.KEY));
        var told = new ArrayList<String>();
        var consumer = owner("consumer", told);
        send("orders", "a");
        consumer.next();
        expectTold(told);

        queue(Subscription.ofQueue("orders").ordering(Ordering.KEY).exclusive(true));
        expectTold(told, "consumer owns [0]");
        queue(Subscription.ofQueue("orders").ordering(Ordering.KEY));
        expectTold(told, "consumer owns [0]", "consumer owns []");
    }

    private Inbox owner(String name, List<String> told) {
        return consume(
                ConsumerOptions.ofQueue("orders", name).lease(Duration.ZERO).build(), (destination, partitions) -> {
                    synchronized (told) {
                        told.add(name + " owns " + partitions);
                    }
                });
    }

    private static void expectTold(List<String> told, String... all) {
        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
            synchronized (told) {
                assertThat(told).containsExactly(all);
            }
        });
    }

    @Test
    void shouldTellWhyAConsumerIsIdle() {
        queue(Subscription.ofQueue("orders").ordering(Ordering.PARTITION));
        consumer("owner");
        var extra = consumer("extra");
        assertThat(broker.statistics("orders").subscriptions().get(0).members())
                .extracting("idleReason")
                .containsExactly(null, "There are more consumers (2) than partitions.");
        extra.close();

        broker.declare(Subscription.ofQueue("orders")
                .ordering(Ordering.PARTITION)
                .exclusive(true)
                .build());
        consumer("standby");
        assertThat(broker.statistics("orders").subscriptions().get(0).members())
                .extracting("idleReason")
                .containsExactly(null, "Consumer 'owner' is the active one.");
    }

    @Test
    void shouldLetTheNextConsumerTakeOverFromTheOnlyActiveOne() {
        queue(Subscription.ofQueue("orders").exclusive(true));
        var active = consumer("active");
        var standby = consumer("standby");
        send("orders", "a", "b");
        var held = active.next(2);
        standby.expectNothing();

        done(held.get(0).acceptAsync());
        active.close();
        assertThat(standby.next().message().bodyText()).isEqualTo("b");
        expectLost(held.get(1));
    }

    @Test
    void shouldKeepAGroupWithItsConsumerUntilThatLeaves() {
        queue(Subscription.ofQueue("orders").ordering(Ordering.GROUP));
        var first = consumer("first");
        var second = consumer("second");
        for (int i = 0; i < 4; i++) {
            broker.send(Message.to("orders").key("g" + i % 2).body("m" + i).build());
        }
        var one = first.next();
        var two = second.next();
        assertThat(one.message().keyText()).isNotEqualTo(two.message().keyText());
        done(one.acceptAsync());
        assertThat(first.next().message().keyText()).isEqualTo(one.message().keyText());
        done(two.acceptAsync());
        second.next();
        first.close();
        var inherited = second.next();
        assertThat(inherited.message().keyText()).isEqualTo(one.message().keyText());
    }

    @Test
    void shouldLetWhoWorksInOrderHoldSeveralMessagesOfAGroup() {
        queue(Subscription.ofQueue("orders").ordering(Ordering.GROUP));
        var first = consume(
                ConsumerOptions.ofQueue("orders", "first").worker("first").build());
        broker.send(Message.to("orders").key("g").body("m0").build());
        var held = new ArrayList<>(first.next(1));
        var second = consume(
                ConsumerOptions.ofQueue("orders", "second").worker("second").build());
        for (int i = 1; i < 4; i++) {
            broker.send(Message.to("orders").key("g").body("m" + i).build());
        }
        held.addAll(first.next(3));
        assertThat(held).extracting(each -> each.message().bodyText()).containsExactly("m0", "m1", "m2", "m3");
        second.expectNothing();

        done(held.get(0).acceptAsync());
        done(held.get(1).releaseAsync(Duration.ZERO, false));
        first.expectNothing();
        done(held.get(3).acceptAsync());
        done(held.get(2).releaseAsync(Duration.ZERO, false));
        assertThat(first.next(2)).extracting(each -> each.message().bodyText()).containsExactly("m1", "m2");
        first.close();
        assertThat(second.next(2)).extracting(each -> each.message().bodyText()).containsExactly("m1", "m2");
    }

    @Test
    void shouldGiveEachConsumerWhatItsFilterMatchesAndLetTheRestStay() {
        broker.declare(Destination.queue("orders").build());
        var red = consumer("red", "color = 'red'");
        send("blue", "1");
        send("red", "2");
        send("green", "3");
        send("red", "4");
        assertThat(red.next(2)).extracting(each -> each.message().bodyText()).containsExactly("2", "4");
        red.expectNothing();

        var blue = consumer("blue", "color = 'blue'");
        assertThat(blue.next().message().bodyText()).isEqualTo("1");
        blue.expectNothing();
        assertThat(broker.browse(BrowseRequest.waiting("orders", 10)
                        .filter("color = 'green'")
                        .build()))
                .extracting(stored -> stored.message().bodyText())
                .containsExactly("3");
        assertThat(consumer("any").next().message().bodyText()).isEqualTo("3");
    }

    @Test
    void shouldNotLookAgainAtWhatNobodyTakes() {
        broker.declare(Destination.queue("orders").build());
        int others = 5_000;
        for (int i = 0; i < others; i++) {
            broker.sendAsync(
                    Message.to("orders").header("color", "grey").body("x").build());
        }
        var red = consumer("red", "color = 'red'");
        send("red", "found");
        assertThat(red.next().message().bodyText()).isEqualTo("found");
        assertThat(broker.statistics("orders").subscriptions().get(0).waiting()).isEqualTo(others + 1);
    }

    @Test
    void shouldSettleWithoutDeliveryWhatASubscriptionIsNotFor() {
        broker.declare(Destination.topic("prices").build());
        broker.declare(
                Subscription.ofTopic("prices", "eu").filter("region = 'eu'").build());
        var inbox = consume(ConsumerOptions.ofTopic("prices", "eu", "c")
                .lease(Duration.ZERO)
                .build());
        for (String region : List.of("us", "eu", "asia")) {
            broker.send(
                    Message.to("prices").header("region", region).body(region).build());
        }
        done(inbox.next().acceptAsync());
        inbox.expectNothing();
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> broker.statistics("prices").subscriptions().get(0).waiting() == 0);
        reopen();
        assertThat(broker.subscriptions("prices").get(0).filter()).isEqualTo("region = 'eu'");
        assertThat(broker.statistics("prices").subscriptions().get(0).waiting()).isZero();
    }

    @Test
    void shouldRefuseFiltersThatCannotBe() {
        queue(Subscription.ofQueue("orders").ordering(Ordering.PARTITION));
        assertThatThrownBy(() -> consumer("c", "color = 'red'"))
                .isInstanceOf(PenstockException.Conflict.class)
                .hasMessageContaining("ordering is PARTITION");
        assertThatThrownBy(() -> queue(Subscription.ofQueue("orders")
                        .ordering(Ordering.PARTITION)
                        .filter("color = = 1")))
                .isInstanceOf(PenstockException.InvalidFilter.class);
        broker.declare(Destination.queue("plain").build());
        assertThatThrownBy(() -> broker.consume(
                        ConsumerOptions.ofQueue("plain", "c").filter("(").build(), deliveries -> {}))
                .isInstanceOf(PenstockException.InvalidFilter.class);
        assertThat(broker.statistics("plain").subscriptions().get(0).consumers())
                .isZero();
    }
}
