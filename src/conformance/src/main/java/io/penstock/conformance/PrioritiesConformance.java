package io.penstock.conformance;

import io.penstock.BrowseRequest;
import io.penstock.Capability;
import io.penstock.ConsumerOptions;
import io.penstock.DeadLetterReason;
import io.penstock.Delivery;
import io.penstock.Destination;
import io.penstock.Message;
import io.penstock.Ordering;
import io.penstock.PenstockException;
import io.penstock.RedriveRequest;
import io.penstock.StartPosition;
import io.penstock.Subscription;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Tests that higher priorities come first, in lanes of each partition. */
public abstract class PrioritiesConformance extends BrokerConformance {

    private void declare(Destination destination, Ordering ordering) {
        broker.declare(destination);
        broker.declare(
                Subscription.ofQueue(destination.name()).ordering(ordering).build());
    }

    private void send(String key, int priority, String body) {
        broker.send(Message.to("orders").key(key).priority(priority).body(body).build());
    }

    private static List<String> bodies(List<Delivery> deliveries) {
        return deliveries.stream()
                .map(delivery -> delivery.message().bodyText())
                .toList();
    }

    private List<String> waiting() {
        return broker.browse(BrowseRequest.waiting("orders", 100).build()).stream()
                .map(stored -> stored.message().bodyText())
                .toList();
    }

    @Override
    protected Set<Capability> needed() {
        return Set.of(Capability.PRIORITIES);
    }

    @Test
    void shouldHandOutHigherPrioritiesFirst() {
        for (var ordering : Ordering.values()) {
            broker.declare(
                    Destination.queue("orders").partitions(3).priorities(10).build());
            broker.declare(Subscription.ofQueue("orders").ordering(ordering).build());
            for (int priority : new int[] {4, 0, 9, 1, 8, 2, 7, 3, 6, 5}) {
                send("k", priority, "p" + priority);
            }
            var expected =
                    IntStream.range(0, 10).mapToObj(down -> "p" + (9 - down)).toList();
            assertThat(waiting()).as("browsed with %s", ordering).isEqualTo(expected);

            try (var inbox = consumeQueue("orders")) {
                var deliveries = inbox.next(10);
                assertThat(bodies(deliveries)).as("%s", ordering).isEqualTo(expected);
                deliveries.forEach(delivery -> done(delivery.acceptAsync()));
            }
            broker.operations().delete("orders", false, "test");
        }
    }

    @Test
    void shouldTakeNoNoticeOfPrioritiesUnlessItIsDeclared() {
        broker.declare(Destination.queue("orders").build());
        send(null, 1, "low");
        send(null, 9, "high");

        assertThat(bodies(consumeQueue("orders").next(2))).containsExactly("low", "high");
        assertThat(broker.statistics("orders").partitions()).hasSize(1);
    }

    @Test
    void shouldPutNeighboursIntoOneLaneIfThereAreFewerLanes() {
        broker.declare(Destination.queue("orders").priorities(2).build());
        for (int priority : new int[] {0, 5, 4, 9}) {
            send(null, priority, "p" + priority);
        }

        assertThat(bodies(consumeQueue("orders").next(4))).containsExactly("p5", "p9", "p0", "p4");
    }

    @Test
    void shouldKeepTheOrderWithinALaneAcrossRestartsAndTellItsNumber() {
        declare(Destination.queue("orders").partitions(2).priorities(3).build(), Ordering.PARTITION);
        var partitions = new HashSet<Integer>();
        for (int i = 0; i < 30; i++) {
            var receipt = broker.send(Message.to("orders")
                    .key("k" + i % 5)
                    .priority(i % 10)
                    .body(i + "")
                    .build());
            partitions.add(receipt.partition());
            assertThat(receipt.partition() % 3).isEqualTo(i % 10 * 3 / 10);
        }
        assertThat(partitions).hasSize(6);
        reopen();
        assertThat(broker.destination("orders").orElseThrow().effectivePriorities())
                .isEqualTo(3);

        var deliveries = consumeQueue("orders").next(30);

        var last = new HashMap<Integer, Long>();
        int lane = 2;
        for (var delivery : deliveries) {
            assertThat(delivery.partition() % 3).isLessThanOrEqualTo(lane);
            lane = delivery.partition() % 3;
            var before = last.put(delivery.partition(), delivery.offset());
            assertThat(before == null || before < delivery.offset()).isTrue();
        }
    }

