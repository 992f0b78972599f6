package io.penstock.broker.alert;

import io.penstock.AlertCondition;
import io.penstock.AlertRule;
import io.penstock.AlertStatus;
import io.penstock.BrokerEvent;
import io.penstock.DeadLetterAlert;
import io.penstock.DeadLetterReason;
import io.penstock.PenstockException;
import io.penstock.broker.entry.EngineBounds;
import io.penstock.conformance.tool.ManualClock;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The engine without a broker, turned by hand. */
class AlertEngineTest {

    private static final DeadLetterAlert LETTERS =
            DeadLetterAlert.of(2, Duration.ofMinutes(1)).build();

    private final ManualClock clock = new ManualClock();
    private final FakeSubjects subjects = new FakeSubjects();
    private final List<BrokerEvent> events = new ArrayList<>();
    private AlertStore store = AlertStore.inMemory();
    private AlertEngine engine = start();

    private AlertEngine start() {
        var started = new AlertEngine(subjects, store, events::add, clock);
        started.restore();
        return started;
    }

    private void restart() {
        engine.close();
        engine = start();
    }

    /** Lets time pass, and the engine look at what there is then. */
    private void pass(Duration time) {
        clock.advance(time);
        engine.turn();
    }

    private void look() {
        pass(EngineBounds.ALERT_ROUND);
    }

    private void declare(String name, AlertCondition condition, String destinations) {
        engine.declare(AlertRule.of(name, condition).destinations(destinations).build());
    }

    private void die(String queue, DeadLetterAlert alert) {
        engine.died(
                new BrokerEvent.MessageDeadLettered(
                        clock.instant(), queue, queue, "id", 0, 0, DeadLetterReason.EXPIRED, null, queue + ".dlq"),
                alert);
    }

    private List<String> changes() {
        var changes = events.stream()
                .filter(BrokerEvent.AlertChanged.class::isInstance)
                .map(event -> ((BrokerEvent.AlertChanged) event).alert())
                .map(state -> state.rule().name() + " " + state.destination() + " " + state.status())
                .toList();
        events.clear();
        return changes;
    }

    @Test
    void shouldFireOnceWhenTheLagIsAboveTheLimitAndResolveWhenItIsNot() {
        declare("behind", new AlertCondition.Lag(100), "orders.#");
        subjects.queue("orders.eu", 100, 1, 0);
        subjects.queue("prices", 500, 1, 0);
        look();
        assertThat(changes()).isEmpty();

        subjects.queue("orders.eu", 101, 1, 0);
        look();
        look();
        assertThat(changes()).containsExactly("behind orders.eu FIRING");
        assertThat(engine.states()).singleElement().satisfies(state -> {
            assertThat(state.value()).isEqualTo(101);
            assertThat(state.sentence()).contains("'orders.eu'", "101", "100");
        });

        subjects.queue("orders.eu", 0, 1, 0);
        look();
        assertThat(changes()).containsExactly("behind orders.eu RESOLVED");
        pass(Duration.ofDays(2));
        assertThat(engine.states()).as("forgotten after a day").isEmpty();
    }

    @Test
    void shouldFireWhenTheOldestMessageIsTooOld() {
        declare("old", new AlertCondition.OldestMessage(Duration.ofMinutes(5)), "#");
        subjects.queue("orders", 1, 1, Duration.ofMinutes(5).toMillis());
        look();
        assertThat(changes()).isEmpty();
        subjects.queue("orders", 1, 1, Duration.ofMinutes(5).toMillis() + 1);
        look();
        assertThat(changes()).containsExactly("old orders FIRING");
    }

    @Test
    void shouldKeepItsStateAndTellTheProblemWhileAnAgeCannotBeRead() {
        declare("old", new AlertCondition.OldestMessage(Duration.ofMinutes(5)), "#");
        subjects.queue("orders", 1, 1, Duration.ofMinutes(6).toMillis());
        look();
        subjects.queue("orders", 1, 1, -1);
        look();
        assertThat(changes()).containsExactly("old orders FIRING");
        assertThat(engine.problems().get("old")).contains("cannot be read");
        subjects.queue("orders", 1, 1, 0);
        look();
        assertThat(changes()).containsExactly("old orders RESOLVED");
        assertThat(engine.problems()).isEmpty();
    }

