package io.penstock.kafka;

import io.penstock.BrokerHealth;
import io.penstock.ConsumerOptions;
import io.penstock.Delivery;
import io.penstock.Destination;
import io.penstock.Message;
import io.penstock.PenstockException;
import io.penstock.broker.BrokerOptions;
import io.penstock.kafka.cluster.TestKafka;
import io.penstock.kafka.instance.CellState;
import io.penstock.kafka.owner.Moment;
import io.penstock.kafka.owner.OwnershipRules;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Instances of one cell: one owns it, the others stand by. */
class KafkaBrokerTest {

    /** Short, so that a test does not wait for long. */
    private static final Duration LEASE = Duration.ofSeconds(1);

    private final String name = TestKafka.uniqueName();
    private final List<KafkaBroker> opened = new ArrayList<>();

    @AfterEach
    void close() {
        opened.forEach(KafkaBroker::close);
    }

    private KafkaBroker instance() {
        return instance(Moment.Listener.NONE);
    }

    private KafkaBroker instance(Moment.Listener moments) {
        var broker = KafkaBroker.open(
                KafkaEngines.options(name)
                        .lease(LEASE)
                        .instance("i" + opened.size())
                        .build(),
                KafkaEngines.ENGINE,
                InstantSource.system(),
                OwnershipRules.ALL,
                moments);
        opened.add(broker);
        return broker;
    }

    private static KafkaBroker owner(KafkaBroker broker) {
        return KafkaEngines.awaitOwner(broker);
    }

    private static void awaitState(KafkaBroker broker, CellState state) {
        Awaitility.await().atMost(KafkaEngines.PATIENCE).until(() -> broker.state() == state);
    }

    private static void send(KafkaBroker broker, String body) {
        broker.send(Message.to("q").body(body).build());
    }

    private static List<String> take(KafkaBroker broker, int count) throws InterruptedException {
        var taken = new ArrayList<String>();
        try (var consumer = broker.consume(ConsumerOptions.ofQueue("q", "test").build())) {
            while (taken.size() < count) {
                var delivery = consumer.receive(KafkaEngines.PATIENCE);
                assertThat(delivery).as("after " + taken).isPresent();
                delivery.ifPresent(Delivery::accept);
                delivery.map(each -> each.message().bodyText()).ifPresent(taken::add);
            }
        }
        return taken;
    }

    /** Holds up an owner, as a pause of its process does. */
    private static final class Stall implements Moment.Listener {

        private volatile CountDownLatch gate = new CountDownLatch(0);

        void begin() {
            gate = new CountDownLatch(1);
        }

        void end() {
            gate.countDown();
        }

        @Override
        public void at(Moment moment) {
            try {
                gate.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Test
    void shouldStandByWhileAnotherInstanceOwnsTheCell() throws InterruptedException {
        var first = owner(instance());
        first.declare(Destination.queue("q").build());
        send(first, "a");
        var second = instance();

        assertThat(second.state()).isEqualTo(CellState.STANDBY);
        assertThat(second.health().state()).isEqualTo(BrokerHealth.State.DEGRADED);
        assertThatThrownBy(() -> send(second, "b"))
                .isInstanceOf(PenstockException.Unavailable.class)
                .hasMessageContaining("stands by");
        first.close();

        assertThat(take(owner(second), 1)).containsExactly("a");
        assertThat(first.state()).isEqualTo(CellState.CLOSED);
        assertThat(second.epoch()).isEqualTo(2);
    }

    @Test
    void shouldTakeOverFromAnOwnerThatIsNotHeardOf() throws InterruptedException {
        var stall = new Stall();
        var first = owner(instance(stall));
        first.declare(Destination.queue("q").build());
        send(first, "a");
        var second = instance();
        stall.begin();
        var late = first.sendAsync(Message.to("q").body("late").build());

        owner(second);
        send(second, "b");
        stall.end();

        assertThat(late.toCompletableFuture()).failsWithin(KafkaEngines.PATIENCE);
        awaitState(first, CellState.STANDBY);
        assertThat(take(second, 2)).contains("a", "b");
        second.close();
        assertThat(owner(first).epoch()).as("it is a candidate again").isEqualTo(3);
        send(first, "c");
    }

    @Test
    void shouldGoOnAfterAStallIfNobodyTookOver() throws InterruptedException {
        var stall = new Stall();
        var broker = owner(instance(stall));
        broker.declare(Destination.queue("q").build());
        stall.begin();
        var late = broker.sendAsync(Message.to("q").body("late").build());
        // Longer than the lease, with nobody there to take over: the clock of the lease is the machine's.
        Awaitility.await()
                .pollDelay(LEASE.multipliedBy(2))
                .atMost(KafkaEngines.PATIENCE)
                .until(() -> true);
        stall.end();

        assertThat(late.toCompletableFuture()).succeedsWithin(KafkaEngines.PATIENCE);
        assertThat(broker.epoch()).isEqualTo(1);
        assertThat(take(broker, 1)).containsExactly("late");
    }

    @Test
    void shouldFenceOffTheTransactionsOfAFormerOwner() throws InterruptedException {
        var stall = new Stall();
        var first = owner(instance(stall));
        first.declare(Destination.queue("q").build());
        send(first, "a");
        var second = instance();
        stall.begin();
        var late = first.sendAllAsync(List.of(
                Message.to("q").body("x").build(), Message.to("q").body("y").build()));

        owner(second);
        stall.end();

        assertThat(late.toCompletableFuture()).failsWithin(KafkaEngines.PATIENCE);
        awaitState(first, CellState.STANDBY);
        send(second, "b");
        assertThat(take(second, 2)).containsExactly("a", "b");
        assertThat(second.statistics("q").depth()).isZero();
    }

    @Test
    void shouldEndAtOnceWhenItIsClosedWhileItStandsBy() {
        owner(instance());
        var second = instance();

        second.close();

        assertThat(second.state()).isEqualTo(CellState.CLOSED);
        assertThatThrownBy(() -> second.destinations())
                .isInstanceOf(PenstockException.Unavailable.class)
                .hasMessageContaining("closed");
    }

    @Test
    void shouldSayThatKafkaDoesNotAnswer() {
        var options = KafkaOptions.at("127.0.0.1:1")
                .property("default.api.timeout.ms", "500")
                .property("request.timeout.ms", "500")
                .build();

        assertThatThrownBy(() -> KafkaBroker.open(options, BrokerOptions.elsewhere()))
                .isInstanceOf(PenstockException.Unavailable.class)
                .hasMessageContaining("topics of the cell");
    }
}
