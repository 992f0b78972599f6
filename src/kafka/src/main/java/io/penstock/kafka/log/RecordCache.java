package io.penstock.kafka.log;

import io.penstock.journal.record.RecordBatch;
import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Keeps the newest records of all partitions in memory, up to so many bytes; what was put first goes first. Of each
 * partition it has all records from some offset on. One thread at a time puts, any thread reads.
 */
final class RecordCache {

    /** What a batch takes beside its bytes, roughly. */
    private static final int OVERHEAD_BYTES = 160;

    private final long maxBytes;
    private final Map<Integer, Cached> partitions = new ConcurrentHashMap<>();
    private final Queue<Held> order = new ArrayDeque<>();
    private long bytes;

    private record Held(Cached cached, long base) {}

    private static final class Cached {

        private final NavigableMap<Long, RecordBatch> batches = new ConcurrentSkipListMap<>();

        /** All records from here on are there. */
        private volatile long from;

        private Cached(long from) {
            this.from = from;
        }
    }

    /**
     * What a look found.
     *
     * @param isKnown whether the cache knows: otherwise it has to be looked for elsewhere
     * @param batch with the first record at or after the offset; null if there is none
     */
    record Found(boolean isKnown, @Nullable RecordBatch batch) {

        private static final Found UNKNOWN = new Found(false, null);
    }

    RecordCache(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /**
     * Puts records behind those that are there.
     *
     * @param end of the partition before them
     */
    void put(int partition, long end, RecordBatch batch) {
        var cached = partitions.computeIfAbsent(partition, id -> new Cached(end));
        cached.batches.put(batch.baseOffset(), batch);
        order.add(new Held(cached, batch.baseOffset()));
        bytes += size(batch);
        while (bytes > maxBytes && order.size() > 1) {
            evict(order.remove());
        }
    }

    private void evict(Held oldest) {
        var batch = oldest.cached.batches.get(oldest.base);
        // Whoever looks meanwhile sees the limit change before the record is gone.
        oldest.cached.from = Math.max(oldest.cached.from, batch.endOffset());
        oldest.cached.batches.remove(oldest.base);
        bytes -= size(batch);
    }

    private static long size(RecordBatch batch) {
        return batch.bytes().remaining() + OVERHEAD_BYTES;
    }

    /** Looks for the first record at or after an offset. */
    Found find(int partition, long offset) {
        var cached = partitions.get(partition);
        if (cached == null || offset < cached.from) {
            return Found.UNKNOWN;
        }
        var at = cached.batches.floorEntry(offset);
        if (at == null || at.getValue().endOffset() <= offset) {
            at = cached.batches.ceilingEntry(offset);
        }
        return offset < cached.from ? Found.UNKNOWN : new Found(true, at == null ? null : at.getValue());
    }

    /** The offset from which on all records of a partition are there; the given one if none were ever put. */
    long from(int partition, long otherwise) {
        var cached = partitions.get(partition);
        return cached == null ? otherwise : cached.from;
    }
}
