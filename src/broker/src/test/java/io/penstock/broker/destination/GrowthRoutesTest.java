package io.penstock.broker.destination;

import io.penstock.Binding;
import io.penstock.Cleanup;
import io.penstock.ConsumerOptions;
import io.penstock.Delivery;
import io.penstock.Destination;
import io.penstock.ExchangeType;
import io.penstock.Limits;
import io.penstock.Message;
import io.penstock.Ordering;
import io.penstock.Overflow;
import io.penstock.PenstockException;
import io.penstock.Receipt;
import io.penstock.ReplayRequest;
import io.penstock.Retention;
import io.penstock.StartPosition;
import io.penstock.Subscription;
import io.penstock.TopicRule;
import io.penstock.broker.BrokerTest;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** By whatever way messages come to a destination that grows. */
class GrowthRoutesTest extends BrokerTest {

    private static final int BEFORE = 2;
    private static final int AFTER = 5;
    private static final byte[] TRANSACTION = {1};

    private final BlockingQueue<Delivery> deliveries = new LinkedBlockingQueue<>();

    /** A key that goes to another partition afterwards. */
    private static final String MOVING = IntStream.range(0, 1_000)
            .mapToObj(i -> "k" + i)
            .filter(key -> partition(key, BEFORE) != partition(key, AFTER))
            .findFirst()
            .orElseThrow();

    private static int partition(String key, int partitions) {
        return Partitioner.partition(key.getBytes(StandardCharsets.UTF_8), partitions);
    }

    private void declareOrdered(Destination queue) {
        broker.declare(queue);
        broker.declare(Subscription.ofQueue(queue.name()).ordering(Ordering.KEY).build());
    }

    private void grow(String name) {
        broker.alter(
                broker.destination(name).orElseThrow().copy().partitions(AFTER).build());
    }

    private static Message message(String body) {
        return Message.to("orders").key(MOVING).body(body).build();
    }

    private void receive(ConsumerOptions options) {
        broker.consume(options.copy().lease(Duration.ZERO).build(), deliveries::addAll)
                .request(Long.MAX_VALUE);
    }

    private Delivery next() throws InterruptedException {
        var delivery = deliveries.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        assertThat(delivery).as("a delivery within %s", PATIENCE).isNotNull();
        return delivery;
    }

    private void acceptInOrder(String... bodies) throws InterruptedException {
        for (var body : bodies) {
            var delivery = next();
            assertThat(delivery.message().bodyText()).isEqualTo(body);
            delivery.acceptAsync().toCompletableFuture().join();
        }
    }

    private static void requireAtTheNewPlace(Receipt receipt) {
        assertThat(receipt.partition()).isEqualTo(partition(MOVING, AFTER));
    }

    @Test
    void shouldRouteAnewWhatWaitedForRoom() throws Exception {
        declareOrdered(Destination.queue("orders")
                .partitions(BEFORE)
                .limits(Limits.ofMessages(1).overflow(Overflow.BLOCK).build())
                .build());
        assertThat(broker.send(message("1")).partition()).isEqualTo(partition(MOVING, BEFORE));
        var second = broker.sendAsync(message("2")).toCompletableFuture();
        var third = CompletableFuture.supplyAsync(() -> broker.sendAllAsync(List.of(message("3"))))
                .thenCompose(stage -> stage)
                .toCompletableFuture();

        grow("orders");
        assertThat(second).isNotDone();
        receive(ConsumerOptions.ofQueue("orders", "c").build());

        acceptInOrder("1", "2", "3");
        requireAtTheNewPlace(second.join());
        requireAtTheNewPlace(third.join().get(0));
        assertThat(broker.destination("orders").orElseThrow().limits().maxMessages())
                .isEqualTo(1);
    }

