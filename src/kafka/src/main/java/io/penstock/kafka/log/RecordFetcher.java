package io.penstock.kafka.log;

import io.penstock.journal.JournalException;
import io.penstock.kafka.client.KafkaClients;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Fetches all records in some ranges from Kafka, and waits for them. It is safe for any thread, and serves one after
 * the other: for who has nothing else to do meanwhile.
 */
final class RecordFetcher implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(100);

    private final KafkaClients clients;
    private @Nullable Consumer<byte[], byte[]> consumer;
    private volatile boolean closed;

    RecordFetcher(KafkaClients clients) {
        this.clients = clients;
    }

    /** Offsets of a partition: from (inclusive) and to (exclusive). */
    record Range(TopicPartition topic, long from, long to) {

        /** From the first of both to the last. */
        Range with(Range other) {
            return new Range(topic, Math.min(from, other.from), Math.max(to, other.to));
        }
    }

    /** All records in these ranges, in order. A range that has none has no list. */
    synchronized Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> all(List<Range> ranges) {
        var found = new HashMap<TopicPartition, List<ConsumerRecord<byte[], byte[]>>>();
        if (ranges.isEmpty()) {
            return found;
        }
        return asked(kafka -> {
            var left = new HashMap<TopicPartition, Range>();
            ranges.forEach(range -> left.put(range.topic, range));
            kafka.assign(left.keySet());
            kafka.resume(left.keySet()); // What was assigned before is still as it was left.
            ranges.forEach(range -> kafka.seek(range.topic, range.from));
            while (true) {
                left.values().removeIf(range -> {
                    boolean isDone = kafka.position(range.topic) >= range.to;
                    if (isDone) {
                        kafka.pause(List.of(range.topic));
                    }
                    return isDone;
                });
                if (left.isEmpty()) {
                    return found;
                }
                requireOpen();
                for (var record : kafka.poll(POLL)) {
                    var topic = new TopicPartition(record.topic(), record.partition());
                    var range = left.get(topic);
                    if (range != null && record.offset() < range.to) {
                        found.computeIfAbsent(topic, each -> new ArrayList<>()).add(record);
                    }
                }
            }
        });
    }

    /** Asks Kafka for something. */
    @FunctionalInterface
    private interface Question<T> {
        T ask(Consumer<byte[], byte[]> kafka);
    }

    private <T> T asked(Question<T> question) {
        requireOpen();
        try {
            var known = consumer;
            if (known == null) {
                known = clients.readerOfPresent();
                consumer = known;
            }
            return question.ask(known);
        } catch (KafkaException e) {
            requireOpen();
            throw new JournalException("Kafka does not give what lies there: " + e, e);
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new JournalException.NotOpen("The log is closed.", null);
        }
    }

    @Override
    public void close() {
        closed = true;
        synchronized (this) {
            if (consumer != null) {
                consumer.close();
                consumer = null;
            }
        }
    }
}
