package io.penstock.kafka.journal;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Reads the journal in order. It is used by one thread. */
public final class JournalReader implements AutoCloseable {

    private final Consumer<byte[], byte[]> consumer;
    private final TopicPartition topic;

    /** @param consumer of what is committed; it is closed with this */
    public JournalReader(Consumer<byte[], byte[]> consumer, String topic) {
        this.consumer = consumer;
        this.topic = new TopicPartition(topic, 0);
        consumer.assign(List.of(this.topic));
    }

    /** The offset of the oldest line that is still there. */
    public long start() {
        return consumer.beginningOffsets(List.of(topic)).get(topic);
    }

    /** The offset behind everything that is committed. */
    public long end() {
        return consumer.endOffsets(List.of(topic)).get(topic);
    }

    /** The offset up to which it was read. */
    public long position() {
        return consumer.position(topic);
    }

    /** Goes on at an offset. */
    public void seek(long offset) {
        consumer.seek(topic, offset);
    }

    /** The lines that come next, none if none came within that time. */
    public List<JournalLine> poll(Duration wait) {
        var lines = new ArrayList<JournalLine>();
        for (var each : consumer.poll(wait).records(topic)) {
            lines.add(line(each));
        }
        return lines;
    }

    /** Ends a call of the one thread that waits for Kafka, or else the next one, by an exception. For any thread. */
    public void wakeUp() {
        consumer.wakeup();
    }

    private static JournalLine line(ConsumerRecord<byte[], byte[]> each) {
        return new JournalLine(
                each.offset(), JournalFormat.epoch(each.headers()), JournalFormat.kind(each.value()), each.value());
    }

    @Override
    public void close() {
        consumer.close();
    }
}
