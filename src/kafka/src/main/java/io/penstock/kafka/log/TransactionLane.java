package io.penstock.kafka.log;

import io.penstock.journal.JournalException;
import io.penstock.kafka.journal.FrameItems;
import io.penstock.kafka.owner.CellOwnership;
import io.penstock.kafka.owner.TransactionIds;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.LongSupplier;

/**
 * Writes frames of several records as transactions: first the records of the partitions, whose offsets come back, then
 * the lines of the journal that say them. It waits for each.
 */
final class TransactionLane {

    /** Somebody else's record would have to come between ours as often as that. */
    private static final int ATTEMPTS = 20;

    private final TransactionIds ids;
    private final CellOwnership ownership;
    private final Teller teller;
    private final LongSupplier nanoTime;

    TransactionLane(TransactionIds ids, CellOwnership ownership, Teller teller, LongSupplier nanoTime) {
        this.ids = ids;
        this.ownership = ownership;
        this.teller = teller;
        this.nanoTime = nanoTime;
    }

    /**
     * A frame that is committed.
     *
     * @param appends that are in it
     * @param refused those that are not, and why
     * @param journalOffset of its last line
     */
    record Committed(List<Outgoing> appends, Map<Outgoing, JournalException> refused, Gaps gaps, long journalOffset) {}

    /** A part that was sent, with what Kafka will say of each of its records. */
    private record Sent(Outgoing append, Part.Records part, List<Future<RecordMetadata>> places) {}

    /** Writes a frame. Appends with records that their topic does not take are left out. */
    Committed write(List<Outgoing> appends) throws InterruptedException, ExecutionException {
        var left = new ArrayList<>(appends);
        var refused = new HashMap<Outgoing, JournalException>();
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            var producer = ids.next();
            producer.beginTransaction();
            var sent = new ArrayList<Sent>();
            boolean isWhole = send(producer, left, sent);
            producer.flush();
            refused.putAll(refused(sent));
            if (left.removeAll(refused.keySet())) {
                producer.abortTransaction();
                continue;
            }
            if (place(sent) && isWhole) {
                return commit(producer, left, refused);
            }
            producer.abortTransaction();
        }
        throw new JournalException("Others write to the same partitions, so that no transaction gets through: "
                + ATTEMPTS + " attempts had records of others between theirs.");
    }

    /** Sends the records, and returns whether all could be sent: a transaction takes nothing behind what failed. */
    private static boolean send(Producer<byte[], byte[]> producer, List<Outgoing> appends, List<Sent> sent) {
        for (var append : appends) {
            for (var part : append.parts) {
                if (part instanceof Part.Records written && written.place.topic() != null) {
                    var places = new ArrayList<Future<RecordMetadata>>(written.count());
                    sent.add(new Sent(append, written, places));
                    try {
                        for (var record : written.records) {
                            places.add(producer.send(Batches.toKafka(written.place.inKafka(), record)));
                        }
                    } catch (KafkaException e) {
                        if (sent.size() == 1 && places.isEmpty()) {
                            throw e; // It did not fail for what was sent before.
                        }
                        return false;
                    }
                }
            }
        }
        return true;
    }

    /** Appends with a record that its topic does not take. */
    private static Map<Outgoing, JournalException> refused(List<Sent> all) throws InterruptedException {
        var refused = new HashMap<Outgoing, JournalException>();
        for (var sent : all) {
            for (var place : sent.places) {
                try {
                    place.get();
                } catch (ExecutionException e) {
                    if (e.getCause() instanceof RecordTooLargeException cause) {
                        refused.put(sent.append, PlainFrame.tooLarge(sent.part, cause));
                    }
                }
            }
        }
        return refused;
    }

    /** Notes the offsets, and returns whether those of each partition follow each other. */
    private static boolean place(List<Sent> all) throws InterruptedException, ExecutionException {
        var next = new HashMap<Integer, Long>();
        for (var sent : all) {
            if (!sent.places.isEmpty()) {
                sent.part.base = sent.places.get(0).get().offset();
            }
            for (var place : sent.places) {
                long offset = place.get().offset();
                var expected = next.put(sent.part.partition, offset + 1);
                if (expected != null && expected != offset) {
                    return false;
                }
            }
        }
        return true;
    }

    private Committed commit(
            Producer<byte[], byte[]> producer, List<Outgoing> appends, Map<Outgoing, JournalException> refused)
            throws InterruptedException, ExecutionException {
        var gaps = teller.gaps(appends);
        var items = new FrameItems();
        teller.journal(appends, gaps, items);
        long sentNanos = nanoTime.getAsLong();
        Future<RecordMetadata> last = null;
        for (var line : items.lines()) {
            last = producer.send(ownership.record(line));
        }
        producer.commitTransaction();
        ownership.committed(sentNanos);
        return new Committed(
                appends, refused, gaps, last == null ? -1 : last.get().offset());
    }
}
