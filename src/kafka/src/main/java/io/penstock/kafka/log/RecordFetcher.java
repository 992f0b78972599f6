package io.penstock.kafka.log;

import io.penstock.journal.JournalException;
import io.penstock.journal.record.RecordBatch;
import io.penstock.kafka.client.KafkaClients;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * Fetches records from Kafka, and waits for them. What came beside the record that was asked for is kept for a while:
 * readers go on behind it. It is safe for any thread, and serves one after the other.
 */
final class RecordFetcher implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(100);

    /** Partitions of which the last answer is kept: about a mebibyte each. */
    private static final int SEGMENTS = 16;

    private final KafkaClients clients;
    private final Predicate<ConsumerRecord<byte[], byte[]>> isVoid;
    private final Set<String> gone = ConcurrentHashMap.newKeySet();
    private @Nullable Consumer<byte[], byte[]> consumer;
    private volatile boolean closed;

    private final Map<TopicPartition, Segment> segments = new LinkedHashMap<>(SEGMENTS, 0.75f, true) {

        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<TopicPartition, Segment> eldest) {
            return size() > SEGMENTS;
        }
    };

    /** All that lies from one offset (inclusive) to another one (exclusive). */
    private record Segment(long from, long to, NavigableMap<Long, RecordBatch> batches) {

        @Nullable
        RecordBatch at(long offset) {
            var floor = batches.floorEntry(offset);
            if (floor != null && floor.getValue().endOffset() > offset) {
                return floor.getValue();
            }
            var next = batches.ceilingEntry(offset);
            return next == null ? null : next.getValue();
        }
    }

    /** @param isVoid which records nobody is to read */
    RecordFetcher(KafkaClients clients, Predicate<ConsumerRecord<byte[], byte[]>> isVoid) {
        this.isVoid = isVoid;
        this.clients = clients;
    }

    /** Offsets of a partition: from (inclusive) and to (exclusive). */
    record Range(TopicPartition topic, long from, long to) {

        /** From the first of both to the last. */
        Range with(Range other) {
            return new Range(topic, Math.min(from, other.from), Math.max(to, other.to));
        }
    }

    /**
     * The batch with the first record at or after an offset and before an end, or null if there is none.
     *
     * @throws JournalException if Kafka refuses
     */
    synchronized @Nullable RecordBatch first(Range range) {
        long at = range.from;
        while (at < range.to) {
            var segment = segments.get(range.topic);
            if (segment == null || at < segment.from || at >= segment.to) {
                segment = fetch(range.topic, at, range.to);
                segments.put(range.topic, segment);
            }
            var found = segment.at(at);
            if (found != null) {
                return found;
            }
            at = segment.to;
        }
        return null;
    }

    private Segment fetch(TopicPartition topic, long from, long to) {
        return asked(kafka -> {
            kafka.assign(List.of(topic));
            kafka.seek(topic, from);
            while (!gone.contains(topic.topic()) && kafka.position(topic) < to) {
                var got = kafka.poll(POLL).records(topic).stream()
                        .filter(record -> record.offset() < to && !isVoid.test(record))
                        .toList();
                if (!got.isEmpty()) {
                    var batches = new TreeMap<Long, RecordBatch>();
                    Batches.of(got).forEach(batch -> batches.put(batch.baseOffset(), batch));
                    return new Segment(from, Math.min(to, kafka.position(topic)), batches);
                }
                requireOpen();
            }
            return new Segment(from, to, new TreeMap<>());
        });
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

    /** Forgets what was kept of a topic that is given up: another one may have its name soon. */
    void forget(String topic) {
        gone.add(topic); // Nobody waits any longer for what is not there.
        synchronized (this) {
            segments.keySet().removeIf(kept -> kept.topic().equals(topic));
            gone.remove(topic);
        }
    }

    /** An offset up to which all records are older than that time; the given end if all are. */
    synchronized long offsetAt(TopicPartition topic, long timestampMillis, long end) {
        return asked(kafka -> {
            var found = kafka.offsetsForTimes(Map.of(topic, timestampMillis)).get(topic);
            return found == null ? end : found.offset();
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
                known = clients.reader();
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
