package io.penstock.conformance;

import io.penstock.Durability;
import io.penstock.Message;
import io.penstock.ProducerOptions;
import io.penstock.Receipt;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import static org.assertj.core.api.Assertions.assertThat;

/** Ids, numbers, transactions and durability of messages that go through exchanges. */
public abstract class RoutedGuaranteesConformance extends ExchangeConformance {

    @Test
    void shouldTakeAnIdOnceInEachDestination() {
        broker.send(Message.to("all").id("i").body("before").build());
        var message = Message.to("orders").routingKey("orders.new.eu").id("i").body("m");

        var first = broker.send(message.build());
        var second = broker.sendAsync(message.build()).toCompletableFuture().join();

        assertThat(stored("all")).containsExactly("before");
        assertThat(stored("eu")).containsExactly("m");
        assertThat(second).isEqualTo(first);
        assertThat(broker.statistics("all").duplicates()).isEqualTo(2);
        assertThat(broker.statistics("eu").duplicates()).isEqualTo(1);
    }

    @Test
    void shouldWriteCopiesOfManyThatAreSentAtTheSameTimeOnce() {
        var sends = new ArrayList<CompletableFuture<Receipt>>();
        for (int i = 0; i < 200; i++) {
            sends.add(broker.sendAsync(Message.to("orders")
                            .routingKey("orders.new.eu")
                            .id("i" + i % 10)
                            .body("m" + i % 10)
                            .build())
                    .toCompletableFuture());
        }
        sends.forEach(BrokerConformance::done);

        assertThat(stored("all")).hasSize(10).doesNotHaveDuplicates();
        assertThat(stored("eu")).hasSize(10).doesNotHaveDuplicates();
    }

    @Test
    void shouldNumberARoutedMessageOnce() {
        discarding("lossy");
        var producer = broker.producer(ProducerOptions.of("p").build());
        var first = producer.send(message("orders.new.eu", "0"));
        producer.send(Message.to("lossy").routingKey("k").body("1").build());
        var transaction = broker.begin();
        transaction.send(producer, 2, message("orders.new.eu", "2"));
        transaction.send(producer, 3, Message.to("lossy").body("3").build());
        done(transaction.commitAsync());

        reopen();
        var again = broker.producer(ProducerOptions.of("p").build());
        assertThat(again.nextSequence()).isEqualTo(4);
        var repeated = broker.begin();
        repeated.send(again, 2, message("orders.new.eu", "2"));
        repeated.send(again, 3, Message.to("lossy").body("3").build());
        done(repeated.commitAsync());

        assertThat(again.send(0, message("orders.new.eu", "0"))).isEqualTo(first.with(List.of()));
        assertThat(again.send(1, Message.to("lossy").build()).isDiscarded()).isTrue();
        assertThat(stored("eu")).containsExactlyInAnyOrder("0", "2");
        assertThat(stored("all")).containsExactly("0", "2");
    }

    @Test
    void shouldRouteInATransactionAllOrNothing() {
        var transaction = broker.begin();
        transaction.send(message("orders.new.eu", "1"));
        transaction.send(Message.to("audit").body("2").build());
        assertThat(stored("all")).isEmpty();
        transaction.rollback();
        assertThat(stored("all")).isEmpty();

        var prepared = broker.begin();
        prepared.send(message("orders.new.eu", "3"));
        done(prepared.prepareAsync(new byte[] {1}));
        reopen();
        assertThat(stored("all")).isEmpty();
        broker.commitPrepared(new byte[] {1});
        assertThat(stored("all")).containsExactly("3");
        assertThat(stored("eu")).containsExactly("3");
    }

    @Test
    void shouldSendVolatileCopies() {
        var receipt = broker.send(Message.to("orders")
                .routingKey("orders.new.eu")
                .durability(Durability.MEMORY)
                .body("m")
                .build());

        // Nobody waits for it, so it is known only if it was written in the meantime.
        assertThat(receipt.offset()).isIn(Receipt.UNKNOWN_OFFSET, 0L);
        assertThat(receipt.others().get(0).messageId()).isEqualTo(receipt.messageId());
        var delivery = consumeQueue("eu").next();
        assertThat(delivery.message().id()).isEqualTo(receipt.messageId());
        assertThat(delivery.message().durability()).contains(Durability.MEMORY);
    }
}