    @Test
    void shouldGrowBehindAnExchange() throws Exception {
        declareOrdered(Destination.queue("orders").partitions(BEFORE).build());
        broker.declare(Destination.exchange("news", ExchangeType.FANOUT).build());
        broker.bind(Binding.all("news", "orders").build());
        var first = Message.to("news").key(MOVING).body("1").build();
        broker.send(first);
        broker.sendAllAsync(List.of(first.copy().body("2").build()))
                .toCompletableFuture()
                .join();

        grow("orders");
        requireAtTheNewPlace(broker.send(first.copy().body("3").build()));
        requireAtTheNewPlace(broker.sendAllAsync(List.of(first.copy().body("4").build()))
                .toCompletableFuture()
                .join()
                .get(0));

        receive(ConsumerOptions.ofQueue("orders", "c").build());
        acceptInOrder("1", "2", "3", "4");
    }

    @Test
    void shouldRouteAnewWhatWasPrepared() throws Exception {
        declareOrdered(Destination.queue("orders").partitions(BEFORE).build());
        broker.send(message("1"));
        var transaction = broker.begin();
        transaction.send(message("2"));
        transaction.prepareAsync(TRANSACTION).toCompletableFuture().join();

        grow("orders");
        reopen();
        broker.commitPrepared(TRANSACTION);
        broker.send(message("3"));

        receive(ConsumerOptions.ofQueue("orders", "c").build());
        acceptInOrder("1", "2", "3");
    }

    @Test
    void shouldGrowInEachLane() throws Exception {
        declareOrdered(
                Destination.queue("orders").partitions(BEFORE).priorities(3).build());
        var expected = new HashMap<Integer, List<String>>();
        for (int i = 0; i < 60; i++) {
            if (i == 30) {
                grow("orders");
            }
            int priority = i % 10;
            var body = Integer.toString(i);
            broker.send(message(body).copy().priority(priority).build());
            int lane = broker.destination("orders").orElseThrow().laneOf(priority);
            expected.computeIfAbsent(lane, none -> new ArrayList<>()).add(body);
        }
        reopen();

        receive(ConsumerOptions.ofQueue("orders", "c").build());
        var found = new HashMap<Integer, List<String>>();
        for (int i = 0; i < 60; i++) {
            var delivery = next();
            int lane = delivery.partition() % 3;
            found.computeIfAbsent(lane, none -> new ArrayList<>())
                    .add(delivery.message().bodyText());
            delivery.acceptAsync().toCompletableFuture().join();
        }
        assertThat(found).isEqualTo(expected);
    }

    @Test
    void shouldBringNewPartitionsToWhoReadsAllTopicsOfARule() throws Exception {
        broker.declare(Destination.topic("orders").partitions(BEFORE).build());
        broker.routing()
                .declare(TopicRule.of("audit", "orders.#")
                        .policies(policies -> policies.start(StartPosition.EARLIEST))
                        .build());
        receive(ConsumerOptions.ofRule("audit", "worker").build());

        grow("orders");
        var sent = new HashSet<String>();
        for (int i = 0; i < 3 * AFTER; i++) {
            broker.send(Message.to("orders").body("m" + i).build());
            sent.add("m" + i);
        }

        var partitions = new HashSet<Integer>();
        var found = new HashSet<String>();
        for (int i = 0; i < 3 * AFTER; i++) {
            var delivery = next();
            partitions.add(delivery.partition());
            found.add(delivery.message().bodyText());
            delivery.acceptAsync().toCompletableFuture().join();
        }
        assertThat(found).isEqualTo(sent);
        assertThat(partitions).hasSize(AFTER);
    }

    @Test
    void shouldFindTheNewestMessageOfAKeyOnBothSides() {
        broker.declare(Destination.topic("orders").partitions(BEFORE).build());
        broker.send(message("old"));

        grow("orders");
        assertThat(newest()).isEqualTo("old");
        broker.send(message("new"));
        assertThat(newest()).isEqualTo("new");
    }

    private String newest() {
        return newest(MOVING);
    }

