package io.penstock.kafka;

import io.penstock.ConsumerOptions;
import io.penstock.Delivery;
import io.penstock.Destination;
import io.penstock.Message;
import io.penstock.kafka.cluster.TestKafka;
import io.penstock.kafka.instance.CellState;
import io.penstock.kafka.owner.Moment;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** Instances that contend for one cell: one owns it, the others stand by. */
class CellCandidateTest {

    /** Short, so that a test does not wait for long. */
    private static final Duration LEASE = Duration.ofSeconds(1);

    private final String name = TestKafka.uniqueName();
    private final List<EngineInstance> opened = new ArrayList<>();

    @AfterEach
    void close() {
        opened.forEach(EngineInstance::close);
    }

    private EngineInstance instance() {
        return instance(Moment.Listener.NONE);
    }

    private EngineInstance instance(Moment.Listener moments) {
        var broker = EngineInstance.open(
                KafkaEngines.options(name)
                        .lease(LEASE)
                        .instance("i" + opened.size())
                        .build(),
                InstantSource.system(),
                moments);
        opened.add(broker);
        return broker;
    }

    private static EngineInstance owner(EngineInstance broker) {
        return broker.awaitOwner();
    }

    private static void awaitState(EngineInstance broker, CellState state) {
        Awaitility.await().atMost(KafkaEngines.PATIENCE).until(() -> broker.state() == state);
    }

    private static void send(EngineInstance broker, String body) {
        broker.engine().send(Message.to("q").body(body).build());
    }

    private static List<String> take(EngineInstance broker, int count) throws InterruptedException {
        var taken = new ArrayList<String>();
        try (var consumer =
                broker.engine().consume(ConsumerOptions.ofQueue("q", "test").build())) {
            while (taken.size() < count) {
                var delivery = consumer.receive(KafkaEngines.PATIENCE);
                assertThat(delivery).as("after " + taken).isPresent();
                delivery.ifPresent(Delivery::accept);
                delivery.map(each -> each.message().bodyText()).ifPresent(taken::add);
            }
        }
        return taken;
    }

    @Test
    void shouldStandByWhileAnotherInstanceOwnsTheCell() throws InterruptedException {
        var first = owner(instance());
        first.engine().declare(Destination.queue("q").build());
        send(first, "a");
        var second = instance();

        assertThat(second.state()).isEqualTo(CellState.STANDBY);
        assertThat(second.candidate().engine()).isNull();
        first.close();

        assertThat(take(owner(second), 1)).containsExactly("a");
        assertThat(first.state()).isEqualTo(CellState.CLOSED);
        assertThat(second.epoch()).isEqualTo(2);
    }

    @Test
    void shouldTakeOverFromAnOwnerThatIsNotHeardOf() throws InterruptedException {
        var stall = new Stall();
        var first = owner(instance(stall));
        first.engine().declare(Destination.queue("q").build());
        send(first, "a");
        var second = instance();
        stall.begin();
        var late = first.engine().sendAsync(Message.to("q").body("late").build());

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
        broker.engine().declare(Destination.queue("q").build());
        stall.begin();
        var late = broker.engine().sendAsync(Message.to("q").body("late").build());
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
        first.engine().declare(Destination.queue("q").build());
        send(first, "a");
        var second = instance();
        stall.begin();
        var late = first.engine()
                .sendAllAsync(List.of(
                        Message.to("q").body("x").build(),
                        Message.to("q").body("y").build()));

        owner(second);
        stall.end();

        assertThat(late.toCompletableFuture()).failsWithin(KafkaEngines.PATIENCE);
        awaitState(first, CellState.STANDBY);
        send(second, "b");
        assertThat(take(second, 2)).containsExactly("a", "b");
        assertThat(second.engine().statistics("q").depth()).isZero();
    }

    @Test
    void shouldEndAtOnceWhenItIsClosedWhileItStandsBy() {
        owner(instance());
        var second = instance();

        second.close();

        assertThat(second.state()).isEqualTo(CellState.CLOSED);
    }

    @Test
    void shouldGiveTheCellToTheInstanceThatIsPreferred() {
        var first = owner(instance());
        var second = instance();

        first.candidate().prefer(false);

        assertThat(owner(second).epoch()).isEqualTo(2);
        awaitState(first, CellState.STANDBY);
        assertThat(first.candidate().status().fenced()).isZero();
    }

    @Test
    void shouldLetOthersFirstWhileItIsNotPreferred() {
        var first = owner(instance());
        var second = instance();
        second.candidate().prefer(false);
        var third = instance();

        first.close();

        assertThat(owner(third).epoch()).isEqualTo(2);
        assertThat(second.state()).isEqualTo(CellState.STANDBY);
    }

    @Test
    void shouldOwnTheCellAgainWhenNobodyElseTakesIt() {
        var only = owner(instance());
        long former = only.epoch();

        only.candidate().prefer(false);

        Awaitility.await().atMost(KafkaEngines.PATIENCE).until(() -> only.epoch() > former);
        assertThat(only.candidate().status().takeOvers()).isEqualTo(2);
    }
}
