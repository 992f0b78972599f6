package io.penstock.conformance.fault;

import io.penstock.journal.archive.CleanupPolicy;
import io.penstock.journal.archive.PartitionPlan;
import io.penstock.journal.log.LogOwner;
import io.penstock.journal.record.BatchCompression;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The owner of a log's state, for {@link LogLives}. Entries: {@code a N} ends append N, {@code s P O} settles an offset
 * of a queue, {@code r P O} says how far a topic was read, {@code d P} drops a partition; what follows is filler.
 */
final class LogState implements LogOwner {

    static final int QUEUE = 0;
    static final int COMPRESSED_QUEUE = 1;
    static final int SIZED_TOPIC = 2;
    static final int AGED_TOPIC = 3;
    static final int TABLE = 4;
    static final int DROPPED = 5;
    static final int PARTITIONS = 6;

    static final long MAX_BYTES = 24_000;
    static final Duration MAX_AGE = Duration.ofHours(2);
    static final Duration TOMBSTONE_AGE = Duration.ofHours(1);

    private static final List<PartitionPlan> PLANS = List.of(
            plan("queue/0", CleanupPolicy.SETTLED, null, 0, false, BatchCompression.NONE),
            plan("queue/1", CleanupPolicy.SETTLED, null, 0, false, BatchCompression.LZ4),
            plan("sized", CleanupPolicy.EXPIRE, null, MAX_BYTES, false, BatchCompression.NONE),
            plan("aged", CleanupPolicy.EXPIRE, MAX_AGE, 0, true, BatchCompression.LZ4),
            plan("table", CleanupPolicy.COMPACT, null, 0, false, BatchCompression.NONE),
            plan("dropped", CleanupPolicy.EXPIRE, null, 0, false, BatchCompression.NONE));

    final long[] ends = new long[PARTITIONS];
    final List<TreeSet<Long>> settled = new ArrayList<>();

    /** How far the reader of a topic has come. */
    long read;

    boolean dropped;

    /** So many appends were told. */
    int appends;

    private long sequence;

    LogState() {
        for (var partition = 0; partition < PARTITIONS; partition++) {
            settled.add(new TreeSet<>());
        }
    }

    private static PartitionPlan plan(
            String folder,
            CleanupPolicy cleanup,
            Duration age,
            long bytes,
            boolean protects,
            BatchCompression compression) {
        return new PartitionPlan("d", 0, folder, cleanup, age, bytes, TOMBSTONE_AGE, protects, compression);
    }

    @Override
    public synchronized void records(int partition, long baseOffset, int count) {
        assertThat(baseOffset).as("offset of partition %d", partition).isEqualTo(ends[partition]);
        ends[partition] += count;
    }

    @Override
    public synchronized void entry(ByteBuffer entry) {
        var words = StandardCharsets.UTF_8.decode(entry).toString().split(" ");
        switch (words[0]) {
            case "a" -> {
                assertThat(Integer.parseInt(words[1])).as("append").isEqualTo(appends);
                appends++;
            }
            case "s" -> settled.get(Integer.parseInt(words[1])).add(Long.parseLong(words[2]));
            case "r" -> read = Math.max(read, Long.parseLong(words[2]));
            case "d" -> dropped = true;
            default -> throw new AssertionError("Unknown entry " + words[0]);
        }
    }

    @Override
    public synchronized void endOfFrame(long ended) {
        if (sequence != 0) {
            assertThat(ended).as("sequence of the frame").isEqualTo(sequence + 1);
        }
        sequence = ended;
    }

    synchronized long sequence() {
        return sequence;
    }

    @Override
    public synchronized CompletionStage<byte[]> snapshot() {
        return CompletableFuture.completedFuture(toString().getBytes(StandardCharsets.UTF_8));
    }

    /** The same for the same state. */
    @Override
    public synchronized String toString() {
        var text = new StringBuilder();
        text.append(sequence)
                .append(' ')
                .append(appends)
                .append(' ')
                .append(read)
                .append(' ')
                .append(dropped);
        for (var partition = 0; partition < PARTITIONS; partition++) {
            text.append(' ').append(ends[partition]).append(' ');
            text.append(settled.get(partition).stream().map(String::valueOf).collect(Collectors.joining(",")));
            text.append(';');
        }
        return text.toString();
    }

    @Override
    public synchronized void restore(ByteBuffer snapshot) {
        assertThat(sequence).as("told before it was restored").isZero();
        var words = StandardCharsets.UTF_8.decode(snapshot).toString().split(" ");
        sequence = Long.parseLong(words[0]);
        appends = Integer.parseInt(words[1]);
        read = Long.parseLong(words[2]);
        dropped = Boolean.parseBoolean(words[3]);
        for (var partition = 0; partition < PARTITIONS; partition++) {
            ends[partition] = Long.parseLong(words[4 + 2 * partition]);
            var offsets = words[5 + 2 * partition].replace(";", "");
            Arrays.stream(offsets.split(","))
                    .filter(offset -> !offset.isEmpty())
                    .map(Long::valueOf)
                    .forEach(settled.get(partition)::add);
        }
    }

    @Override
    public synchronized PartitionPlan plan(int partition) {
        return partition == DROPPED && dropped ? null : PLANS.get(partition);
    }

    @Override
    public synchronized long[] needed(int partition, long from, long to) {
        if (partition == AGED_TOPIC) {
            return read >= to ? new long[0] : new long[] {Math.max(read, from), to};
        }
        var ranges = new ArrayList<Long>();
        for (var offset = from; offset < to; offset++) {
            if (!settled.get(partition).contains(offset)) {
                var last = ranges.size() - 1;
                if (last >= 0 && ranges.get(last) == offset) {
                    ranges.set(last, offset + 1);
                } else {
                    ranges.add(offset);
                    ranges.add(offset + 1);
                }
            }
        }
        return ranges.stream().mapToLong(Long::longValue).toArray();
    }
}