    @Test
    void shouldFireWhenNobodyHasConsumedForSoLong() {
        declare("alone", new AlertCondition.NoConsumer(Duration.ofMinutes(5)), "orders");
        subjects.queue("orders", 0, 0, 0);
        look();
        pass(Duration.ofMinutes(5).minusMillis(1));
        assertThat(changes()).isEmpty();
        pass(Duration.ofSeconds(1));
        assertThat(changes()).containsExactly("alone orders FIRING");

        restart();
        look();
        assertThat(changes())
                .as("whoever consumed before the restart, nobody does now")
                .isEmpty();
        subjects.queue("orders", 0, 1, 0);
        look();
        assertThat(changes()).containsExactly("alone orders RESOLVED");
        subjects.queue("orders", 0, 0, 0);
        look();
        pass(Duration.ofMinutes(4));
        assertThat(changes()).as("the time begins anew").isEmpty();
    }

    @Test
    void shouldFireWhenTheDiskIsFullerThanThat() {
        engine.declare(AlertRule.of("disk", new AlertCondition.Disk(80)).build());
        subjects.diskUsed = 80;
        look();
        assertThat(changes()).isEmpty();
        subjects.diskUsed = 81;
        look();
        assertThat(changes()).containsExactly("disk null FIRING");
        subjects.diskFails = true;
        look();
        assertThat(engine.problems().get("disk")).contains("no disk");
        assertThat(changes()).isEmpty();
        subjects.diskFails = false;
        subjects.diskUsed = 50;
        look();
        assertThat(changes()).containsExactly("disk null RESOLVED");
        assertThat(engine.problems()).isEmpty();
    }

    @Test
    void shouldTreatTheAlertOfASubscriptionAsARuleLikeOthers() {
        subjects.alerts.put("orders", LETTERS);
        declare("any", new AlertCondition.DeadLetters(LETTERS), "#");
        for (int i = 0; i < 4; i++) {
            die("orders", LETTERS);
        }
        assertThat(events.stream().filter(BrokerEvent.DeadLettersRising.class::isInstance))
                .containsExactly(new BrokerEvent.DeadLettersRising(clock.instant(), "orders", "orders", 3, LETTERS));
        assertThat(changes()).containsExactly("orders/orders orders FIRING", "any orders FIRING");
        assertThat(engine.rules()).extracting(AlertRule::name).containsExactly("any");

        pass(Duration.ofMinutes(2));
        assertThat(changes()).containsExactlyInAnyOrder("orders/orders orders RESOLVED", "any orders RESOLVED");
        die("orders", LETTERS);
        assertThat(changes()).isEmpty();
    }

    @Test
    void shouldResolveWhatASubscriptionHasNoAlertForAnyMore() {
        subjects.alerts.put("orders", LETTERS);
        for (int i = 0; i < 3; i++) {
            die("orders", LETTERS);
        }
        subjects.alerts.clear();
        look();
        assertThat(changes()).containsExactly("orders/orders orders FIRING", "orders/orders orders RESOLVED");
    }

    @Test
    void shouldKnowAfterARestartWhatFiresAndWhichLettersCount() {
        subjects.alerts.put("orders", LETTERS);
        subjects.alerts.put("prices", LETTERS);
        declare("behind", new AlertCondition.Lag(100), "#");
        subjects.queue("orders", 200, 1, 0);
        for (int i = 0; i < 3; i++) {
            die("orders", LETTERS);
        }
        die("prices", LETTERS);
        die("prices", LETTERS);
        look();
        assertThat(changes()).containsExactly("orders/orders orders FIRING", "behind orders FIRING");
        var before = engine.states();

        restart();
        assertThat(engine.states()).isEqualTo(before);
        assertThat(engine.rules()).extracting(AlertRule::name).containsExactly("behind");
        look();
        die("orders", LETTERS);
        assertThat(changes()).as("fires already").isEmpty();
        die("prices", LETTERS);
        assertThat(changes()).as("the third within a minute").containsExactly("prices/prices prices FIRING");
    }

