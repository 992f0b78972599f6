package io.penstock.broker;

import io.penstock.BrokerHealth;
import io.penstock.ConsumerOptions;
import io.penstock.DeadLetterReason;
import io.penstock.Delivery;
import io.penstock.Destination;
import io.penstock.Durability;
import io.penstock.Message;
import io.penstock.PenstockException;
import io.penstock.conformance.tool.ManualClock;
import io.penstock.conformance.tool.Patience;
import io.penstock.journal.log.LocalLog;
import io.penstock.journal.log.LogOptions;
import io.penstock.journal.young.JournalOptions;
import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;

import static io.penstock.conformance.tool.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class StorageFullTest {

    private static final Duration PATIENCE = Patience.LONG;
    private static final JournalOptions KEEPS_1000 =
            new JournalOptions(8 << 20, 4 << 20, 1 << 20, 50).withMinFreeBytes(1_000);

    @Test
    void shouldRefuseSendersAndServeConsumersWhileSpaceIsShort() {
        var clock = new ManualClock();
        var storage = new FailingStorage();
        var options = new BrokerOptions(Path.of("memory"), Durability.SYNC, 1 << 20, LogOptions.of(KEEPS_1000));
        try (var broker = EmbeddedBroker.open(
                options, clock, handler -> LocalLog.open(storage, LogOptions.of(KEEPS_1000), clock, handler))) {
            broker.declare(Destination.queue("orders").build());
            for (int i = 0; i < 3; i++) {
                broker.send(message());
            }
            var handed = new LinkedBlockingQueue<Delivery>();
            broker.consume(ConsumerOptions.ofQueue("orders", "c").build(), handed::addAll)
                    .request(3);
            await().until(() -> handed.size() == 3);

            storage.usableBytes = 999;
            await().until(() -> broker.health().detail().contains("999 bytes are free"));
            assertThat(broker.health().state()).isEqualTo(BrokerHealth.State.RUNNING);

            assertThatThrownBy(() -> broker.send(message()))
                    .isInstanceOf(PenstockException.StorageFull.class)
                    .hasMessageContaining("the last 1000 are kept");
            assertThat(broker.sendAsync(message()).toCompletableFuture())
                    .failsWithin(PATIENCE)
                    .withThrowableThat()
                    .withCauseInstanceOf(PenstockException.StorageFull.class);
            var transaction = broker.begin();
            transaction.send(message());
            transaction.accept(handed.peek());
            assertThat(transaction.commitAsync().toCompletableFuture())
                    .failsWithin(PATIENCE)
                    .withThrowableThat()
                    .withCauseInstanceOf(PenstockException.StorageFull.class);
            assertThat(handed.poll().acceptAsync().toCompletableFuture()).succeedsWithin(PATIENCE);
            assertThat(handed.poll()
                            .rejectAsync(DeadLetterReason.REJECTED, "no", null)
                            .toCompletableFuture())
                    .succeedsWithin(PATIENCE);

            storage.usableBytes = 1_000;
            await().until(() -> !broker.health().detail().contains("free"));
            broker.send(message());
            assertThat(handed.poll().acceptAsync().toCompletableFuture()).succeedsWithin(PATIENCE);
            assertThat(broker.statistics("orders").sent()).isEqualTo(4);
            assertThat(broker.statistics("orders.dlq").sent()).isEqualTo(1);
        }
    }

    private static Message message() {
        return Message.to("orders").body("x").build();
    }
}
