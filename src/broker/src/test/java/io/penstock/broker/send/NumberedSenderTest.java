package io.penstock.broker.send;

import io.penstock.Destination;
import io.penstock.Durability;
import io.penstock.Limits;
import io.penstock.Overflow;
import io.penstock.PenstockException;
import io.penstock.Receipt;
import io.penstock.broker.destination.Catalog;
import io.penstock.broker.destination.HandLog;
import io.penstock.broker.destination.LocalDestination;
import io.penstock.broker.destination.TestDestinations;
import io.penstock.broker.guarantee.ProducerInstance;
import io.penstock.broker.guarantee.ProducerState;
import io.penstock.broker.limit.Limiter;
import io.penstock.broker.limit.WaitingByHand;
import io.penstock.broker.routing.RoutingTable;
import io.penstock.conformance.tool.ManualClock;
import io.penstock.journal.JournalException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Messages with numbers, over a log that is written by hand. */
class NumberedSenderTest {

    private final HandLog log = new HandLog();
    private final ManualClock clock = new ManualClock();
    private final WaitingByHand waiting = new WaitingByHand();
    private final LocalDestination orders =
            TestDestinations.of(Destination.queue("orders").build());
    private final LocalDestination full = TestDestinations.of(
            Destination.queue("full")
                    .limits(Limits.ofMessages(1).overflow(Overflow.BLOCK).build())
                    .build(),
            waiting);
    private final Catalog nothing = new Catalog(new RoutingTable(), made -> null);
    private final NumberedSender sender =
            new NumberedSender(null, log, new Limiter(clock, Duration.ofSeconds(30)), nothing, clock, () -> false);
    private final ProducerState state = new ProducerState(1, "p");
    private ProducerInstance producer;

    @BeforeEach
    void open() {
        state.opened(1, clock.millis());
        producer = new ProducerInstance(state, 1);
    }

    private Sending<Receipt> send(long number) {
        return sender.send(producer, number, TestMessages.to(orders, Durability.OS), false);
    }

    @Test
    void shouldGiveNumbersInTurn() {
        send(NumberedSender.NEXT);
        send(NumberedSender.NEXT);

        assertThat(log.waiting()).isEqualTo(2);
        assertThat(state.next).hasValue(2);
    }

    @Test
    void shouldNotWriteANumberTwiceAndTellBothWhenItIsWritten() {
        var first = send(0).stage();
        var again = send(0).stage();
        assertThat(log.waiting()).isOne();
        assertThat(again).isNotDone();

        log.write();

        assertThat(first).isCompleted();
        assertThat(again).isCompleted();
    }

    @Test
    void shouldRefuseANumberThatLeavesOthersOut() {
        assertThatThrownBy(send(1)::await).isInstanceOf(PenstockException.OutOfSequence.class);
        assertThat(log.waiting()).isZero();
    }

    @Test
    void shouldGiveANumberAgainThatWasNotWritten() {
        var first = send(0);
        log.fail(new JournalException.StorageFull(0, 1, "here"));
        assertThatThrownBy(first::await).isInstanceOf(PenstockException.StorageFull.class);

        send(0);

        assertThat(log.waiting()).isOne();
    }

    @Test
    void shouldGiveANumberAgainIfTheLogIsFull() {
        log.full(true);

        assertThatThrownBy(send(NumberedSender.NEXT)::await).isInstanceOf(PenstockException.Overloaded.class);

        assertThat(state.next).hasValue(0);
    }

    @Test
    void shouldRefuseAnInstanceThatIsNotTheNewest() {
        state.opened(2, clock.millis());

        assertThatThrownBy(send(NumberedSender.NEXT)::await).isInstanceOf(PenstockException.Fenced.class);
    }

    @Test
    void shouldGiveANumberWhenThereIsRoomAndNotBefore() {
        waiting.messages(1);
        var sent = sender.send(producer, NumberedSender.NEXT, TestMessages.to(full, Durability.OS), false)
                .stage();
        assertThat(state.next).hasValue(0);

        waiting.messages(0);
        full.roomMade();
        assertThat(state.next).hasValue(1);
        log.write();

        assertThat(sent).isCompleted();
    }

    @Test
    void shouldGiveTheRoomBackOfANumberThatWasWrittenMeanwhile() {
        waiting.messages(1);
        var entering = sender.send(producer, 0, TestMessages.to(full, Durability.OS), false)
                .stage();
        send(0);
        log.write();

        state.sent(0, 0, 3, clock.millis());
        waiting.messages(0);
        full.roomMade();

        assertThat(entering).isCompleted();
        assertThat(log.waiting()).isZero();
        assertThat(full.limits().isOver(waiting, 1, 0)).isFalse();
    }
}
