package io.penstock.kafka.journal;

import io.penstock.journal.JournalException;
import io.penstock.kafka.client.KafkaClients;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/**
 * Keeps the newest snapshots of a cell in a topic of their own, and gives up what they make superfluous: the two newest
 * stay, and of the journal what the older of them does not hold. It is used by one thread at a time.
 */
public final class Snapshots {

    private static final int KEPT = 2;
    private static final Duration WAIT = Duration.ofMillis(200);

    private final TopicPartition topic;
    private final TopicPartition journal;

    /** Where the snapshots that are kept lie, the oldest first. */
    private final Deque<Kept> kept = new ArrayDeque<>();

    private record Kept(long offset, long journalOffset) {}

    public Snapshots(String topic, String journal) {
        this.topic = new TopicPartition(topic, 0);
        this.journal = new TopicPartition(journal, 0);
    }

    /** Reads the newest snapshot that is whole, or null if there is none. */
    public @Nullable CellSnapshot newest(KafkaClients clients) {
        try (var consumer = clients.reader()) {
            consumer.assign(List.of(topic));
            consumer.seekToBeginning(List.of(topic));
            long end = consumer.endOffsets(List.of(topic)).get(topic);
            var chunks = new SnapshotChunks();
            CellSnapshot newest = null;
            kept.clear();
            while (consumer.position(topic) < end) {
                for (var each : consumer.poll(WAIT).records(topic)) {
                    var whole = chunks.next(each.value(), each.offset());
                    if (whole != null
                            && (newest == null || whole.snapshot().journalOffset() > newest.journalOffset())) {
                        newest = whole.snapshot();
                        kept.add(new Kept(whole.offset(), newest.journalOffset()));
                    }
                }
            }
            return newest;
        } catch (UnreadableJournalException e) {
            throw new JournalException.Corrupted("Topic " + topic.topic() + " cannot be read. " + e.getMessage());
        }
    }

    /**
     * Writes a snapshot, and gives up what it makes superfluous. It waits for Kafka.
     *
     * @throws JournalException if that fails; what was there is there still
     */
    public void write(CellSnapshot snapshot, Producer<byte[], byte[]> producer, Admin admin) {
        try {
            long first = -1;
            for (var chunk : SnapshotChunks.of(snapshot)) {
                long offset = producer.send(new ProducerRecord<>(topic.topic(), 0, null, chunk))
                        .get()
                        .offset();
                first = first < 0 ? offset : first;
            }
            kept.add(new Kept(first, snapshot.journalOffset()));
            if (kept.size() <= KEPT) {
                return;
            }
            while (kept.size() > KEPT) {
                kept.remove();
            }
            var oldest = kept.element();
            admin.deleteRecords(Map.of(
                            journal,
                            RecordsToDelete.beforeOffset(oldest.journalOffset()),
                            topic,
                            RecordsToDelete.beforeOffset(oldest.offset())))
                    .all()
                    .get();
        } catch (ExecutionException e) {
            throw new JournalException("A snapshot was not written to topic " + topic.topic() + ": " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new JournalException("A snapshot was not written to topic " + topic.topic() + ": interrupted", e);
        }
    }
}
