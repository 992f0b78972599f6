package io.penstock.testkit.conformance;

import io.penstock.DeadLetterPolicy;
import io.penstock.DeadLetterReason;
import io.penstock.DeadLetterRecord;
import io.penstock.Destination;
import io.penstock.Message;
import io.penstock.Subscription;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;

/** Messages that come to an end before somebody gets them. */
public abstract class ExpiryConformance extends BrokerConformance {

    @Test
    void shouldMakeADeadLetterOfAMessageWhoseTimeIsOverAndDeliverTheOthers() {
        broker.declare(Destination.queue("quotes"));
        broker.send(Message.to("quotes")
                .body("stale")
                .timeToLive(Duration.ofSeconds(5))
                .build());
        broker.send(Message.to("quotes")
                .body("fresh")
                .timeToLive(Duration.ofSeconds(60))
                .build());
        broker.send(Message.to("quotes").body("timeless").build());
        clock.advance(Duration.ofSeconds(5));

        var inbox = consumeQueue("quotes");

        assertThat(inbox.next().message().bodyText()).isEqualTo("fresh");
        assertThat(inbox.next().message().bodyText()).isEqualTo("timeless");
        Awaitility.await().until(() -> broker.destination("quotes.dlq").isPresent());
        var letter = consumeQueue("quotes.dlq").next().message();
        assertThat(letter.bodyText()).isEqualTo("stale");
        assertThat(letter.headers().get(DeadLetterRecord.REASON)).isEqualTo(DeadLetterReason.EXPIRED.name());
        assertThat(letter.expiresAt()).isEmpty();
    }

    @Test
    void shouldThrowAwayWhatExpiredIfThePolicyDiscards() {
        broker.declare(Destination.queue("quotes"));
        broker.declare(Subscription.ofQueue("quotes")
                .deadLetter(DeadLetterPolicy.DISCARD)
                .build());
        broker.send(Message.to("quotes")
                .body("stale")
                .timeToLive(Duration.ofSeconds(5))
                .build());
        broker.send(Message.to("quotes").body("timeless").build());
        clock.advance(Duration.ofSeconds(6));

        var inbox = consumeQueue("quotes");
        assertThat(inbox.next().message().bodyText()).isEqualTo("timeless");

        assertThat(broker.destination("quotes.dlq")).isEmpty();
        Awaitility.await()
                .until(() -> broker.statistics("quotes").subscriptions().get(0).discarded() == 1);
        assertThat(broker.statistics("quotes").subscriptions().get(0).waiting()).isEqualTo(1);
    }

    @Test
    void shouldNotExpireWhatAConsumerAlreadyHas() {
        broker.declare(Destination.queue("quotes"));
        broker.send(
                Message.to("quotes").body("b").timeToLive(Duration.ofSeconds(5)).build());
        var delivery = consumeQueue("quotes").next();
        clock.advance(Duration.ofSeconds(6));

        done(delivery.accept());

        assertThat(broker.statistics("quotes").subscriptions().get(0).accepted())
                .isEqualTo(1);
    }
}
