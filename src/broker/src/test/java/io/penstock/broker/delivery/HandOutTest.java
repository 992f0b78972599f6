package io.penstock.broker.delivery;

import io.penstock.Delivery;
import io.penstock.Message;
import io.penstock.broker.entry.Entry;
import org.junit.jupiter.api.Test;

import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;

/** Which records are brought to which consumers in one turn. */
class HandOutTest {

    private final SubscriptionParts parts = new SubscriptionParts();

    @Test
    void shouldHandOutNoMoreThanWasAskedFor() {
        parts.records.send("a");
        parts.records.send("b");
        parts.records.send("c");
        parts.consumer(null, 2);

        parts.turn();

        assertThat(parts.handed).extracting(Delivery::offset).containsExactly(0L, 1L);
        assertThat(parts.consumers.acquired).isEqualTo(2);
        assertThat(parts.counters.delivered).isEqualTo(2);
    }

    @Test
    void shouldHandOutNothingWhileItIsClosed() {
        parts.records.send("a");
        parts.consumer(null, 1);

        parts.handOut.turn(false);

        assertThat(parts.handed).isEmpty();
    }

    @Test
    void shouldTakeConsumersInTurn() {
        for (int i = 0; i < 4; i++) {
            parts.records.send("a");
        }
        var one = parts.consumer(null, 10);
        var other = parts.consumer(null, 10);

        parts.turn();

        assertThat(one.acquired()).isEqualTo(2);
        assertThat(other.acquired()).isEqualTo(2);
    }

    @Test
    void shouldPassOverWhatOnlyAConsumerWithoutCreditTakes() {
        parts.records.send(Message.to("q").header("color", "red"), 0);
        parts.records.send(Message.to("q").header("color", "blue"), 0);
        var red = parts.consumer("color = 'red'", 0);
        parts.consumer("color = 'blue'", 1);

        parts.turn();
        assertThat(parts.handed).extracting(Delivery::offset).containsExactly(1L);

        red.request(1);
        parts.turn();
        assertThat(parts.handed).extracting(Delivery::offset).containsExactly(1L, 0L);
    }

    @Test
    void shouldJournalARedeliveryBeforeItHappens() {
        parts.records.send("a");
        parts.consumer(null, 2);
        parts.turn();
        parts.delivery(0).releaseAsync(Duration.ZERO, true);
        parts.loop.write();

        parts.turn();
        assertThat(parts.handed).as("it waits for its marker").hasSize(1);
        var marker = parts.loop.write();
        assertThat(marker.forced()).isFalse();
        assertThat(marker.entries()).singleElement().isInstanceOf(Entry.Tried.class);

        parts.turn();
        assertThat(parts.handed).hasSize(2);
        assertThat(parts.delivery(1).deliveries()).isEqualTo(2);
        assertThat(parts.delivery(1).attempt()).isEqualTo(2);
    }

    @Test
    void shouldSettleWhatHasExpiredInsteadOfHandingItOut() {
        parts.records.send("a");
        parts.consumer(null, 1);
        var feed = parts.feeds.feed(0);
        assertThat(feed.claim(0)).isTrue();

        parts.handOut.bury(feed, parts.records.from(0), DeadLetterCause.expired(parts.loop.now));
        assertThat(parts.consumers.areIdleBut(0)).as("it is on its way").isFalse();
        parts.loop.write();

        parts.turn();
        assertThat(parts.handed).isEmpty();
        assertThat(parts.counters.discarded).isEqualTo(1);
        assertThat(parts.consumers.areIdleBut(0)).isTrue();
    }
}
