package io.penstock.broker.send;

import io.penstock.Destination;
import io.penstock.Durability;
import io.penstock.PenstockException;
import io.penstock.Receipt;
import io.penstock.broker.destination.HandLog;
import io.penstock.broker.destination.LocalDestination;
import io.penstock.broker.destination.TestDestinations;
import io.penstock.journal.JournalException;
import org.junit.jupiter.api.Test;

import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A message that is a record and nothing else, over a log that is written by hand. */
class PlainSendingTest {

    private final HandLog log = new HandLog();
    private final LocalDestination orders =
            TestDestinations.of(Destination.queue("orders").build());

    @Test
    void shouldTellWhoeverTakesTheStageWhenItIsWritten() {
        var sending = PlainSending.begin(TestMessages.to(orders, Durability.OS), log, false);
        assertThat(sending.stage()).isNotDone();

        log.write();

        assertThat(sending.stage().join().destination()).isEqualTo("orders");
    }

    @Test
    void shouldHaveAReceiptForWhoeverWaits() {
        var receipt = PlainSending.begin(TestMessages.to(orders, Durability.SYNC), log, true)
                .await();

        assertThat(receipt.destination()).isEqualTo("orders");
        assertThat(log.waiting()).isZero();
    }

    @Test
    void shouldNotWaitForAMessageThatDoesNotOutliveTheProcess() {
        var message = TestMessages.to(orders, Durability.MEMORY);

        var staged = PlainSending.begin(message, log, false).stage();
        var waited = PlainSending.begin(message, log, true).await();

        assertThat(log.waiting()).isEqualTo(2);
        assertThat(staged.join().offset()).isEqualTo(Receipt.UNKNOWN_OFFSET);
        assertThat(waited.offset()).isEqualTo(Receipt.UNKNOWN_OFFSET);
    }

    @Test
    void shouldRefuseWhoeverDoesNotWaitIfTooMuchIsQueued() {
        log.full(true);

        assertThatThrownBy(() -> PlainSending.begin(TestMessages.to(orders, Durability.OS), log, false))
                .isInstanceOf(PenstockException.Overloaded.class);
        assertThat(log.waiting()).isZero();
    }

    @Test
    void shouldFailTheStageIfTheLogDoes() {
        var stage = PlainSending.begin(TestMessages.to(orders, Durability.OS), log, false)
                .stage();

        log.fail(new JournalException.StorageFull(0, 1, "here"));

        assertThat(stage)
                .isCompletedExceptionally()
                .failsWithin(0, TimeUnit.SECONDS)
                .withThrowableThat()
                .havingCause()
                .isInstanceOf(PenstockException.StorageFull.class);
    }
}
