package io.penstock.kafka.log;

import io.penstock.kafka.client.KafkaClients;
import io.penstock.kafka.owner.TransactionIds;
import org.apache.kafka.clients.producer.Producer;
import org.jspecify.annotations.Nullable;

import java.time.Duration;

/** The clients of Kafka by which one log writes, and finds what is between its records. */
final class Connections implements AutoCloseable {

    private static final Duration CLOSING = Duration.ofSeconds(5);

    private final KafkaClients clients;
    private final TransactionIds ids;
    private final RecordFetcher gaps;
    private @Nullable Producer<byte[], byte[]> plain;

    /** @param idPrefix of the transactional ids */
    Connections(KafkaClients clients, String idPrefix) {
        this.clients = clients;
        ids = new TransactionIds(clients, idPrefix);
        gaps = new RecordFetcher(clients);
    }

    /** The producer of what is written outside of transactions. */
    synchronized Producer<byte[], byte[]> plain() {
        var known = plain;
        if (known == null) {
            known = clients.producer();
            plain = known;
        }
        return known;
    }

    TransactionIds ids() {
        return ids;
    }

    /** Reads what lies between records that were written. */
    RecordFetcher gaps() {
        return gaps;
    }

    @Override
    public synchronized void close() {
        gaps.close();
        ids.close();
        if (plain != null) {
            plain.close(CLOSING);
        }
    }
}