    private String newest(String key) {
        return broker.newest("orders", key.getBytes(StandardCharsets.UTF_8))
                .orElseThrow()
                .message()
                .bodyText();
    }

    @Test
    void shouldFindTheNewestMessageOfAKeyThatCameBackToAnEarlierPlace() {
        var key = IntStream.range(0, 1_000)
                .mapToObj(i -> "k" + i)
                .filter(each -> partition(each, 2) == partition(each, 4) && partition(each, 2) != partition(each, 3))
                .findFirst()
                .orElseThrow();
        var message = Message.to("orders").key(key);
        broker.declare(Destination.topic("orders").partitions(2).priorities(2).build());
        broker.send(message.body("first").build());
        broker.alter(
                broker.destination("orders").orElseThrow().copy().partitions(3).build());
        broker.send(message.body("second").build());
        broker.alter(
                broker.destination("orders").orElseThrow().copy().partitions(4).build());
        reopen();

        assertThat(newest(key)).isEqualTo("second");
        broker.send(message.body("third").priority(9).build());
        assertThat(newest(key)).isEqualTo("third");
    }

    @Test
    void shouldLetAReplayGoOnThatHasBegunBeforeATopicWithLanesGrew() throws Exception {
        broker.declare(
                Destination.topic("orders").partitions(BEFORE).priorities(2).build());
        broker.send(message("1"));
        broker.send(message("2"));
        var replay = broker.replay(ReplayRequest.all("orders").build(), deliveries::addAll);

        grow("orders");
        broker.send(message("3"));
        replay.request(1);
        acceptInOrder("1");
        broker.send(message("4"));
        replay.request(2);

        acceptInOrder("2");
        assertThat(replay.doneAsync().toCompletableFuture().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS))
                .isEqualTo(2);
    }

    @Test
    void shouldRefuseToGiveATableMorePartitions() {
        var compacted = Retention.builder().cleanup(Cleanup.COMPACT).build();
        broker.declare(Destination.topic("prices")
                .partitions(BEFORE)
                .retention(compacted)
                .build());
        broker.declare(Destination.topic("orders").partitions(BEFORE).build());
        grow("orders");

        assertThatThrownBy(() -> grow("prices"))
                .isInstanceOf(PenstockException.Conflict.class)
                .hasMessageContaining("'prices'")
                .hasMessageContaining("COMPACT");
        assertThatThrownBy(() -> broker.alter(broker.destination("orders")
                        .orElseThrow()
                        .copy()
                        .retention(compacted)
                        .build()))
                .isInstanceOf(PenstockException.Conflict.class)
                .hasMessageContaining("more partitions since");
        assertThat(broker.destination("prices").orElseThrow().partitions()).isEqualTo(BEFORE);
    }

    @Test
    void shouldRefuseFewerWithBothNumbers() {
        broker.declare(Destination.topic("orders").partitions(AFTER).build());

        assertThatThrownBy(() -> broker.alter(broker.destination("orders")
                        .orElseThrow()
                        .copy()
                        .partitions(BEFORE)
                        .build()))
                .isInstanceOf(PenstockException.Conflict.class)
                .hasMessageContaining(AFTER + " partitions")
                .hasMessageContaining("only " + BEFORE);
    }

    @Test
    void shouldRefuseADeliveryHandlerThatWouldWaitForItself() {
        broker.declare(Destination.queue("orders").partitions(BEFORE).build());
        var outcome = new CompletableFuture<Throwable>();
        var options = ConsumerOptions.ofQueue("orders", "c").build();
        broker.consume(options, batch -> {
                    try {
                        grow("orders");
                        outcome.complete(null);
                    } catch (RuntimeException e) {
                        outcome.complete(e);
                    }
                    batch.forEach(Delivery::acceptAsync);
                })
                .request(1);
        broker.send(message("1"));

        assertThat(outcome.orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS).join())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("another thread");
        assertThat(broker.destination("orders").orElseThrow().partitions()).isEqualTo(BEFORE);
    }
}
