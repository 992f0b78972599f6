package io.penstock.kafka.cells;

import io.penstock.Binding;
import io.penstock.BrowseRequest;
import io.penstock.Capability;
import io.penstock.ConsumerOptions;
import io.penstock.DeadLetterPolicy;
import io.penstock.DeadLetterReason;
import io.penstock.Delivery;
import io.penstock.Destination;
import io.penstock.DestinationKind;
import io.penstock.ExchangeType;
import io.penstock.Message;
import io.penstock.PenstockException;
import io.penstock.ProducerOptions;
import io.penstock.Schedule;
import io.penstock.StartPosition;
import io.penstock.Subscription;
import io.penstock.TopicRule;
import io.penstock.conformance.tool.ManualClock;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Tests what is special about several cells: where things go, and what is refused because it would be in two of them.
 */
class CellsBrokerTest {

    private static final Map<String, String> PATTERNS = Map.of("one.#", "main", "two.#", "main-2", "three.#", "main-3");

    private static final List<String> NAMES = List.of("one.a", "two.a", "three.a");

    @TempDir
    private Path directory;

    private final ManualClock clock = new ManualClock();
    private KeptPlacements placements;
    private CellsBroker broker;

    @BeforeEach
    void open() {
        open(3, PATTERNS);
    }

    private void open(int cells, Map<String, String> patterns) {
        placements = new KeptPlacements(directory.resolve("placements"));
        broker = LocalCells.open(directory, clock, cells, patterns, placements);
    }

    private void reopen(int cells, Map<String, String> patterns) {
        broker.close();
        open(cells, patterns);
    }

    @AfterEach
    void close() {
        broker.close();
    }

    private void queues(String... names) {
        Stream.of(names).forEach(name -> broker.declare(Destination.queue(name).build()));
    }

    private String cell(String name) {
        var place = placements.place(name);
        return place == null ? null : place.cell();
    }

