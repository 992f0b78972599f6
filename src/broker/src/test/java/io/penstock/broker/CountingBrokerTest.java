package io.penstock.broker;

import io.penstock.Destination;
import io.penstock.Durability;
import io.penstock.Message;
import io.penstock.ProducerOptions;
import io.penstock.spi.CountingBroker;
import io.penstock.spi.SenderCounts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;

import static org.assertj.core.api.Assertions.assertThat;

/** Each way of sending, over an engine that knows its own producers and transactions. */
class CountingBrokerTest {

    @TempDir
    Path directory;

    private final SenderCounts counts = new SenderCounts();
    private CountingBroker broker;

    @BeforeEach
    void open() {
        counts.begin();
        var engine = EmbeddedBroker.open(BrokerOptions.in(directory).withDurability(Durability.OS));
        broker = new CountingBroker(engine, counts.sender("application", "shop"));
        broker.declare(Destination.queue("orders").build());
    }

    @AfterEach
    void close() {
        broker.close();
    }

    private static Message message() {
        return Message.to("orders").body("x").build();
    }

    private void expect(String sender, long sent) {
        var counted = new TreeMap<String, Long>();
        counts.forEach((door, name, destination, number) -> counted.put(door + "/" + name + ">" + destination, number));
        assertThat(counted).containsEntry(sender + ">orders", sent);
        assertThat(broker.statistics("orders").sent())
                .isEqualTo(counted.values().stream().mapToLong(Long::longValue).sum());
    }

    @Test
    void shouldCountEachWayOfSending() throws Exception {
        broker.send(message());
        expect("application/shop", 1);
        broker.sendAsync(message()).toCompletableFuture().get();
        expect("application/shop", 2);
        broker.sendAll(List.of(message(), message()));
        expect("application/shop", 4);

        var producer = broker.producer(ProducerOptions.of("p").build());
        producer.send(message());
        producer.sendAsync(message()).toCompletableFuture().get();
        producer.send(producer.nextSequence(), message());
        producer.sendAsync(producer.nextSequence(), message())
                .toCompletableFuture()
                .get();
        expect("application/shop", 8);

        var transaction = broker.begin();
        transaction.send(message());
        transaction.send(producer, producer.nextSequence(), message());
        transaction.commit();
        expect("application/shop", 10);
    }

    @Test
    void shouldCountForTheClientOfADoorAlone() {
        var ada = CountingBroker.as(broker, "http", "ada");
        ada.send(message());
        broker.send(message());

        expect("http/ada", 1);
        expect("application/shop", 1);
        assertThat(CountingBroker.counts(ada)).contains(counts);
    }

    @Test
    void shouldLeaveABrokerAsItIsThatCountsNothing() {
        try (var engine = EmbeddedBroker.open(BrokerOptions.in(directory.resolve("other")))) {
            assertThat(CountingBroker.as(engine, "http", "ada")).isSameAs(engine);
            assertThat(CountingBroker.counts(engine)).isEmpty();
        }
    }
}
