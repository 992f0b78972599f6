package io.penstock.kafka.log;

import io.penstock.journal.record.RecordBatch;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Keeps what was fetched from Kafka, up to so many bytes; what was not read for the longest time goes first. It is safe
 * for any thread.
 */
final class FetchedRecords {

    private final long maxBytes;
    private final Map<TopicPartition, NavigableMap<Long, Segment>> segments = new HashMap<>();

    /** All segments, the one that was read last at the end. */
    private final Map<Segment, Boolean> byUse = new LinkedHashMap<>(16, 0.75f, true);

    private long bytes;

    /** All that lies in a partition from one offset (inclusive) to another one (exclusive). Compared by identity. */
    static final class Segment {

        private final TopicPartition topic;
        private final long from;
        private final long to;
        private final NavigableMap<Long, RecordBatch> batches;
        private final long bytes;
        private boolean isRead;

        Segment(TopicPartition topic, long from, long to, Iterable<RecordBatch> all) {
            this.topic = topic;
            this.from = from;
            this.to = to;
            batches = new TreeMap<>();
            all.forEach(batch -> batches.put(batch.baseOffset(), batch));
            bytes = batches.values().stream()
                    .mapToLong(batch -> batch.bytes().remaining())
                    .sum();
        }

        TopicPartition topic() {
            return topic;
        }

        /** The offset behind all that it knows of. */
        long to() {
            return to;
        }

        boolean has(long offset) {
            return offset >= from && offset < to;
        }

        private @Nullable RecordBatch at(long offset) {
            var floor = batches.floorEntry(offset);
            if (floor != null && floor.getValue().endOffset() > offset) {
                return floor.getValue();
            }
            var next = batches.ceilingEntry(offset);
            return next == null ? null : next.getValue();
        }
    }

    /**
     * What a look found.
     *
     * @param batch with the first record at or after the offset; null if there is none before {@code to}
     * @param isFirstRead whether this part was never read before: then it is time to fetch what comes behind it
     * @param to the offset up to which is known what lies there
     */
    record Found(@Nullable RecordBatch batch, boolean isFirstRead, long to) {}

    FetchedRecords(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    synchronized void put(Segment segment) {
        var former = segments.computeIfAbsent(segment.topic, topic -> new TreeMap<>())
                .put(segment.from, segment);
        if (former != null) {
            byUse.remove(former);
            bytes -= former.bytes;
        }
        byUse.put(segment, true);
        bytes += segment.bytes;
        var oldest = byUse.keySet().iterator();
        while (bytes > maxBytes && byUse.size() > 1) {
            evict(oldest);
        }
    }

    private void evict(Iterator<Segment> oldest) {
        var segment = oldest.next();
        oldest.remove();
        bytes -= segment.bytes;
        var others = segments.get(segment.topic);
        if (others != null) {
            others.remove(segment.from, segment);
            if (others.isEmpty()) {
                segments.remove(segment.topic);
            }
        }
    }

    /** Looks for the first record at or after an offset; null if it has to be fetched. */
    synchronized @Nullable Found find(TopicPartition topic, long offset) {
        var segment = at(topic, offset);
        if (segment == null) {
            return null;
        }
        byUse.get(segment);
        boolean isFirst = !segment.isRead;
        segment.isRead = true;
        return new Found(segment.at(offset), isFirst, segment.to);
    }

    /** Whether it is known what lies at an offset. */
    synchronized boolean has(TopicPartition topic, long offset) {
        return at(topic, offset) != null;
    }

    private @Nullable Segment at(TopicPartition topic, long offset) {
        var all = segments.get(topic);
        var floor = all == null ? null : all.floorEntry(offset);
        return floor == null || !floor.getValue().has(offset) ? null : floor.getValue();
    }

    /** Forgets a topic: another one may have its name soon. */
    synchronized void forget(String name) {
        byUse.keySet().removeIf(segment -> {
            boolean isOfIt = segment.topic.topic().equals(name);
            bytes -= isOfIt ? segment.bytes : 0;
            return isOfIt;
        });
        segments.keySet().removeIf(topic -> topic.topic().equals(name));
    }

    synchronized long bytes() {
        return bytes;
    }
}
