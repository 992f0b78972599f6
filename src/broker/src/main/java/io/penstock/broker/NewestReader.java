package io.penstock.broker;

import io.penstock.PenstockException;
import io.penstock.StoredMessage;
import io.penstock.journal.JournalException;
import io.penstock.journal.Log;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;

/** Finds the newest message of a key, in the caller's thread: from the end of where the key lies back to the start. */
final class NewestReader {

    /** Records looked at in the first step back; each further step is twice as long, since it is the rarer case. */
    private static final long FIRST_STEP = 1_024;

    private final Log journal;

    NewestReader(Log journal) {
        this.journal = journal;
    }

    Optional<StoredMessage> find(LocalDestination destination, byte[] key) {
        var table = destination.partitions();
        int number = table.number(table.route(key, 0).index());
        return newest(
                        destination,
                        key,
                        IntStream.range(0, table.lanes())
                                .map(lane -> table.get(lane, number).index()))
                // Where it may have lain before, and what others than a sender by key have put elsewhere.
                .or(() -> newest(
                        destination,
                        key,
                        IntStream.range(0, destination.partitionCount()).filter(i -> table.number(i) != number)));
    }

    /** Lanes have no order among each other but that of time. */
    private Optional<StoredMessage> newest(LocalDestination destination, byte[] key, IntStream partitions) {
        return partitions
                .mapToObj(index -> newest(destination, destination.partition(index), key))
                .filter(Objects::nonNull)
                .max(Comparator.comparingLong(JournalRecord::timestampMillis))
                .map(record -> new StoredMessage(record.message(), record.partition(), record.offset()));
    }

    private JournalRecord newest(LocalDestination destination, PartitionLog log, byte[] key) {
        try {
            var reader = new JournalRecord.Reader(() -> journal, log);
            long step = FIRST_STEP;
            long end = log.endOffset();
            while (true) {
                long start = journal.startOffset(log.id());
                if (end <= start) {
                    return null;
                }
                long from = Math.max(start, end - step);
                var found = last(reader, from, end, key);
                if (found != null) {
                    return found;
                }
                end = from;
                step *= 2;
            }
        } catch (JournalException.PartitionOffline e) {
            throw new PenstockException.PartitionOffline(destination.name(), log.index(), e.getMessage());
        }
    }

    private static JournalRecord last(JournalRecord.Reader reader, long from, long end, byte[] key) {
        JournalRecord last = null;
        var record = reader.from(from);
        while (record != null && record.offset() < end) {
            if (Arrays.equals(record.key(), key) && !record.isLapsed()) {
                last = record;
            }
            record = record.offset() + 1 < end ? reader.from(record.offset() + 1) : null;
        }
        return last;
    }
}
