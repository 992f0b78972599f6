package io.penstock.broker;

import io.penstock.Destination;
import io.penstock.Durability;
import io.penstock.Message;
import io.penstock.PenstockException;
import io.penstock.Receipt;
import io.penstock.conformance.tool.ManualClock;
import io.penstock.conformance.tool.Patience;
import io.penstock.journal.log.LocalLog;
import io.penstock.journal.log.LogOptions;
import io.penstock.journal.young.JournalOptions;
import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import static org.assertj.core.api.Assertions.assertThat;

class OverloadTest {

    private static final Duration PATIENCE = Patience.LONG;
    private static final JournalOptions SMALL_QUEUE = new JournalOptions(8 << 20, 4 << 20, 100_000, 50);

    @Test
    void shouldRefuseAsynchronousSendsWhileTheDiskStandsStill() {
        var clock = new ManualClock();
        var storage = new FailingStorage();
        var options = new BrokerOptions(Path.of("memory"), Durability.SYNC, 1 << 20, LogOptions.of(SMALL_QUEUE));
        try (var broker = EmbeddedBroker.open(
                options, clock, handler -> LocalLog.open(storage, LogOptions.of(SMALL_QUEUE), clock, handler))) {
            broker.declare(Destination.queue("orders").build());
            storage.gate = new CompletableFuture<>();
            List<CompletableFuture<Receipt>> taken = new ArrayList<>();
            var last = send(broker);
            while (!last.isDone()) {
                taken.add(last);
                last = send(broker);
            }

            assertThat(last)
                    .failsWithin(PATIENCE)
                    .withThrowableThat()
                    .withCauseInstanceOf(PenstockException.Overloaded.class)
                    .withMessageContaining("100000 bytes");
            assertThat(broker.sendAllAsync(List.of(message(), message())).toCompletableFuture())
                    .failsWithin(PATIENCE)
                    .withThrowableThat()
                    .withCauseInstanceOf(PenstockException.Overloaded.class);
            assertThat(taken).hasSizeBetween(80, 100).noneMatch(CompletableFuture::isDone);
            storage.gate.complete(null);
            assertThat(taken).allSatisfy(receipt -> assertThat(receipt).succeedsWithin(PATIENCE));
            assertThat(send(broker)).succeedsWithin(PATIENCE);
            assertThat(broker.statistics("orders").sent()).isEqualTo(taken.size() + 1L);
        }
    }

    private static CompletableFuture<Receipt> send(EmbeddedBroker broker) {
        return broker.sendAsync(message()).toCompletableFuture();
    }

    private static Message message() {
        return Message.to("orders").body("x".repeat(900)).build();
    }
}
