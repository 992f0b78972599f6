package io.penstock.broker.send;

import io.penstock.Destination;
import io.penstock.Durability;
import io.penstock.Limits;
import io.penstock.Overflow;
import io.penstock.PenstockException;
import io.penstock.Receipt;
import io.penstock.broker.destination.HandLog;
import io.penstock.broker.destination.LocalDestination;
import io.penstock.broker.destination.TestDestinations;
import io.penstock.broker.entry.IdHash;
import io.penstock.broker.entry.RecordPosition;
import io.penstock.broker.limit.Limiter;
import io.penstock.broker.limit.WaitingByHand;
import io.penstock.conformance.tool.ManualClock;
import io.penstock.conformance.tool.Patience;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Messages with ids and limits, over a log that is written by hand. */
class AtomicSenderTest {

    private final HandLog log = new HandLog();
    private final ManualClock clock = new ManualClock();
    private final WaitingByHand waiting = new WaitingByHand();
    private final LocalDestination orders = TestDestinations.of(
            Destination.queue("orders").deduplication(Duration.ofMinutes(5)).build());
    private final LocalDestination full = TestDestinations.of(
            Destination.queue("full")
                    .limits(Limits.ofMessages(1).overflow(Overflow.BLOCK).build())
                    .build(),
            waiting);
    private boolean isLoop;
    private final AtomicSender sender =
            new AtomicSender(log, new Limiter(clock, Duration.ofSeconds(30)), clock, () -> isLoop);

    private CompletableFuture<List<Receipt>> send(PreparedMessage message) {
        return sender.send(List.of(message), false).stage();
    }

    /** As the log: what it writes is applied, then its sender is told. */
    private void write(String id, long offset) {
        orders.deduplication().sent(IdHash.of(id), new RecordPosition(0, offset), clock.millis());
        log.write();
    }

    @Test
    void shouldWriteAnIdOnceAndGiveBothSendersItsPlace() {
        var first = send(TestMessages.withId(orders, "a"));
        var second = send(TestMessages.withId(orders, "a"));
        assertThat(log.waiting()).isOne();

        write("a", 5);

        assertThat(first).isCompleted();
        assertThat(second).succeedsWithin(Patience.LONG);
        assertThat(second.join().get(0).offset()).isEqualTo(5);
        assertThat(log.waiting()).isZero();
        assertThat(orders.deduplication().duplicates()).isOne();
    }

    @Test
    void shouldGiveAnIdBackIfTheLogIsFull() {
        log.full(true);
        assertThat(send(TestMessages.withId(orders, "a"))).isCompletedExceptionally();
        log.full(false);

        send(TestMessages.withId(orders, "a"));

        assertThat(log.waiting()).isOne();
    }

    @Test
    void shouldWriteAMessageWhenThereIsRoomForIt() {
        waiting.messages(1);
        var sent = send(TestMessages.to(full, Durability.OS));
        assertThat(log.waiting()).isZero();

        waiting.messages(0);
        full.roomMade();
        assertThat(sent).isNotDone();
        log.write();

        assertThat(sent.join().get(0).destination()).isEqualTo("full");
    }

    @Test
    void shouldNotWaitForSettlementsOnADispatchLoop() {
        waiting.messages(1);
        isLoop = true;
        var sending = sender.send(List.of(TestMessages.to(full, Durability.OS)), true);

        assertThatThrownBy(sending::await).isInstanceOf(PenstockException.LimitReached.class);
    }

    @Test
    void shouldWriteSeveralMessagesInOneAppend() {
        var sent = sender.send(List.of(TestMessages.withId(orders, "a"), TestMessages.withId(orders, "b")), false)
                .stage();
        assertThat(log.waiting()).isOne();

        log.write();

        assertThat(sent.join()).hasSize(2);
    }

    @Test
    void shouldWriteAnIdOnceThoughTwoMessagesOfOneAppendHaveIt() {
        var receipts = sender.send(List.of(TestMessages.withId(orders, "a"), TestMessages.withId(orders, "a")), true)
                .await();

        assertThat(receipts.get(0).offset()).isEqualTo(receipts.get(1).offset());
        assertThat(orders.deduplication().duplicates()).isOne();
    }
}
