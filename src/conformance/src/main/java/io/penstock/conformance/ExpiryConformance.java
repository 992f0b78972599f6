package io.penstock.conformance;

import io.penstock.BrowseRequest;
import io.penstock.Capability;
import io.penstock.DeadLetterPolicy;
import io.penstock.DeadLetterReason;
import io.penstock.DeadLetterRecord;
import io.penstock.Destination;
import io.penstock.Message;
import io.penstock.Ordering;
import io.penstock.RedriveRequest;
import io.penstock.Subscription;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

/** Tests messages that expire before somebody gets them. */
public abstract class ExpiryConformance extends BrokerConformance {

    @Override
    protected Set<Capability> needed() {
        return Set.of(Capability.EXPIRY);
    }

    @Test
    void shouldMakeADeadLetterOfAMessageWhoseTimeIsOverAndDeliverTheOthers() {
        broker.declare(Destination.queue("quotes").build());
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
        broker.declare(Destination.queue("quotes").build());
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
        broker.declare(Destination.queue("quotes").build());
        broker.send(
                Message.to("quotes").body("b").timeToLive(Duration.ofSeconds(5)).build());
        var delivery = consumeQueue("quotes").next();
        clock.advance(Duration.ofSeconds(6));

        done(delivery.acceptAsync());

        assertThat(broker.statistics("quotes").subscriptions().get(0).accepted())
                .isEqualTo(1);
    }

    private void untilDead(String queue, int letters) {
        Awaitility.await().until(() -> {
            pass(Duration.ofSeconds(1));
            return broker.destination(queue).isPresent()
                    && broker.statistics(queue).depth() == letters;
        });
    }

    @Test
    void shouldEndWhatExpiredThoughNobodyConsumes() {
        broker.declare(Destination.queue("quotes").partitions(2).build());
        for (int i = 0; i < 20; i++) {
            broker.send(Message.to("quotes")
                    .key("k" + i)
                    .timeToLive(Duration.ofMinutes(i % 2 == 0 ? 1 : 60))
                    .build());
        }
        broker.send(Message.to("quotes")
                .timeToLive(Duration.ofMinutes(1))
                .deliverAt(clock.instant().plus(Duration.ofHours(1)))
                .build());

        broker.statistics("quotes");
        clock.advance(Duration.ofSeconds(50));
        assertThat(broker.statistics("quotes").depth()).isEqualTo(21);
        clock.advance(Duration.ofSeconds(10));
        untilDead("quotes.dlq", 11);
        assertThat(broker.statistics("quotes").depth()).isEqualTo(10);
        assertThat(consumeQueue("quotes").next(10)).hasSize(10);
    }

    @Test
    void shouldLookAfterWhatExpiresAfterARestartToo() {
        broker.declare(Destination.queue("quotes").build());
        broker.send(Message.to("quotes").timeToLive(Duration.ofMinutes(1)).build());
        reopen();
        reopen();

        clock.advance(Duration.ofMinutes(1));
        untilDead("quotes.dlq", 1);
    }

    @Test
    void shouldLetTheNextOfAKeyGoWhenTheOneBeforeHasExpired() {
        queue(Subscription.ofQueue("quotes").ordering(Ordering.KEY));
        broker.send(Message.to("quotes").key("k").body("held").build());
        broker.send(Message.to("quotes")
                .key("k")
                .body("stale")
                .timeToLive(Duration.ofMinutes(1))
                .build());
        broker.send(Message.to("quotes").key("k").body("next").build());
        var inbox = consumeQueue("quotes");
        var held = inbox.next();
        clock.advance(Duration.ofMinutes(1));
        untilDead("quotes.dlq", 1);

        inbox.expectNothing();
        done(held.acceptAsync());
        assertThat(inbox.next().message().bodyText()).isEqualTo("next");
    }

    @Test
    void shouldThrowAwayDeadLettersThatAreOlderThanTheirQueueKeepsThem() {
        broker.declare(
                Destination.queue("quotes.dlq").timeToLive(Duration.ofDays(1)).build());
        broker.declare(Destination.queue("quotes").build());
        broker.send(Message.to("quotes")
                .body("old")
                .timeToLive(Duration.ofMinutes(1))
                .build());
        broker.send(Message.to("quotes")
                .body("redriven")
                .timeToLive(Duration.ofMinutes(1))
                .build());
        clock.advance(Duration.ofMinutes(1));
        untilDead("quotes.dlq", 2);
        var letters = broker.browse(BrowseRequest.waiting("quotes.dlq", 10).build());
        assertThat(letters.get(0).message().expiresAt()).isPresent();
        broker.redrive(RedriveRequest.all("quotes.dlq")
                .messageIds(Set.of(letters.get(1).message().id()))
                .limit(10)
                .build());
        assertThat(broker.browse(BrowseRequest.waiting("quotes", 10).build())
                        .get(0)
                        .message()
                        .expiresAt())
                .isEmpty();

        clock.advance(Duration.ofDays(1));
        untilDead("quotes.dlq", 0);
        assertThat(broker.statistics("quotes.dlq").subscriptions().get(0).discarded())
                .isEqualTo(1);
        assertThat(broker.statistics("quotes").depth()).isEqualTo(1);
    }
}
