package io.penstock.kafka.journal;

import io.penstock.journal.JournalException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;

/**
 * Says at the beginning of a journal that everything is being copied into the cell. As long as the line is missing with
 * which that ends, nobody may own the cell.
 *
 * @param storeId of the store that is copied
 * @param topics that are made for it, beside those of the cell itself
 */
public record MigrationMark(long storeId, List<String> topics) {

    private static final int TOPICS_AT = 10;

    /** Topics in a line: at the length of their longest names they take half of what a line can have. */
    private static final int TOPICS_OF_A_LINE = 1_000;

    private static final Duration POLL = Duration.ofMillis(50);

    /** Nobody owns the cell when the mark is written. */
    private static final long NO_EPOCH = 0;

    public MigrationMark {
        topics = List.copyOf(topics);
    }

    /** The mark of a cell into which something is being copied, or was when that was interrupted; null for none. */
    public static @Nullable MigrationMark unfinished(JournalReader journal) {
        long end = journal.end();
        if (journal.start() > 0 || end == 0) {
            return null;
        }
        journal.seek(0);
        MigrationMark mark = null;
        while (journal.position() < end) {
            for (var line : journal.poll(POLL)) {
                if (line.kind() == JournalKind.MIGRATED || mark == null && line.kind() != JournalKind.MIGRATING) {
                    return null;
                }
                mark = line.kind() == JournalKind.MIGRATING ? with(mark, line) : mark;
            }
        }
        return mark;
    }

    private static MigrationMark with(@Nullable MigrationMark before, JournalLine line) {
        var topics = new ArrayList<String>(before == null ? List.of() : before.topics);
        byte[] bytes = line.bytes();
        var text = new String(bytes, TOPICS_AT, bytes.length - TOPICS_AT, StandardCharsets.UTF_8);
        text.lines().forEach(topics::add);
        return new MigrationMark(JournalFormat.storeId(bytes), topics);
    }

    /** Writes the mark to a journal that is empty. Waits until Kafka has it. */
    public void write(Producer<byte[], byte[]> producer, String journal) {
        int from = 0;
        do {
            int to = Math.min(topics.size(), from + TOPICS_OF_A_LINE);
            write(producer, journal, JournalFormat.migrating(storeId, String.join("\n", topics.subList(from, to))));
            from = to;
        } while (from < topics.size());
    }

    /** Writes that all of it was copied. Waits until Kafka has it. */
    public static void writeFinished(Producer<byte[], byte[]> producer, String journal) {
        write(producer, journal, JournalFormat.plain(JournalKind.MIGRATED));
    }

    private static void write(Producer<byte[], byte[]> producer, String journal, byte[] line) {
        var epoch = new RecordHeader(JournalFormat.EPOCH, JournalFormat.epoch(NO_EPOCH));
        try {
            producer.send(new ProducerRecord<>(journal, 0, null, null, line, List.of(epoch)))
                    .get();
        } catch (ExecutionException e) {
            throw new JournalException("Topic " + journal + " does not take a line: " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new JournalException("Interrupted while a line was written to topic " + journal, e);
        }
    }
}
