package io.penstock.broker;

import io.penstock.BrokerHealth;
import io.penstock.ConsumerOptions;
import io.penstock.Delivery;
import io.penstock.Destination;
import io.penstock.Durability;
import io.penstock.Message;
import io.penstock.PenstockException;
import io.penstock.conformance.fault.FaultyStorage;
import io.penstock.conformance.fault.FaultyStorage.Operation;
import io.penstock.conformance.tool.ManualClock;
import io.penstock.journal.log.LocalLog;
import io.penstock.journal.log.LogOptions;
import io.penstock.journal.young.JournalOptions;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.LinkedBlockingQueue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The process may open no more files for a while. */
class StalledBrokerTest {

    private static final LogOptions SMALL =
            LogOptions.of(new JournalOptions(5 << 19, 5 << 18, 1 << 20, 50)).withRoundMillis(0);

    private static final int BODY_BYTES = 100_000;

    private final FaultyStorage storage = new FaultyStorage(1);
    private volatile boolean lacking;

    private Message message() {
        return Message.to("orders").body(new byte[BODY_BYTES]).build();
    }

    @Test
    void shouldRefuseSendersAndGoOnByItselfOnceFilesCanBeOpenedAgain() {
        storage.observe((operation, name) -> {
            if (lacking && (operation == Operation.CREATE || operation == Operation.OPEN)) {
                throw new IOException("Too many open files");
            }
        });
        var clock = new ManualClock();
        var options = new BrokerOptions(Path.of("memory"), Durability.SYNC, 192 << 10, SMALL);
        var broker = EmbeddedBroker.open(options, clock, handler -> LocalLog.open(storage, SMALL, clock, handler));
        broker.declare(Destination.queue("orders").build());
        var handed = new LinkedBlockingQueue<Delivery>();
        var consumer = broker.consume(ConsumerOptions.ofQueue("orders", "c").build(), handed::addAll);
        broker.send(message());
        consumer.request(1);
        Awaitility.await().until(() -> !handed.isEmpty());

        lacking = true;
        while (!broker.isStalled()) {
            var sent = broker.sendAsync(message()).toCompletableFuture();
            Awaitility.await().until(() -> sent.isDone() || broker.isStalled());
        }

        assertThatThrownBy(() -> broker.send(message()))
                .isInstanceOf(PenstockException.Unavailable.class)
                .hasMessageContaining("Too many open files")
                .hasMessageContaining("tried again");
        assertThat(broker.health().state()).isEqualTo(BrokerHealth.State.DEGRADED);
        assertThat(broker.health().detail()).contains("Senders are refused").contains("Too many open files");
        var settled = handed.remove().acceptAsync().toCompletableFuture();

        lacking = false;

        Awaitility.await().until(() -> !broker.isStalled());
        settled.join();
        broker.send(message());
        consumer.request(1);
        Awaitility.await().until(() -> !handed.isEmpty());
        assertThat(broker.health().state()).isEqualTo(BrokerHealth.State.RUNNING);
        broker.close();
    }
}