    @Test
    void shouldKnowAfterACrashWhatFiresAndTellItNotAgain() {
        declare("behind", new AlertCondition.Lag(100), "#");
        subjects.queue("orders", 200, 1, 0);
        look();
        assertThat(changes()).containsExactly("behind orders FIRING");

        engine = start();
        look();
        assertThat(changes()).isEmpty();
        subjects.queue("orders", 0, 1, 0);
        look();
        assertThat(changes()).containsExactly("behind orders RESOLVED");
    }

    @Test
    void shouldResolveWhatFiredByARuleThatIsRemovedOrWhereADestinationIsGone() {
        declare("behind", new AlertCondition.Lag(100), "#");
        declare("late", new AlertCondition.Lag(100), "#");
        subjects.queue("orders", 200, 1, 0);
        look();
        assertThat(changes()).hasSize(2);
        engine.remove("late");
        assertThat(changes()).containsExactly("late orders RESOLVED");
        subjects.queues.clear();
        look();
        assertThat(changes()).containsExactly("behind orders RESOLVED");
        assertThatThrownBy(() -> engine.remove("late")).isInstanceOf(PenstockException.UnknownAlert.class);
    }

    @Test
    void shouldJudgeByTheNewRuleWhenOneTakesThePlaceOfAnother() {
        declare("behind", new AlertCondition.Lag(100), "#");
        subjects.queue("orders", 200, 1, 0);
        look();
        declare("behind", new AlertCondition.Lag(150), "#");
        look();
        assertThat(changes()).as("fires by both").containsExactly("behind orders FIRING");
        declare("behind", new AlertCondition.Lag(300), "#");
        look();
        assertThat(changes()).containsExactly("behind orders RESOLVED");
        declare("behind", new AlertCondition.Lag(150), "#");
        look();
        engine.declare(AlertRule.of("behind", new AlertCondition.Disk(80)).build());
        look();
        assertThat(changes()).containsExactly("behind orders FIRING", "behind orders RESOLVED");
    }

    @Test
    void shouldContainTheFailureOfOneDestinationToTheRulesThatAreForIt() {
        declare("behind", new AlertCondition.Lag(100), "orders");
        declare("others", new AlertCondition.Lag(100), "prices");
        subjects.queue("orders", 200, 1, 0);
        subjects.queue("prices", 200, 1, 0);
        look();
        assertThat(changes()).hasSize(2);
        subjects.broken = "orders";
        subjects.queue("prices", 0, 1, 0);
        look();
        assertThat(changes()).containsExactly("others prices RESOLVED");
        assertThat(engine.problems()).containsOnlyKeys("behind");
        assertThat(engine.problems().get("behind")).contains("'orders'", "on fire");
        subjects.broken = "";
        look();
        assertThat(engine.problems()).isEmpty();
        assertThat(changes()).isEmpty();
    }

    @Test
    void shouldLookAtSoManyDestinationsInARoundAndGoOnInTheNext() {
        declare("behind", new AlertCondition.Lag(100), "#");
        int many = EngineBounds.ALERT_LOOKS_OF_A_ROUND;
        for (int i = 0; i < many; i++) {
            subjects.queue("q" + i, i == many - 1 ? 200 : 0, 1, 0);
        }
        look();
        assertThat(subjects.looked.size()).isLessThanOrEqualTo(many / 2);
        while (subjects.looked.size() < many) {
            look();
        }
        assertThat(subjects.looked).doesNotHaveDuplicates();
        assertThat(changes()).containsExactly("behind q" + (many - 1) + " FIRING");
    }

    @Test
    void shouldKeepNoMoreThanItsBoundOfWhatFires() {
        declare("behind", new AlertCondition.Lag(100), "#");
        for (int i = 0; i <= EngineBounds.ALERT_STATES; i++) {
            subjects.queue("q" + i, 200, 1, 0);
        }
        while (subjects.looked.size() <= EngineBounds.ALERT_STATES) {
            look();
        }
        assertThat(engine.states()).hasSize(EngineBounds.ALERT_STATES);
        assertThat(engine.problems().get("behind")).contains("more than " + EngineBounds.ALERT_STATES);
    }

