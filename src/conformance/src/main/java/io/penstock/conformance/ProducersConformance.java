package io.penstock.conformance;

import io.penstock.BrowseRequest;
import io.penstock.Capability;
import io.penstock.Destination;
import io.penstock.EngineLimit;
import io.penstock.Message;
import io.penstock.PenstockException;
import io.penstock.Producer;
import io.penstock.ProducerOptions;
import io.penstock.Receipt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Tests numbered producers: each number is written once, and older instances are refused. */
public abstract class ProducersConformance extends BrokerConformance {

    @BeforeEach
    void declare() {
        broker.declare(Destination.queue("orders").partitions(3).build());
        broker.declare(Destination.queue("in").build());
    }

    private Producer producer() {
        return broker.producer(ProducerOptions.of("billing").build());
    }

    private static Message message(long number) {
        return Message.to("orders").body("m" + number).build();
    }

    private List<String> waiting() {
        return broker.browse(BrowseRequest.waiting("orders", 10_000).build()).stream()
                .map(stored -> stored.message().bodyText())
                .sorted()
                .toList();
    }

    @Override
    protected Set<Capability> needed() {
        return Set.of(Capability.NUMBERED_PRODUCERS);
    }

    @Test
    void shouldReturnTheReceiptOfARepeatedNumber() {
        var producer = producer();
        var first = producer.send(message(0));
        var second = producer.sendAsync(message(1)).toCompletableFuture().join();

        assertThat(producer.send(0, message(0))).isEqualTo(first).matches(Receipt::isDuplicate);
        assertThat(producer.sendAsync(1, message(1)).toCompletableFuture())
                .succeedsWithin(PATIENCE)
                .isEqualTo(second)
                .matches(Receipt::isDuplicate);
        assertThat(first.isDuplicate()).isFalse();

        assertThat(producer.nextSequence()).isEqualTo(2);
        assertThat(waiting()).containsExactly("m0", "m1");
    }

    @Test
    void shouldRefuseAGap() {
        var producer = producer();
        producer.send(message(0));

        assertThatThrownBy(() -> producer.send(2, message(2)))
                .isInstanceOf(PenstockException.OutOfSequence.class)
                .hasMessageContaining("number 1 next");
        assertThat(producer.sendAsync(7, message(7)).toCompletableFuture())
                .failsWithin(PATIENCE)
                .withThrowableThat()
                .withCauseInstanceOf(PenstockException.OutOfSequence.class);

        producer.send(1, message(1));
        assertThat(waiting()).containsExactly("m0", "m1");
    }

    @Test
    void shouldGoOnWhereItWasAfterARestart() {
        var before = producer();
        var receipts = new ArrayList<Receipt>();
        for (int i = 0; i < 20; i++) {
            receipts.add(before.send(message(i)));
        }

        reopen();
        var after = producer();

        assertThat(after.epoch()).isEqualTo(before.epoch() + 1);
        assertThat(after.nextSequence()).isEqualTo(20);
        for (int i = 0; i < 20; i++) {
            assertThat(after.send(i, message(i))).isEqualTo(receipts.get(i));
        }
        after.send(20, message(20));
        assertThat(waiting()).hasSize(21);
    }

    @Test
    void shouldKeepTheLastReceiptsOnlyAndSaySo() {
        var producer = producer();
        var sends = new ArrayList<CompletableFuture<Receipt>>();
        int count = limit(EngineLimit.PRODUCER_RECEIPTS) + 5;
        for (int i = 0; i < count; i++) {
            sends.add(producer.sendAsync(message(i)).toCompletableFuture());
        }
        CompletableFuture.allOf(sends.toArray(CompletableFuture[]::new)).join();
        for (int round = 0; round < 2; round++) {
            var now = producer();
            assertThatThrownBy(() -> now.send(4, message(4)))
                    .isInstanceOf(PenstockException.OutOfSequence.class)
                    .hasMessageContaining("was written")
                    .hasMessageContaining("Number " + count + " is next");
            assertThat(now.send(5, message(5))).isEqualTo(sends.get(5).join());
            assertThat(now.send(count - 1, message(count - 1)))
                    .isEqualTo(sends.get(count - 1).join());
            reopen();
        }
        assertThat(broker.statistics("orders").messages()).isEqualTo(count);
    }

    @Test
    void shouldFenceOlderInstances() {
        var old = producer();
        old.send(message(0));
        var transaction = broker.begin();
        transaction.send(old, 1, message(1));

        var young = producer();

        assertThatThrownBy(() -> old.send(message(1)))
                .isInstanceOf(PenstockException.Fenced.class)
                .hasMessageContaining("instance 2");
        assertThatThrownBy(() -> old.send(0, message(0))).isInstanceOf(PenstockException.Fenced.class);
        assertThatThrownBy(old::nextSequence).isInstanceOf(PenstockException.Fenced.class);
        assertThat(transaction.commitAsync().toCompletableFuture())
                .failsWithin(PATIENCE)
                .withThrowableThat()
                .withCauseInstanceOf(PenstockException.Fenced.class);
        young.send(message(1));
        assertThat(waiting()).containsExactly("m0", "m1");
    }

    @Test
    void shouldForgetProducersThatAreIdleForTooLong() {
        var idle = producer();
        idle.send(message(0));
        pass(Duration.ofDays(limit(EngineLimit.PRODUCER_IDLE_DAYS)).plusSeconds(1));
        broker.producer(ProducerOptions.of("another").build());

        assertThatThrownBy(() -> idle.send(message(1)))
                .isInstanceOf(PenstockException.Fenced.class)
                .hasMessageContaining("was forgotten");
        reopen();
        assertThat(producer().nextSequence()).isZero();
    }

    @Test
    void shouldSendNumberedMessagesInATransaction() {
        var producer = producer();
        var other = broker.producer(ProducerOptions.of("other").build());
        producer.send(message(0));
        send("in", "x");
        var transaction = broker.begin();
        transaction.send(producer, 0, message(0));
        transaction.send(producer, 1, message(1));
        transaction.send(other, 0, message(100));
        transaction.send(producer, 2, message(2));
        transaction.accept(consumeQueue("in").next());

        done(transaction.commitAsync());

        assertThat(waiting()).containsExactly("m0", "m1", "m100", "m2");
        assertThat(producer.nextSequence()).isEqualTo(3);
        var receipt = producer.send(2, message(2));
        reopen();
        assertThat(producer().send(2, message(2))).isEqualTo(receipt);
        assertThat(waiting()).hasSize(4);
    }

    @Test
    void shouldDoNothingOfATransactionWithAGap() {
        var producer = producer();
        send("in", "x");
        var delivery = consumeQueue("in").next();
        var transaction = broker.begin();
        transaction.send(producer, 0, message(0));
        transaction.send(producer, 2, message(2));
        transaction.accept(delivery);

        assertThat(transaction.commitAsync().toCompletableFuture())
                .failsWithin(PATIENCE)
                .withThrowableThat()
                .withCauseInstanceOf(PenstockException.OutOfSequence.class);

        assertThat(waiting()).isEmpty();
        assertThat(producer.nextSequence()).isZero();
        done(delivery.acceptAsync());
    }
}
