package io.penstock.broker.operation;

import io.penstock.StoredMessage;
import io.penstock.broker.destination.LocalDestination;
import io.penstock.broker.destination.PartitionLog;
import io.penstock.broker.destination.PartitionTable;
import io.penstock.broker.destination.Partitioner;
import io.penstock.broker.destination.RouteChange;
import io.penstock.broker.loop.Outcomes;
import io.penstock.broker.record.JournalRecord;
import io.penstock.journal.JournalException;
import io.penstock.journal.log.Log;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Finds the newest message of a key, in the caller's thread: it reads the partition of the key from its end back to its
 * start.
 */
public final class NewestReader {

    /** Records looked at in the first step back; each further step is twice as long, since it is the rarer case. */
    private static final long FIRST_STEP = 1_024;

    private final Log log;

    public NewestReader(Log log) {
        this.log = log;
    }

    public Optional<StoredMessage> find(LocalDestination destination, byte[] key) {
        var table = destination.partitions();
        var growths = table.growths();
        long[] ends = table.endOffsets();
        int width = table.width();
        for (int before = growths.size(); before >= 0; before--) {
            int number = Partitioner.partition(key, width);
            // It may have lain in the same partition before it lay elsewhere: that is older than what is elsewhere.
            var floor = before < 2 ? null : growths.get(before - 2);
            var found = newest(
                    table,
                    key,
                    floor,
                    ends,
                    IntStream.range(0, table.lanes())
                            .map(lane -> table.get(lane, number).index()));
            if (found.isPresent()) {
                return found;
            }
            width = before == 0 ? width : growths.get(before - 1).from();
        }
        // The message may lie in another partition, if its sender has not gone by the key.
        return newest(table, key, null, ends, IntStream.range(0, table.count()));
    }

    /**
     * Lanes have no order among each other but that of time.
     *
     * @param floor of what lies below its ends nothing is looked for; null for everything
     * @param ends by index, below which nothing has been looked at yet
     */
    private Optional<StoredMessage> newest(
            PartitionTable table, byte[] key, RouteChange floor, long[] ends, IntStream partitions) {
        return partitions
                .mapToObj(index -> {
                    long from = floor == null ? 0 : floor.end(index);
                    var found = newest(table.get(index), key, from, ends[index]);
                    ends[index] = Math.min(ends[index], from);
                    return found;
                })
                .filter(Objects::nonNull)
                .max(Comparator.comparingLong(JournalRecord::timestampMillis))
                .map(record -> new StoredMessage(record.message(), record.partition(), record.offset()));
    }

    private JournalRecord newest(PartitionLog partition, byte[] key, long floor, long below) {
        try {
            var reader = new JournalRecord.Reader(log, partition.address());
            long step = FIRST_STEP;
            long end = below;
            while (true) {
                long start = Math.max(floor, log.startOffset(partition.id()));
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
            throw Outcomes.offline(partition.destination().name(), partition.index(), e.getMessage());
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