    @Test
    void shouldRefuseMoreRulesThanItsBound() {
        for (int i = 0; i < EngineBounds.ALERT_RULES; i++) {
            declare("r" + i, new AlertCondition.Lag(1), "x");
        }
        assertThatThrownBy(() -> declare("more", new AlertCondition.Lag(1), "x"))
                .isInstanceOf(PenstockException.InvalidConfiguration.class)
                .hasMessageContaining("1000");
        declare("r0", new AlertCondition.Lag(2), "x");
    }

    @Test
    void shouldHandOnEachChangeInOrderUntilItIsTakenAlsoAfterARestart() {
        var taken = new ArrayList<AlertStatus>();
        var answers = new ArrayList<CompletableFuture<Void>>();
        engine.handOn(state -> {
            taken.add(state.status());
            answers.add(new CompletableFuture<>());
            return answers.get(answers.size() - 1);
        });
        declare("behind", new AlertCondition.Lag(100), "#");
        subjects.queue("orders", 200, 1, 0);
        look();
        subjects.queue("orders", 0, 1, 0);
        look();
        assertThat(taken).as("one at a time").containsExactly(AlertStatus.FIRING);

        answers.get(0).completeExceptionally(new IllegalStateException("full"));
        engine.turn();
        assertThat(taken).as("not at once again").hasSize(1);
        pass(Duration.ofSeconds(5));
        assertThat(taken).containsExactly(AlertStatus.FIRING, AlertStatus.FIRING);

        restart();
        taken.clear();
        engine.handOn(state -> {
            taken.add(state.status());
            return CompletableFuture.completedFuture(null);
        });
        engine.turn();
        engine.turn();
        engine.turn();
        assertThat(taken).containsExactly(AlertStatus.FIRING, AlertStatus.RESOLVED);
        restart();
        engine.handOn(state -> CompletableFuture.failedFuture(new AssertionError(state)));
        engine.turn();
        assertThat(events).noneMatch(BrokerEvent.DeadLettersRising.class::isInstance);
    }

    @Test
    void shouldHandOnWhatFiredBeforeThereWasAReceiver() {
        declare("behind", new AlertCondition.Lag(100), "#");
        subjects.queue("orders", 200, 1, 0);
        look();
        var taken = new ArrayList<String>();
        engine.handOn(state -> {
            taken.add(state.rule().name());
            return CompletableFuture.completedFuture(null);
        });
        engine.turn();
        assertThat(taken).containsExactly("behind");
    }

    @Test
    void shouldRefuseARuleThatCannotBeKeptAndGoOnWithoutAStoreOtherwise() {
        store = new FailingStore();
        engine = start();
        assertThatThrownBy(() -> declare("behind", new AlertCondition.Lag(100), "#"))
                .isInstanceOf(PenstockException.Unavailable.class)
                .hasMessageContaining("no space");
        assertThat(engine.rules()).isEmpty();
        for (int i = 0; i < 3; i++) {
            die("orders", LETTERS);
        }
        subjects.alerts.put("orders", LETTERS);
        look();
        assertThat(engine.states()).hasSize(1);
        engine.close();
    }

    @Test
    void shouldBeginAnewAndPutAsideWhatItCannotRead() {
        var text = AlertText.write(AlertSnapshot.EMPTY);
        for (var wrong : List.of("", "x", "penstock-alerts 2\nend\n", text.substring(0, text.length() - 5))) {
            var broken = new FailingStore();
            broken.text = wrong;
            store = broken;
            engine = start();
            assertThat(engine.rules()).isEmpty();
            assertThat(broken.isAside).as(wrong).isTrue();
        }
    }

    /** A store on a disk that is full. */
    private static final class FailingStore implements AlertStore {

        private String text;
        private boolean isAside;

        @Override
        public Optional<String> read() {
            return Optional.ofNullable(text);
        }

        @Override
        public void write(String text) throws IOException {
            throw new IOException("no space");
        }

        @Override
        public String putAside() {
            isAside = true;
            return "aside";
        }
    }
}
