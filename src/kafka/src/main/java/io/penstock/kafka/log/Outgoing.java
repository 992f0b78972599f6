package io.penstock.kafka.log;

import io.penstock.journal.JournalException;
import io.penstock.journal.frame.Append;
import io.penstock.journal.record.EncodedBatch;
import io.penstock.journal.record.EncodedRecord;
import io.penstock.journal.record.LogRecord;
import io.penstock.kafka.journal.Carried;
import io.penstock.kafka.journal.FrameItems;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** An append on its way to Kafka. */
final class Outgoing {

    final Append append;
    final List<Part> parts = new ArrayList<>(1);

    /** Bytes of its entries in a frame. */
    private int entryBytes;

    private int entries;

    /** Records that lie in Kafka. */
    private int records;

    /** Parts that only a line of the journal can say. */
    private int others;

    private final boolean isCarrier;
    private @Nullable JournalException refusal;

    Outgoing(Append append, Places places) {
        this.append = append;
        if (append instanceof KeptText.Written kept) {
            add(new Part.Text(kept.text()));
        }
        if (append instanceof OwnTopics.Note note) {
            parts.add(note.topic());
            entries++;
            others++;
            entryBytes += note.topic().bytes();
        }
        append.forEach(new Append.Parts() {

            private int number;

            @Override
            public void record(int partition, EncodedRecord record) {
                add(partition, List.of(record.view()));
            }

            @Override
            public void batch(int partition, EncodedBatch batch) {
                var all = new ArrayList<LogRecord>(batch.count());
                batch.at(0).forEach(all::add);
                add(partition, all);
            }

            private void add(int partition, List<LogRecord> all) {
                var part = new Part.Records(number++, partition, places.of(partition), all);
                if (places.needsKeys(part.place) && all.stream().anyMatch(each -> each.key() == null)) {
                    refusal = new JournalException.NotTaken("Topic "
                            + part.place.inKafka().topic()
                            + " keeps the newest message of each key (COMPACT), and takes none without a key.");
                }
                Outgoing.this.add(part);
            }

            @Override
            public void entry(byte[] entry) {
                parts.add(new Part.Entry(entry));
                entries++;
                entryBytes += FrameItems.bytesOf(entry);
            }
        });
        isCarrier = records == 1
                && entries > 0
                && others == 0
                && entryBytes <= Carriers.MAX_BYTES
                && places.carries(inKafka().partition, append.endsWithRecords());
    }

    private void add(Part.Text part) {
        parts.add(part);
        entries++;
        others++;
        entryBytes += FrameItems.bytesOf(part.bytes());
    }

    private void add(Part.Records part) {
        parts.add(part);
        if (part.place.topic() != null) {
            records += part.count();
        }
    }

    /** The one part of it that lies in Kafka. */
    private Part.Records inKafka() {
        for (var part : parts) {
            if (part instanceof Part.Records written && written.place.topic() != null) {
                return written;
            }
        }
        throw new IllegalStateException("No part of the append lies in Kafka.");
    }

    /**
     * Whether it is one record for Kafka: one message alone or with entries that it carries, or entries that fit into
     * one line of the journal.
     */
    boolean isAtomic(int lineBytes) {
        return records == 0 ? entryBytes <= lineBytes : isCarrier || records == 1 && entries == 0;
    }

    /** Whether its message carries the entries. */
    boolean isCarrier() {
        return isCarrier;
    }

    /** Why it is not to be sent at all; null if it is. */
    @Nullable
    JournalException refusal() {
        return refusal;
    }

    /** Bytes of its entries in a line of the journal. */
    int lineBytes() {
        return isCarrier ? 0 : entryBytes;
    }

    /** Whether it has entries for a line of the journal. */
    boolean hasLine() {
        return entries > 0 && !isCarrier;
    }

    /** Has the message carry the entries, if that is how it is written. */
    void carry(Carriers carriers) {
        if (!isCarrier) {
            return;
        }
        var carrier = inKafka();
        var all = new ArrayList<byte @Nullable []>();
        for (var part : parts) {
            if (part instanceof Part.Entry entry) {
                all.add(entry.bytes());
            } else if (part == carrier) {
                all.add(null);
            }
        }
        carrier.carried = carriers.write(all);
    }

    /** What its message carries, as it was written; null if it carries nothing. */
    @Nullable
    Carried carried() {
        return isCarrier ? inKafka().carried : null;
    }

    /** Tells the append where its records are, and that it is durable. */
    void succeed() {
        for (var part : parts) {
            if (part instanceof Part.Records records) {
                append.placed(records.number, records.base);
            }
        }
        append.succeed();
    }
}
