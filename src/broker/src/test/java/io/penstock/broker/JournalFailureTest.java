package io.penstock.broker;

import io.penstock.BrokerHealth;
import io.penstock.ConsumerOptions;
import io.penstock.Delivery;
import io.penstock.Destination;
import io.penstock.Durability;
import io.penstock.Message;
import io.penstock.PenstockException;
import io.penstock.conformance.tool.ManualClock;
import io.penstock.journal.log.LocalLog;
import io.penstock.journal.log.LogOptions;
import io.penstock.journal.young.JournalOptions;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class JournalFailureTest {

    private static final JournalOptions SMALL = new JournalOptions(8 << 20, 4 << 20, 1 << 20, 50);

    @Test
    void shouldTellEverybodyWhenTheDiskBreaks() {
        var clock = new ManualClock();
        var storage = new FailingStorage();
        var options = new BrokerOptions(Path.of("memory"), Durability.SYNC, 1 << 20, LogOptions.of(SMALL));
        var broker = EmbeddedBroker.open(
                options, clock, handler -> LocalLog.open(storage, LogOptions.of(SMALL), clock, handler));
        broker.declare(Destination.queue("orders").build());
        broker.send(Message.to("orders").body("a").build());
        broker.send(Message.to("orders").body("b").build());
        var handed = new LinkedBlockingQueue<Delivery>();
        var consumer = broker.consume(ConsumerOptions.ofQueue("orders", "c").build(), handed::addAll);
        consumer.request(1);
        Awaitility.await().until(() -> !handed.isEmpty());
        assertThat(broker.health().isRunning()).isTrue();

        storage.breakDown();

        assertThatThrownBy(() -> broker.send(Message.to("orders").body("c").build()))
                .isInstanceOf(PenstockException.Unavailable.class)
                .hasMessageContaining("the disk is on fire");
        assertThat(handed.peek().acceptAsync().toCompletableFuture())
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableThat()
                .withCauseInstanceOf(PenstockException.Unavailable.class);
        assertThat(broker.sendAsync(Message.to("orders").build()).toCompletableFuture())
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableThat()
                .withCauseInstanceOf(PenstockException.Unavailable.class);
        assertThat(broker.sendAllAsync(List.of(Message.to("orders").build())).toCompletableFuture())
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableThat()
                .withCauseInstanceOf(PenstockException.Unavailable.class);
        assertThat(broker.health().state()).isEqualTo(BrokerHealth.State.FAILED);
        assertThat(broker.health().detail()).contains("the disk is on fire");
        consumer.request(10);
        broker.close();
        assertThat(handed).as("handed out after the failure").hasSize(1);
        assertThat(broker.health().state()).isEqualTo(BrokerHealth.State.CLOSED);
    }
}
