package io.penstock.conformance;

import io.penstock.BrowseRequest;
import io.penstock.DeadLetterReason;
import io.penstock.DeadLetterRecord;
import io.penstock.Destination;
import io.penstock.Durability;
import io.penstock.Message;
import io.penstock.PenstockException;
import io.penstock.Receipt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

import static io.penstock.conformance.tool.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Tests what a message may ask for its own delivery: durability, priority and expiry. */
public abstract class MessageGuaranteesConformance extends BrokerConformance {

    @BeforeEach
    void declare() {
        broker.declare(Destination.queue("orders").build());
    }

    private static Message.Builder volatileMessage(String body) {
        return Message.to("orders").body(body).durability(Durability.MEMORY);
    }

    /** What need not wait for storage is told at once, but for the way over a connection. */
    protected void expectTold(CompletableFuture<?> sending) {
        assertThat(sending).isDone();
    }

    @Test
    void shouldTellTheSenderOfAVolatileMessageBeforeItIsWritten() {
        var receipt = broker.send(volatileMessage("a").build());
        var later = broker.sendAsync(volatileMessage("b").build()).toCompletableFuture();

        expectTold(later);
        assertThat(receipt.offset()).isEqualTo(Receipt.UNKNOWN_OFFSET);
        var inbox = consumeQueue("orders");
        var first = inbox.next();
        assertThat(first.message().id()).isEqualTo(receipt.messageId());
        assertThat(first.message().durability()).contains(Durability.MEMORY);
        assertThat(inbox.next().message().id()).isEqualTo(later.join().messageId());
    }

    @Test
    void shouldSettleVolatileMessagesOfAnEarlierProcessSilently() {
        broker.send(volatileMessage("a").build());
        send("orders", "b");
        var transaction = broker.begin();
        transaction.send(volatileMessage("c").build());
        done(transaction.commitAsync());
        var before = consumeQueue("orders").next(3);
        assertThat(before).hasSize(3);

        reopen();

        assertThat(broker.browse(BrowseRequest.waiting("orders", 10).build()))
                .extracting(stored -> stored.message().bodyText())
                .containsExactly("b");
        var inbox = consumeQueue("orders");
        assertThat(inbox.next().message().bodyText()).isEqualTo("b");
        inbox.expectNothing();
        // Their settlement is an entry of the log, which may come after what is handed out.
        await().atMost(PATIENCE).until(() -> waiting() == 1);
    }

    @Test
    void shouldNotCountVolatileMessagesOfAnEarlierProcessAsWaiting() {
        for (int round = 1; round <= 3; round++) {
            broker.send(volatileMessage("a" + round).build());
            send("orders", "b" + round);
            broker.send(volatileMessage("c" + round).build());
            int kept = round;
            await().atMost(PATIENCE).until(() -> waiting() == kept + 2);

            reopen();

            await().atMost(PATIENCE).until(() -> waiting() == kept);
        }
        reopen();
        assertThat(waiting()).isEqualTo(3);
        assertThat(consumeQueue("orders").next(3))
                .extracting(delivery -> delivery.message().bodyText())
                .containsExactly("b1", "b2", "b3");
    }

    private long waiting() {
        return broker.statistics("orders").subscriptions().get(0).waiting();
    }

    @Test
    void shouldKeepTheDeadLetterOfAVolatileMessage() {
        broker.send(volatileMessage("a").build());
        done(consumeQueue("orders").next().rejectAsync(DeadLetterReason.REJECTED, "x", null));

        reopen();

        assertThat(broker.browse(BrowseRequest.waiting("orders.dlq", 10).build()))
                .singleElement()
                .satisfies(letter -> assertThat(letter.message().durability()).isEmpty());
    }

    @Test
    void shouldKeepPriorityAndExpiry() {
        var expiry = clock.instant().plusSeconds(90);
        broker.send(Message.to("orders").body("a").priority(9).expiresAt(expiry).build());
        broker.send(Message.to("orders")
                .body("b")
                .timeToLive(Duration.ofSeconds(30))
                .build());
        send("orders", "c");

        var inbox = consumeQueue("orders").next(3);

        assertThat(inbox.get(0).message().priority()).isEqualTo(9);
        assertThat(inbox.get(0).message().expiresAt()).contains(expiry);
        assertThat(inbox.get(1).message().priority()).isEqualTo(Message.DEFAULT_PRIORITY);
        assertThat(inbox.get(1).message().expiresAt()).contains(clock.instant().plusSeconds(30));
        assertThat(inbox.get(2).message().expiresAt()).isEmpty();
        assertThat(inbox.get(2).message().headers().names()).isEmpty();
    }

    @Test
    void shouldNotLetADeadLetterExpire() {
        var expiry = clock.instant().plusSeconds(90);
        broker.send(Message.to("orders").body("a").priority(7).expiresAt(expiry).build());
        done(consumeQueue("orders").next().rejectAsync(DeadLetterReason.REJECTED, "x", null));

        var letter = broker.browse(BrowseRequest.waiting("orders.dlq", 10).build())
                .get(0)
                .message();

        assertThat(letter.priority()).isEqualTo(7);
        assertThat(letter.expiresAt()).isEmpty();
        assertThat(letter.headers().get(DeadLetterRecord.EXPIRES_AT)).isEqualTo(expiry.toString());
    }

    @Test
    void shouldRefusePrioritiesAndLivesThatCannotBe() {
        for (var hostile : new Message.Builder[] {
            Message.to("orders").priority(-1),
            Message.to("orders").priority(10),
            Message.to("orders").timeToLive(Duration.ZERO),
            Message.to("orders").timeToLive(Duration.ofDays(100_000)),
            Message.to("orders").expiresAt(Instant.MAX),
            Message.to("orders").expiresAt(Instant.MIN)
        }) {
            assertThatThrownBy(() -> broker.send(hostile.build())).isInstanceOf(PenstockException.InvalidMessage.class);
        }
    }
}
