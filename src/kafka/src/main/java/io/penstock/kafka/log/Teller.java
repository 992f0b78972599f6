package io.penstock.kafka.log;

import io.penstock.journal.log.LogOwner;
import io.penstock.journal.record.RecordBatch;
import io.penstock.journal.record.RecordSizes;
import io.penstock.kafka.journal.Carried;
import io.penstock.kafka.journal.CarriedItems;
import io.penstock.kafka.journal.CellSnapshot;
import io.penstock.kafka.journal.FrameItems;
import io.penstock.kafka.journal.JournalFormat;
import org.apache.kafka.common.Uuid;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Tells the owner of the log what was written, in order, after it has kept it for readers. An offset before a record
 * that was not told yet is a hole, or has the record of somebody else: that is read from Kafka. It is used by one
 * thread, but for its counts.
 */
final class Teller {

    private final LogOwner owner;
    private final Ends ends;
    private final RecordCache cache;
    private final RecordCache memory;
    private final RecordFetcher kafka;
    private final KeptText kept;
    private final OwnTopics topics;
    private final Carriers carriers;
    private final ToldSince since = new ToldSince();
    private final AtomicLong records = new AtomicLong();
    private long sequence;

    /**
     * @param cache of records that lie in Kafka
     * @param memory of those that lie nowhere else
     * @param kafka reads what lies between records
     * @param kept is told of texts
     * @param topics is told of topics
     * @param carriers counts records that carry entries
     */
    Teller(
            LogOwner owner,
            Ends ends,
            RecordCache cache,
            RecordCache memory,
            RecordFetcher kafka,
            KeptText kept,
            OwnTopics topics,
            Carriers carriers) {
        this.owner = owner;
        this.ends = ends;
        this.cache = cache;
        this.memory = memory;
        this.kafka = kafka;
        this.kept = kept;
        this.topics = topics;
        this.carriers = carriers;
    }

    /** What was told since the last frame of the journal. */
    ToldSince since() {
        return since;
    }

    /** Records that were told as they were written. */
    long records() {
        return records.get();
    }

    /** Finds the gaps before what was written, which are to be told with it. Reads from Kafka if there are any. */
    Gaps gaps(List<Outgoing> appends) {
        return Gaps.of(appends, ends, kafka, carriers);
    }

    /** Says in a frame of the journal what is to be told of a transaction, and what was told before. */
    void journal(List<Outgoing> appends, Gaps gaps, FrameItems items) {
        since.moveTo(items);
        for (var append : appends) {
            for (var part : append.parts) {
                if (part instanceof Part.Entry entry) {
                    items.entry(entry.bytes());
                } else if (part instanceof Part.Text text) {
                    items.text(text.bytes());
                } else if (part instanceof Part.Topic topic) {
                    items.topic(topic.id(), topic.name());
                } else if (part instanceof Part.Records written && written.place.topic() != null) {
                    for (var gap : gaps.before(written)) {
                        if (gap.isHole()) {
                            items.hole(written.partition, gap.from(), gap.to());
                        } else {
                            items.records(written.partition, gap.from(), gap.count());
                        }
                    }
                    items.records(written.partition, written.base, written.count());
                }
            }
        }
    }

    /** Tells what was written. */
    void tell(List<Outgoing> appends, Gaps gaps) {
        place(appends);
        keep(appends, gaps);
        for (var append : appends) {
            var carried = append.carried();
            if (carried != null) {
                carriers.told(carried);
            }
            for (var part : append.parts) {
                if (part instanceof Part.Entry entry) {
                    owner.entry(ByteBuffer.wrap(entry.bytes()));
                } else if (part instanceof Part.Text text) {
                    kept.told(text.bytes());
                } else if (part instanceof Part.Topic topic) {
                    topics.told(topic.name(), topic.id());
                } else if (part instanceof Part.Records written && !written.place.isGone()) {
                    tell(written, gaps);
                }
            }
        }
        owner.endOfFrame(++sequence);
    }

    /** A number was given to no record, because Kafka has refused it; the journal says so. */
    void skipped(Carried refused) {
        since.carried(JournalFormat.NOWHERE, JournalFormat.NOWHERE, refused);
        carriers.told(refused);
    }

    private void tell(Part.Records written, Gaps gaps) {
        gaps.before(written).forEach(gap -> tell(written.partition, gap));
        ends.set(written.partition, written.end());
        owner.records(written.partition, written.base, written.count(), written::sizes);
        records.addAndGet(written.count());
        var carried = written.carried;
        if (carried != null) {
            since.carried(written.partition, written.base, carried);
        } else if (written.place.topic() != null) {
            since.records(written.partition, written.base, written.end());
        }
    }

    private void tell(int partition, Gap gap) {
        ends.set(partition, gap.to());
        gap.tell(partition, owner);
        if (gap.isHole()) {
            since.hole(partition, gap.from(), gap.to());
        } else {
            since.records(partition, gap.from(), gap.to());
        }
    }