    @Test
    void shouldGiveAllLanesOfAPartitionToOneConsumer() {
        declare(Destination.queue("orders").partitions(4).priorities(5).build(), Ordering.PARTITION);
        var inboxes = List.of(consumeQueue("orders"), consumeQueue("orders"));
        for (int i = 0; i < 200; i++) {
            send("k" + i % 20, i % 10, i + "");
        }
        assertThat(broker.statistics("orders").subscriptions().get(0).members())
                .allMatch(member -> member.partitions() == 2);

        var owners = new HashMap<Integer, Integer>();
        int seen = 0;
        for (int i = 0; seen < 200; i = 1 - i) {
            long held = broker.statistics("orders")
                    .subscriptions()
                    .get(0)
                    .members()
                    .get(i)
                    .held();
            var deliveries = inboxes.get(i).next((int) held);
            seen += deliveries.size();
            for (var delivery : deliveries) {
                done(delivery.acceptAsync());
                var owner = owners.putIfAbsent(delivery.partition() / 5, i);
                assertThat(owner == null || owner == i).isTrue();
            }
        }
        assertThat(owners).hasSize(4);
    }

    @Test
    void shouldSendBatchesToTheLaneOfEachMessage() {
        broker.declare(Destination.queue("orders").partitions(2).priorities(10).build());
        var messages = new ArrayList<Message>();
        for (int i = 0; i < 60; i++) {
            messages.add(Message.to("orders")
                    .key(i % 3 == 0 ? "k" + i : null)
                    .priority(i % 10)
                    .body(i + "")
                    .build());
        }
        done(broker.sendAllAsync(messages));

        var priorities = consumeQueue("orders").next(60).stream()
                .map(delivery -> 9 - delivery.message().priority())
                .toList();
        assertThat(priorities).isSorted();
    }

    @Test
    void shouldTakeDeadLettersAndRedrivesToTheirLane() {
        broker.declare(Destination.queue("orders").priorities(10).build());
        broker.declare(Destination.queue("orders.dlq").priorities(10).build());
        send(null, 2, "low");
        send(null, 8, "high");
        var inbox = consumeQueue("orders");
        inbox.next(2).forEach(delivery -> done(delivery.rejectAsync(DeadLetterReason.REJECTED, "no", null)));
        assertThat(broker.browse(BrowseRequest.waiting("orders.dlq", 10).build()))
                .extracting(stored -> stored.message().bodyText() + stored.partition())
                .containsExactly("high8", "low2");
        inbox.close();

        assertThat(broker.redrive(RedriveRequest.all("orders.dlq").build()).redriven())
                .isEqualTo(2);

        assertThat(bodies(consumeQueue("orders").next(2))).containsExactly("high", "low");
    }

    @Test
    void shouldPurgeSeekAndCountAllLanes() {
        broker.declare(Destination.queue("orders").partitions(2).priorities(4).build());
        for (int i = 0; i < 20; i++) {
            send("k" + i, i % 10, i + "");
        }
        assertThat(broker.statistics("orders").subscriptions().get(0).waiting()).isEqualTo(20);
        assertThat(broker.operations().purge("orders", null, "ada").messages()).isEqualTo(20);
        assertThat(waiting()).isEmpty();

        broker.seek("orders", "orders", StartPosition.EARLIEST);

        assertThat(consumeQueue("orders").next(20)).hasSize(20);
    }

    @Test
    void shouldLetHigherOnesGoFirstAsLongAsTheConsumerHasNotAskedForMore() {
        broker.declare(Destination.queue("orders").priorities(10).build());
        send(null, 1, "low1");
        send(null, 1, "low2");
        var handed = new LinkedBlockingQueue<Delivery>();
        var consumer = broker.consume(
                ConsumerOptions.ofQueue("orders", "one").lease(Duration.ZERO).build(), handed::addAll);
        var order = new ArrayList<String>();
        for (int i = 0; i < 3; i++) {
            consumer.request(1);
            var delivery = take(handed);
            order.add(delivery.message().bodyText());
            done(delivery.acceptAsync());
            if (i == 0) {
                send(null, 9, "high");
            }
        }

        assertThat(order).containsExactly("low1", "high", "low2");
    }

    private static Delivery take(BlockingQueue<Delivery> from) {
        try {
            return from.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void shouldRefuseToChangeOrToMistakeTheNumberOfLanes() {
        broker.declare(Destination.queue("orders").priorities(3).build());

        assertThat(broker.declare(Destination.queue("orders").build()).effectivePriorities())
                .isEqualTo(3);
        assertThatThrownBy(() ->
                        broker.declare(Destination.queue("orders").priorities(2).build()))
                .isInstanceOf(PenstockException.Conflict.class)
                .hasMessageContaining("3 lane(s)");
        assertThatThrownBy(() ->
                        broker.alter(Destination.queue("orders").priorities(4).build()))
                .isInstanceOf(PenstockException.Conflict.class)
                .hasMessageContaining("4 lane(s)");
        var altered = broker.alter(
                Destination.queue("orders").deduplication(Duration.ZERO).build());
        assertThat(altered.priorities()).isEqualTo(3);
        for (int lanes : new int[] {-1, 0, 11}) {
            assertThatThrownBy(
                            () -> Destination.queue("other").priorities(lanes).build())
                    .isInstanceOf(PenstockException.InvalidConfiguration.class)
                    .hasMessageContaining("" + lanes);
        }
    }
}