    private static void assertSpans(ThrowingCallable call, String... named) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        PenstockException.Unsupported.class,
                        refusal -> assertThat(refusal.capability()).isEqualTo(Capability.ATOMIC_ACROSS_DESTINATIONS))
                .hasMessageContainingAll(named);
    }

    private static Message message(String destination) {
        return Message.to(destination).body("x").build();
    }

    private Delivery receive(String queue) throws InterruptedException {
        return broker.consume(ConsumerOptions.ofQueue(queue, "c").build())
                .receive(Duration.ofSeconds(30))
                .orElseThrow();
    }

    @Test
    void shouldPlaceByTheFirstPatternOrByTheHash() {
        queues("one.a", "two.a", "three.a", "free", "two.a.dlq");

        assertThat(NAMES).extracting(this::cell).containsExactly("main", "main-2", "main-3");
        assertThat(cell("free")).isEqualTo(new PlacementRules(LocalCells.names(3), Map.of()).byHash("free"));
        assertThat(cell("two.a.dlq")).isEqualTo("main-2");
        assertThat(broker.destinations())
                .extracting(Destination::name)
                .containsExactly("free", "one.a", "three.a", "two.a", "two.a.dlq");
    }

    @Test
    void shouldLeaveWhatExistsWhereItIsWhateverTheRulesSayLater() {
        queues("two.a", "free");
        String before = cell("free");

        reopen(5, Map.of("#", "main-5"));
        queues("two.a", "free", "new");

        assertThat(cell("two.a")).isEqualTo("main-2");
        assertThat(cell("free")).isEqualTo(before);
        assertThat(cell("new")).isEqualTo("main-5");
    }

    @Test
    void shouldTakeWhatWasDeclaredBeforeThereWereSeveralCellsToBeInTheFirst() {
        reopen(1, Map.of());
        queues("two.a");
        broker.send(message("two.a"));
        assertThat(cell("two.a")).isNull();

        reopen(3, PATTERNS);
        broker.send(message("two.a"));
        assertThat(broker.sendAsync(message("two.a"))).succeedsWithin(Duration.ofSeconds(30));
        queues("two.a");

        assertThat(cell("two.a")).isEqualTo("main");
        assertThat(broker.browse(BrowseRequest.waiting("two.a", 10).build())).hasSize(3);
    }

    @Test
    void shouldKeepDeadLettersInTheCellOfTheirSubscription() throws InterruptedException {
        queues("free");
        receiveRejected("free");
        assertThat(broker.statistics("free.dlq").sent()).isEqualTo(1);
        assertThat(cell("free.dlq")).isEqualTo(cell("free"));

        broker.declare(Destination.topic("two.t").build());
        broker.declare(Subscription.ofTopic("two.t", "s").build());
        assertThat(cell("two.t.s.dlq")).isEqualTo("main-2");
        queues("three.dead");
        assertSpans(
                () -> broker.declare(Subscription.ofTopic("two.t", "other")
                        .deadLetter(DeadLetterPolicy.to("three.dead").build())
                        .build()),
                "two.t",
                "main-2",
                "three.dead",
                "main-3");
    }

    private void receiveRejected(String queue) throws InterruptedException {
        broker.send(message(queue));
        receive(queue).reject(DeadLetterReason.REJECTED, "no", null);
    }

    @Test
    void shouldRefuseBindingsBetweenCells() {
        broker.declare(Destination.exchange("one.x", ExchangeType.FANOUT).build());
        queues("one.a", "two.a");

        broker.bind(Binding.all("one.x", "one.a").build());
        assertSpans(() -> broker.bind(Binding.all("one.x", "two.a").build()), "one.x", "'main'", "two.a", "'main-2'");
        assertThatThrownBy(() -> broker.bind(Binding.all("one.x", "nowhere").build()))
                .isInstanceOf(PenstockException.UnknownDestination.class);
    }

    @Test
    void shouldRefuseTheSecondCellOfATransactionAndGoOnInTheFirst() throws InterruptedException {
        queues("one.a", "two.a", "two.b");
        broker.send(message("two.a"));
        var delivery = receive("two.a");
        try (var transaction = broker.begin()) {
            transaction.accept(delivery);
            assertSpans(() -> transaction.send(message("one.a")), "'main-2'", "one.a", "'main'");
            transaction.send(message("two.b"));
            transaction.commit();
        }
        assertThat(broker.statistics("two.b").sent()).isEqualTo(1);
        assertThat(broker.statistics("one.a").sent()).isZero();
        assertThatThrownBy(delivery::accept).isInstanceOf(PenstockException.LeaseLost.class);
    }

    @Test
    void shouldSendRepliesToTemporaryDestinationsOfAnyCellWithTheCommit() throws InterruptedException {
        queues("two.a");
        for (int i = 0; i < 3; i++) {
            try (var replies = broker.temporary(DestinationKind.QUEUE)) {
                String name = replies.destination().name();
                var transaction = broker.begin();
                transaction.send(message(name));
                transaction.send(message("two.a"));
                assertThat(broker.statistics(name).sent()).isZero();
                transaction.commit();
                assertThat(receive(name).message().bodyText()).isEqualTo("x");

                var prepared = broker.begin();
                prepared.send(message("two.a"));
                prepared.send(message(name));
                byte[] id = {(byte) i};
                prepared.prepare(id);
                broker.commitPrepared(id);
                assertThat(receive(name).message().bodyText()).isEqualTo("x");
            }
        }
        assertThat(broker.statistics("two.a").sent()).isEqualTo(6);
    }

    @Test
    void shouldFindPreparedTransactionsInTheirCells() {
        queues("one.a", "two.a", "three.a");
        byte id = 0;
        for (var name : NAMES) {
            var transaction = broker.begin();
            transaction.send(message(name));
            transaction.prepare(new byte[] {id++});
        }
        reopen(3, PATTERNS);

        assertThat(broker.prepared()).hasSize(3);
        broker.commitPrepared(new byte[] {1});
        broker.rollbackPrepared(new byte[] {2});
        assertThat(broker.prepared())
                .singleElement()
                .satisfies(each -> assertThat(each.globalId()).containsExactly(0));
        assertThat(broker.statistics("two.a").sent()).isEqualTo(1);
        assertThatThrownBy(() -> broker.commitPrepared(new byte[] {7}))
                .isInstanceOf(PenstockException.UnknownTransaction.class);
    }

    @Test
    void shouldNumberTheMessagesOfAProducerInOneCell() {
        queues("one.a", "two.a", "two.b");
        var options = ProducerOptions.of("p").build();
        var first = broker.producer(options);
        first.send(message("two.a"));
        first.send(message("two.b"));
        assertSpans(() -> first.send(message("one.a")), "'p'", "'main-2'", "one.a", "'main'");

        reopen(3, PATTERNS);
        var second = broker.producer(options);
        assertThat(second.nextSequence()).isEqualTo(2);
        assertThat(second.send(1, message("two.b")).isDuplicate()).isTrue();
        var third = broker.producer(options);
        assertThatThrownBy(() -> second.send(message("two.a"))).isInstanceOf(PenstockException.Fenced.class);
        assertThat(third.epoch()).isEqualTo(3);
    }

    @Test
    void shouldHaveAScheduleInTheCellOfItsDestination() {
        queues("one.a", "two.a");
        broker.schedule(
                Schedule.every("s", Duration.ofHours(1), message("two.a")).build());

        assertSpans(
                () -> broker.schedule(Schedule.every("s", Duration.ofHours(1), message("one.a"))
                        .build()),
                "'s'",
                "'main-2'",
                "one.a",
                "'main'");
        assertThat(broker.schedules().pause("s").schedule().name()).isEqualTo("s");
        broker.schedules().cancel("s");
        broker.schedule(
                Schedule.every("s", Duration.ofHours(1), message("one.a")).build());
        assertThat(broker.schedules().list())
                .singleElement()
                .satisfies(each ->
                        assertThat(each.schedule().message().destination()).isEqualTo("one.a"));
    }

    @Test
    void shouldConsumeAWildcardSubscriptionInAllCellsWithOneCredit() throws InterruptedException {
        for (var name : NAMES) {
            broker.declare(Destination.topic(name).build());
        }
        broker.routing()
                .declare(TopicRule.of("all", "*.a")
                        .policies(each -> each.start(StartPosition.EARLIEST))
                        .build());
        broker.declare(Destination.topic("three.later.a").build());
        NAMES.forEach(name -> {
            broker.send(message(name));
            broker.send(message(name));
        });
        var handed = new LinkedBlockingQueue<Delivery>();

        try (var consumer = broker.consume(ConsumerOptions.ofRule("all", "c").build(), handed::addAll)) {
            for (int i = 0; i < 6; i++) {
                consumer.request(1);
                assertThat(handed.poll(30, TimeUnit.SECONDS))
                        .as("delivery %d", i)
                        .isNotNull();
                assertThat(handed).as("what was not asked for").isEmpty();
            }
            consumer.request(10);
            broker.send(message("three.a"));
            var last = handed.poll(30, TimeUnit.SECONDS);
            assertThat(last).isNotNull();
            consumer.accept(List.of(last));
            consumer.drain();
            broker.send(message("one.a"));
            broker.statistics("one.a");
            assertThat(handed).isEmpty();
        }
        var pulling = broker.consume(ConsumerOptions.ofRule("all", "c").build());
        assertThat(pulling.receive(Duration.ZERO)).isPresent();
        assertThat(pulling.receive(7, Duration.ofSeconds(30))).isNotEmpty();
    }

    @Test
    void shouldGiveTheRulesOfTheFirstCellToACellThatComesLater() {
        broker.routing().declare(TopicRule.of("all", "#").build());

        reopen(4, Map.of("#", "main-4"));
        broker.declare(Destination.topic("t").build());

        assertThat(broker.subscriptions("t")).extracting(Subscription::name).containsExactly("all");
        broker.routing().removeRule("all");
        reopen(4, Map.of());
        assertThat(broker.routing().rules()).isEmpty();
        assertThat(broker.subscriptions("t")).isEmpty();
    }

    @Test
    void shouldTellOperationsOfCellsApart() {
        queues("one.a", "two.a");
        var one = broker.operations().purge("one.a", null, "ada");
        var two = broker.operations().purge("two.a", null, "ada");

        assertThat(one.id()).isNotEqualTo(two.id());
        assertThat(broker.operations().find(one.id()))
                .map(each -> each.destination())
                .contains("one.a");
        assertThat(broker.operations().find(two.id()))
                .map(each -> each.destination())
                .contains("two.a");
        assertThat(broker.operations().list()).hasSize(2);
    }

    @Test
    void shouldFreeTheNameOfWhatIsDeleted() {
        queues("two.a");
        reopen(3, Map.of("#", "main-3"));
        broker.operations().delete("two.a", false, "ada");

        assertThat(cell("two.a")).isNull();
        assertThat(cell("two.a.dlq")).isNull();
        queues("two.a");
        assertThat(cell("two.a")).isEqualTo("main-3");
    }

    @Test
    void shouldHealADeletionThatNobodyEnded() {
        queues("two.a", "two.b");
        broker.close();
        // The process ended before the name was free: of one, the destination was deleted already.
        var mark = new KeptPlacements(directory.resolve("placements"));
        mark.change(places -> Map.of(
                "two.a", Optional.of(CellPlace.in("main-2").as(CellPlace.State.LEAVING)),
                "gone", Optional.of(CellPlace.in("main-2").as(CellPlace.State.LEAVING))));
        open(3, Map.of("#", "main-3"));

        queues("two.a", "gone");

        assertThat(placements.place("two.a")).isEqualTo(CellPlace.in("main-2"));
        assertThat(placements.place("gone")).isEqualTo(CellPlace.in("main-3"));
    }

    @Test
    void shouldNotUseWhatIsMovedOrInACellThatItDoesNotKnow() {
        queues("two.a", "three.a");
        placements.change(places -> Map.of("two.a", Optional.of(CellPlace.moving("main-2", ""))));
        assertThatThrownBy(() -> broker.send(message("two.a")))
                .isInstanceOf(PenstockException.Unavailable.class)
                .hasMessageContaining("moved");

        reopen(2, Map.of());
        assertThatThrownBy(() -> broker.send(message("three.a")))
                .isInstanceOf(PenstockException.Unavailable.class)
                .hasMessageContaining("main-3");
        assertThat(broker.sendAsync(message("three.a"))).failsWithin(Duration.ofSeconds(30));
    }

    @Test
    void shouldSendTogetherToSeveralCellsAndKeepTheOrderOfReceipts() {
        queues("one.a", "two.a", "three.a");
        var messages = Stream.of("two.a", "one.a", "three.a", "two.a")
                .map(CellsBrokerTest::message)
                .toList();

        assertThat(broker.sendAll(messages))
                .extracting(each -> each.destination() + "@" + each.offset())
                .containsExactly("two.a@0", "one.a@0", "three.a@0", "two.a@1");
    }

    @Test
    void shouldNameEachCellInItsHealth() {
        assertThat(broker.health().isRunning()).isTrue();
        assertThat(broker.health().detail()).contains("main: RUNNING", "main-2: RUNNING", "main-3: RUNNING");
        assertThat(broker.capabilities().supports(Capability.ATOMIC_ACROSS_DESTINATIONS))
                .isFalse();
    }
}