    /** Gives offsets to records that lie in no topic. */
    private void place(List<Outgoing> appends) {
        var next = new HashMap<Integer, Long>();
        for (var append : appends) {
            for (var part : append.parts) {
                if (part instanceof Part.Records written && written.place.topic() == null) {
                    written.base = next.getOrDefault(written.partition, ends.of(written.partition));
                    if (written.place.isMemory()) {
                        next.put(written.partition, written.end());
                    }
                }
            }
        }
    }

    /** Keeps the records for readers, before anybody is told of them. */
    private void keep(List<Outgoing> appends, Gaps gaps) {
        var builders = new HashMap<Integer, Batches.Builder>();
        for (var append : appends) {
            for (var part : append.parts) {
                if (part instanceof Part.Records written && !written.place.isGone()) {
                    gaps.before(written).forEach(gap -> keep(written.partition, gap));
                    keep(written, builders);
                }
            }
        }
        builders.forEach((partition, builder) -> put(builder.isInMemory(), partition, builder.finish()));
    }

    private void keep(Part.Records written, Map<Integer, Batches.Builder> builders) {
        long offset = written.base;
        for (var record : written.records) {
            var builder = builders.get(written.partition);
            if (builder != null && !builder.takes(offset)) {
                put(builder.isInMemory(), written.partition, builder.finish());
                builder = null;
            }
            if (builder == null) {
                builder = new Batches.Builder(offset, written.place.isMemory());
                builders.put(written.partition, builder);
            }
            builder.add(record);
            offset++;
        }
    }

    private void keep(int partition, Gap gap) {
        Batches.of(gap.records()).forEach(batch -> put(false, partition, batch));
    }

    private void put(boolean inMemory, int partition, RecordBatch batch) {
        (inMemory ? memory : cache).put(partition, ends.of(partition), batch);
    }

    /** Tells a record that the journal says with what it carries; what a snapshot stands for is left out. */
    void recovered(int partition, long offset, Carried carried) {
        if (!carriers.isNew(carried)) {
            return;
        }
        carriers.told(carried);
        if (offset != JournalFormat.NOWHERE) {
            tell(partition, offset, carried, Teller::unasked);
        }
    }

    private void tell(int partition, long offset, Carried carried, RecordSizes sizes) {
        carried.read(new CarriedItems() {

            @Override
            public void entry(ByteBuffer entry) {
                owner.entry(entry);
            }

            @Override
            public void record() {
                ends.set(partition, offset + 1);
                owner.records(partition, offset, 1, sizes);
            }
        });
    }

    /** Goes on where a snapshot was taken. */
    void restored(CellSnapshot snapshot) {
        kept.told(snapshot.text());
        topics.restored(snapshot.topics());
        long[] idsAndEnds = snapshot.ends();
        for (int i = 0; i < idsAndEnds.length; i += 2) {
            ends.set((int) idsAndEnds[i], idsAndEnds[i + 1]);
        }
    }

    /** Tells an entry of the journal, when the log is opened. */
    void recovered(ByteBuffer entry) {
        owner.entry(entry);
    }

    /** Takes a text of the journal, when the log is opened. */
    void recoveredText(ByteBuffer text) {
        var bytes = new byte[text.remaining()];
        text.get(bytes);
        kept.told(bytes);
    }

    /** Takes a topic of the journal, when the log is opened. */
    void recoveredTopic(String name, Uuid id) {
        topics.told(name, id);
    }

    /** Tells records that the journal says, when the log is opened; what a snapshot stands for is left out. */
    void recovered(int partition, long base, int count) {
        long from = Math.max(base, ends.of(partition));
        long to = base + count;
        if (from < to) {
            ends.set(partition, to);
            owner.records(partition, from, (int) (to - from), Teller::unasked);
        }
    }

    /** Tells a hole that the journal says, when the log is opened; what a snapshot stands for is left out. */
    void recoveredHole(int partition, long from, long to) {
        long begin = Math.max(from, ends.of(partition));
        if (begin < to) {
            ends.set(partition, to);
            owner.hole(partition, begin, to);
        }
    }

    private static int[] unasked() {
        throw new IllegalStateException("Nobody asks for sizes of records while the log is opened.");
    }

    /** A frame of the journal was told, when the log is opened. */
    void endOfRecovered() {
        owner.endOfFrame(++sequence);
    }

    /** Tells what lies behind the last offset that the journal says, when the log is opened. */
    void recovered(int partition, Gap found) {
        keep(partition, found);
        tell(partition, found);
    }

    /** As {@link #recovered(int, Gap)}, for a record that carries entries. */
    void recovered(int partition, Gap found, Carried carried) {
        carriers.told(carried);
        keep(partition, found);
        tell(partition, found.from(), carried, () -> Batches.sizes(found.records()));
        since.carried(partition, found.from(), carried);
    }
}
