package io.penstock.kafka.log;

import io.penstock.journal.JournalException;
import io.penstock.kafka.journal.FrameItems;
import io.penstock.kafka.owner.CellOwnership;
import io.penstock.kafka.owner.TransactionIds;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;

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

    /** Larger records are not sent together with others. Topics have to take smaller ones: docs/kafka.md. */
    private static final int ALONE_BYTES = 256 << 10;

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
     * What became of appends.
     *
     * @param appends that are committed in one frame
     * @param refused those that are not, and why
     * @param journalOffset of the frame's last line; -1 if all were refused
     */
    record Committed(List<Outgoing> appends, Map<Outgoing, JournalException> refused, Gaps gaps, long journalOffset) {}

    /** A part that was sent, with what Kafka will say of each of its records. */
    private record Sent(Outgoing append, Part.Records part, List<Future<RecordMetadata>> places) {}

    /** Writes a frame. Appends with records that their topic does not take are left out. */
    Committed write(List<Outgoing> appends) throws InterruptedException, ExecutionException {
        var left = new ArrayList<>(appends);
        var refused = new HashMap<Outgoing, JournalException>();
        int attempts = 0;
        while (attempts < ATTEMPTS) {
            var producer = ids.next();
            producer.beginTransaction();
            var sent = new ArrayList<Sent>();
            boolean isWhole = send(producer, left, sent);
            producer.flush();
            var tooLarge = tooLarge(sent);
            if (tooLarge == null && place(sent) && isWhole) {
                return commit(producer, left, refused);
            }
            producer.abortTransaction();
            if (tooLarge == null) {
                attempts++;
            } else {
                refused.put(tooLarge.append, PlainFrame.tooLarge(tooLarge.part, tooLarge.cause));
                left.remove(tooLarge.append);
                if (left.isEmpty() && !appends.isEmpty()) {
                    return new Committed(left, refused, Gaps.NONE, -1);
                }
            }
        }
        throw new JournalException("Others write to the same partitions, so that no transaction gets through: "
                + ATTEMPTS + " attempts had records of others between theirs.");
    }

    /**
     * Sends the records, and returns whether all could be sent: a transaction takes nothing behind what failed. A large
     * record goes by itself. If its topic does not take it, what fails with it fails for the same reason, and nobody
     * could say which one it was; and a client that has to split a batch in a transaction may wait for ever.
     */
    private static boolean send(Producer<byte[], byte[]> producer, List<Outgoing> appends, List<Sent> sent) {
        for (var append : appends) {
            for (var part : append.parts) {
                if (part instanceof Part.Records written && written.place.topic() != null) {
                    var places = new ArrayList<Future<RecordMetadata>>(written.count());
                    sent.add(new Sent(append, written, places));
                    try {
                        for (var record : written.records) {
                            boolean isAlone = record.fieldBytes() > ALONE_BYTES;
                            if (isAlone) {
                                producer.flush();
                            }
                            places.add(producer.send(Batches.toKafka(written.place.inKafka(), record)));
                            if (isAlone) {
                                producer.flush();
                            }
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

    private record TooLarge(Outgoing append, Part.Records part, RecordTooLargeException cause) {}

    /** The first one with a record that its topic does not take; null if there is none. */
    private static @Nullable TooLarge tooLarge(List<Sent> all) throws InterruptedException {
        for (var sent : all) {
            for (var place : sent.places) {
                try {
                    place.get();
                } catch (ExecutionException e) {
                    if (e.getCause() instanceof RecordTooLargeException cause) {
                        return new TooLarge(sent.append, sent.part, cause);
                    }
                }
            }
        }
        return null;
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
