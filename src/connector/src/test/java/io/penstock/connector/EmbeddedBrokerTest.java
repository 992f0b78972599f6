package io.penstock.connector;

import io.penstock.Broker;
import io.penstock.BrowseRequest;
import io.penstock.DestinationStatistics.SubscriptionStatistics;
import io.penstock.Durability;
import io.penstock.Message;
import io.penstock.StoredMessage;
import io.penstock.broker.BrokerOptions;
import io.penstock.broker.EmbeddedBroker;
import io.penstock.conformance.BrokerFactory;
import io.penstock.conformance.BrokerUnderTest;
import io.penstock.journal.log.LogOptions;
import io.penstock.journal.young.JournalOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/** A real broker on a directory of its own for each test. */
@Timeout(60)
abstract class EmbeddedBrokerTest {

    /** A journal file is written in full before it is used: small ones make fast tests. */
    private static final JournalOptions SMALL_FILES = new JournalOptions(8 << 20, 4 << 20, 8L << 20, 50);

    private static final BrokerFactory EMBEDDED = (directory, clock) -> EmbeddedBroker.open(
            new BrokerOptions(
                    directory, Durability.OS, BrokerOptions.DEFAULT_MAX_MESSAGE_BYTES, LogOptions.of(SMALL_FILES)),
            clock);

    Broker broker;

    @BeforeEach
    void openBroker(@TempDir Path directory) {
        broker = BrokerUnderTest.open(directory, InstantSource.system(), EMBEDDED);
    }

    @AfterEach
    void closeBroker() {
        broker.close();
    }

    void send(String destination, String... bodies) {
        for (var body : bodies) {
            broker.send(Message.to(destination).body(body).build());
        }
    }

    SubscriptionStatistics statistics(String destination, String subscription) {
        return broker.statistics(destination).subscriptions().stream()
                .filter(candidate -> candidate.name().equals(subscription))
                .findFirst()
                .orElseThrow();
    }

    SubscriptionStatistics queue(String name) {
        return statistics(name, name);
    }

    /** What a queue still holds; nothing if it does not exist. */
    List<Message> waiting(String queue) {
        return broker.destination(queue).isEmpty()
                ? List.of()
                : broker.browse(BrowseRequest.waiting(queue, 1_000).build()).stream()
                        .map(StoredMessage::message)
                        .toList();
    }
}
