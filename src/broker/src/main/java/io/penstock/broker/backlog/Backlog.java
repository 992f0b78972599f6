package io.penstock.broker.backlog;

import io.penstock.broker.destination.LocalDestination;
import io.penstock.broker.entry.RecordPosition;
import io.penstock.broker.feed.PartitionProgress;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts how many messages and bytes of its destination a subscription has not settled, which is what the limits of the
 * destination are about. Changed on the subscription's loop; the sums are read by any thread.
 *
 * <p>Both sums follow from what is journaled, so that they cannot drift: messages from the progress, bytes from the
 * sizes of exactly those records that are not settled. Sizes are kept only while {@link
 * io.penstock.Limits#maxBytes()} is set; those of records that were there before have to be read, and are told.
 */
public final class Backlog {

    private final LocalDestination destination;
    private PartitionProgress[] progress;

    /** The sizes of the records of each partition; null while bytes are not counted. */
    private RecordSizeTable[] sizes;

    /** The offset of each partition from which on records are told with their sizes. */
    private long[] toldFrom;

    /** The messages that are about to be thrown away for newer ones, with the bytes that they count for. */
    private final Map<RecordPosition, Integer> discarding = new HashMap<>();

    /** The number of settled messages below the ends of the partitions. */
    private volatile long settledMessages;

    /** The bytes that the destination was told and that do not wait any more. */
    private volatile long settledBytes;

    private volatile long discardingMessages;
    private volatile long discardingBytes;

    public Backlog(LocalDestination destination, PartitionProgress[] progress) {
        this.destination = destination;
        this.progress = progress;
        long sum = 0;
        for (int i = 0; i < progress.length; i++) {
            // What others had there before does not count.
            sum += progress[i].settledCount() - destination.partition(i).beginsAt();
        }
        settledMessages = sum;
    }

    /** The destination has more partitions, in which nothing lies yet. */
    public void grow(PartitionProgress[] more) {
        if (sizes != null) {
            int before = sizes.length;
            sizes = Arrays.copyOf(sizes, more.length);
            for (int i = before; i < more.length; i++) {
                sizes[i] = new RecordSizeTable();
            }
            toldFrom = Arrays.copyOf(toldFrom, more.length);
        }
        progress = more;
    }

    /** Messages that are not settled, without those that are about to be thrown away. Asked by any thread. */
    public long waitingMessages() {
        // In this order, what moves from one to the other is seen too often rather than not at all.
        long ends = destination.endTotal();
        return ends - settledMessages - discardingMessages;
    }

    /** The bytes of the messages that wait; otherwise as {@link #waitingMessages}. */
    public long waitingBytes() {
        long told = destination.bytesTold();
        return told - settledBytes - discardingBytes;
    }

    /** A range is about to be settled; returns those of it that were to be thrown away. */
    public List<Long> settling(int partition, long from, long to) {
        if (discarding.isEmpty()) {
            return List.of();
        }
        var offsets = discarding.keySet().stream()
                .filter(place -> place.partition() == partition && place.offset() >= from && place.offset() < to)
                .map(RecordPosition::offset)
                .toList();
        offsets.forEach(offset -> keep(new RecordPosition(partition, offset)));
        return offsets;
    }

    /** A range is settled; of it, that many messages were not before. */
    public void settled(int partition, long from, long to, long messages) {
        settledMessages += messages;
        if (sizes != null) {
            settledBytes += sizes[partition].remove(from, to);
        }
    }

    /**
     * Offsets turned out to be holes.
     *
     * @param messages how many more are settled: fewer, if some were settled as if they were messages
     */
    public void holes(long messages) {
        settledMessages += messages;
    }

    /**
     * Notes that the subscription was moved to another position.
     *
     * @param messages how many more are settled; negative if some are to be delivered again
     */
    public void sought(int partition, long messages) {
        settledMessages += messages;
        if (sizes != null) {
            settledBytes += sizes[partition].remove(0, progress[partition].watermark());
            toldFrom[partition] = destination.partition(partition).endOffset();
        }
    }

    /**
     * Begins to count bytes.
     *
     * @param told bytes that the destination was told until now
     * @param ends of the partitions: what lies below is to be measured
     */
    public void beginBytes(long told, long[] ends) {
        sizes = new RecordSizeTable[progress.length];
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = new RecordSizeTable();
        }
        toldFrom = ends;
        settledBytes = told;
    }

    public void endBytes() {
        sizes = null;
    }

    public boolean countsBytes() {
        return sizes != null;
    }

    /** Notes the sizes of records that were written. */
    public void told(int partition, long baseOffset, int[] bytes) {
        if (sizes == null) {
            return;
        }
        for (int i = 0; i < bytes.length; i++) {
            if (progress[partition].isSettled(baseOffset + i) || !sizes[partition].put(baseOffset + i, bytes[i])) {
                settledBytes += bytes[i];
            }
        }
    }

    /** The next range of records whose sizes have to be read, as from and to; null if there is none. */
    public long[] unmeasured(int partition, long from) {
        if (sizes == null || partition >= sizes.length) {
            return null; // All sizes are told of a partition that is not known here yet.
        }
        long at = progress[partition].nextUnsettled(from);
        long end = Math.min(toldFrom[partition], progress[partition].nextSettled(at));
        if (at < end) {
            return new long[] {at, end};
        }
        toldFrom[partition] = 0;
        return null;
    }

    /** The size of a record that was there before. */
    public void measured(int partition, long offset, int bytes) {
        if (sizes != null && !progress[partition].isSettled(offset) && sizes[partition].put(offset, bytes)) {
            settledBytes -= bytes;
        }
    }

    /** The record will be settled by an append that is on its way. */
    void discard(RecordPosition place) {
        // Its size may be told only after this: then it counts for nothing, here and when it is over.
        int bytes = sizes == null ? 0 : sizes[place.partition()].size(place.offset());
        discarding.put(place, bytes);
        discardingMessages++;
        discardingBytes += bytes;
    }

    /**
     * Counts a message again whose removal was not written. The result is false if the record is settled all the same.
     */
    boolean keep(RecordPosition place) {
        var bytes = discarding.remove(place);
        if (bytes == null) {
            return false;
        }
        discardingMessages--;
        discardingBytes -= bytes;
        return true;
    }
}
