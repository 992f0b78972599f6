package io.penstock.broker.limit;

import io.penstock.Destination;
import io.penstock.Limits;
import io.penstock.Overflow;
import io.penstock.PenstockException;
import io.penstock.broker.destination.LocalDestination;
import io.penstock.broker.destination.TestDestinations;
import io.penstock.broker.entry.RecordPosition;
import io.penstock.broker.loop.Alarms;
import io.penstock.conformance.tool.ManualClock;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Who is let into full destinations, with no file and no thread: a test says what waits there. */
class LimiterTest {

    private static final Duration MAX_WAIT = Duration.ofSeconds(30);

    private final ManualClock clock = new ManualClock();
    private final Limiter limiter = new Limiter(clock, MAX_WAIT);
    private final WaitingByHand waiting = new WaitingByHand();
    private final List<String> told = new ArrayList<>();

    private LocalDestination destination(Overflow overflow) {
        return destination(1, overflow);
    }

    private LocalDestination destination(long most, Overflow overflow) {
        return TestDestinations.of(
                Destination.queue("orders")
                        .limits(Limits.ofMessages(most).overflow(overflow).build())
                        .build(),
                waiting);
    }

    /** Asks for room for one message, and tells what comes of it. */
    private final class Asking extends RoomRequest {

        private final String name;
        private ReservedRoom room;

        private Asking(String name, LocalDestination to, boolean mayWait) {
            super(Demand.of(to, 1), mayWait);
            this.name = name;
        }

        @Override
        public Runnable admitted(ReservedRoom given) {
            room = given;
            return () -> told.add(name);
        }

        @Override
        public void refused(PenstockException cause) {
            told.add(name + ": " + cause.getClass().getSimpleName());
        }
    }

    private Asking ask(String name, LocalDestination to) {
        var asking = new Asking(name, to, true);
        limiter.submit(asking, false);
        return asking;
    }

    @Test
    void shouldLetInWhileThereIsRoom() {
        ask("first", destination(Overflow.BLOCK));

        assertThat(told).containsExactly("first");
    }

    @Test
    void shouldCountWhatIsOnTheWay() {
        var orders = destination(Overflow.BLOCK);
        var first = ask("first", orders);
        ask("second", orders);
        assertThat(told).containsExactly("first");

        first.room.undone();

        assertThat(told).containsExactly("first", "second");
    }

    @Test
    void shouldNotCountTwiceWhatIsInTheLogAndHasNotBeenToldSo() {
        var orders = destination(2, Overflow.REJECT);
        var first = ask("first", orders);
        orders.grown(1);
        waiting.messages(1);

        var second = ask("second", orders);

        assertThat(told).containsExactly("first", "second");
        assertThatThrownBy(() -> ask("third", orders)).isInstanceOf(PenstockException.LimitReached.class);
        first.room.happened();
        assertThatThrownBy(() -> ask("third", orders)).isInstanceOf(PenstockException.LimitReached.class);
        orders.grown(1);
        waiting.messages(2);
        second.room.happened();
        assertThatThrownBy(() -> ask("third", orders))
                .isInstanceOf(PenstockException.LimitReached.class)
                .hasMessageContaining("3");
    }

    @Test
    void shouldCountWhatRecoveryHasFound() {
        var orders = destination(2, Overflow.REJECT);
        orders.grown(1);
        waiting.messages(1);
        orders.recovered();

        ask("first", orders);

        assertThatThrownBy(() -> ask("second", orders)).isInstanceOf(PenstockException.LimitReached.class);
    }

    @Test
    void shouldLetInInTheOrderOfComing() {
        var orders = destination(Overflow.BLOCK);
        waiting.messages(1);
        var first = ask("first", orders);
        ask("second", orders);

        waiting.messages(0);
        orders.roomMade();
        assertThat(told).containsExactly("first");
        first.room.undone();

        assertThat(told).containsExactly("first", "second");
    }

    @Test
    void shouldRejectAtOnceWhereThatIsDeclared() {
        var orders = destination(Overflow.REJECT);
        waiting.messages(1);

        assertThatThrownBy(() -> ask("first", orders)).isInstanceOf(PenstockException.LimitReached.class);
        assertThat(told).isEmpty();
    }

    @Test
    void shouldNotWaitForOthersIfTheRequestMustNot() {
        var orders = destination(Overflow.BLOCK);
        waiting.messages(1);

        assertThatThrownBy(() -> limiter.atOnce(Demand.of(orders, 1)))
                .isInstanceOf(PenstockException.LimitReached.class);
    }

    @Test
    void shouldThrowAwayTheOldestForANewerOne() {
        var orders = destination(Overflow.DISCARD_OLDEST);
        waiting.messages(1);

        var asking = ask("first", orders);
        assertThat(waiting.asked()).isOne();
        waiting.messages(0);
        waiting.answer(new RecordPosition(0, 7));
        assertThat(told).containsExactly("first");
        asking.room.happened();

        assertThat(waiting.discarded()).isOne();
        assertThat(waiting.kept()).isZero();
    }

    @Test
    void shouldKeepWhatWasToBeThrownAwayIfNothingIsWritten() {
        var orders = destination(Overflow.DISCARD_OLDEST);
        waiting.messages(1);

        var asking = ask("first", orders);
        waiting.messages(0);
        waiting.answer(new RecordPosition(0, 7));
        asking.room.undone();

        assertThat(waiting.kept()).isOne();
        assertThat(waiting.discarded()).isZero();
    }

    @Test
    void shouldRefuseWhatNeverFits() {
        var demand = new Demand();
        var orders = destination(Overflow.BLOCK);
        demand.add(orders, 1);
        demand.add(orders, 1);

        assertThatThrownBy(() -> limiter.atOnce(demand))
                .isInstanceOf(PenstockException.LimitReached.class)
                .hasMessageContaining("more than ever fits");
    }

    @Test
    void shouldLetNobodyInWhenItIsClosed() {
        var orders = destination(Overflow.BLOCK);
        waiting.messages(1);
        ask("first", orders);

        limiter.close(List.of(orders));

        assertThat(told).containsExactly("first: Unavailable");
        assertThatThrownBy(() -> ask("second", orders)).isInstanceOf(PenstockException.Unavailable.class);
    }

    @Test
    void shouldTellTheTimekeeperOfNothingWhileNobodyWaitsForATime() {
        var orders = destination(Overflow.BLOCK);
        waiting.messages(1);
        ask("first", orders);

        clock.advance(MAX_WAIT.multipliedBy(2));

        assertThat(limiter.turn()).isEqualTo(Alarms.NEVER);
        assertThat(told).isEmpty();
    }
}
