package io.penstock.kafka.log;

import io.penstock.journal.JournalException;
import io.penstock.kafka.journal.Carried;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Orders what lies in the topics of destinations behind the last offset that the journal says. What a record carries
 * may be about any record that was told before it was written, so records that carry nothing come first, as far as none
 * that carries something lies before them; and those that do come by their number. What lies behind a gap of the
 * numbers, and what an older ownership wrote, was never confirmed to anybody: its offset becomes a hole. It is used by
 * one thread.
 */
final class CarriedTail {

    /** What lies in a partition, in order: either a gap as it was found, or a record with what it carries. */
    private record Step(Gap found, @Nullable Carried carried) {}

    private record Carrier(int partition, long offset, Carried carried) {}

    private final Carriers carriers;
    private final Map<Long, Carrier> byNumber = new HashMap<>();
    private final Map<Integer, Deque<Step>> partitions = new TreeMap<>();
    private final long epoch;

    /** @param epoch of the ownership that wrote the last frame of the journal */
    CarriedTail(Carriers carriers, long epoch, List<PartitionTail> all) {
        this.carriers = carriers;
        this.epoch = epoch;
        all.forEach(this::find);
        keepThoseWithoutGap();
        all.forEach(this::plan);
    }

    private void find(PartitionTail behind) {
        for (var record : behind.records()) {
            var carried = carriers.of(record);
            if (carried != null && carried.epoch() == epoch && isIn(behind, record)) {
                // A copy that somebody else has made lies behind the record itself.
                byNumber.putIfAbsent(carried.number(), new Carrier(behind.partition(), record.offset(), carried));
            }
        }
    }

    private static boolean isIn(PartitionTail behind, ConsumerRecord<byte[], byte[]> record) {
        return record.offset() >= behind.from() && record.offset() < behind.to();
    }

    private void keepThoseWithoutGap() {
        long first = carriers.next(epoch);
        long end = first;
        while (byNumber.containsKey(end)) {
            end++;
        }
        long last = end;
        byNumber.keySet().removeIf(number -> number < first || number >= last);
    }

    private void plan(PartitionTail behind) {
        var steps = new ArrayDeque<Step>();
        var plain = new ArrayList<ConsumerRecord<byte[], byte[]>>();
        long at = behind.from();
        for (var record : behind.records()) {
            if (!isIn(behind, record)) {
                continue;
            }
            var carried = carriers.of(record);
            if (carried == null) {
                plain.add(record);
            } else if (isKept(behind.partition(), record.offset(), carried)) {
                add(at, record.offset(), plain, steps);
                steps.add(new Step(new Gap(record.offset(), record.offset() + 1, List.of(record)), carried));
                at = record.offset() + 1;
            }
        }
        add(at, behind.to(), plain, steps);
        partitions.put(behind.partition(), steps);
    }

    private boolean isKept(int partition, long offset, Carried carried) {
        var kept = byNumber.get(carried.number());
        return carried.epoch() == epoch && kept != null && kept.partition == partition && kept.offset == offset;
    }

    private static void add(long from, long to, List<ConsumerRecord<byte[], byte[]>> plain, Deque<Step> steps) {
        Gap.in(from, to, plain).forEach(gap -> steps.add(new Step(gap, null)));
        plain.clear();
    }

    /** Tells all of it, in order. */
    void tell(Teller teller) {
        partitions.forEach((partition, steps) -> tellPlain(partition, steps, teller));
        for (long number = carriers.next(epoch); byNumber.containsKey(number); number++) {
            var carrier = byNumber.get(number);
            var steps = partitions.get(carrier.partition);
            var next = steps.poll();
            if (next == null || next.found.from() != carrier.offset) {
                throw new JournalException.Corrupted("Record " + carrier.offset + " of partition " + carrier.partition
                        + " was written in another order than its number says.");
            }
            teller.recovered(carrier.partition, next.found, carrier.carried);
            tellPlain(carrier.partition, steps, teller);
        }
    }

    /** Tells what lies before the next record that carries something. */
    private static void tellPlain(int partition, Deque<Step> steps, Teller teller) {
        for (var next = steps.peek(); next != null && next.carried == null; next = steps.peek()) {
            teller.recovered(partition, next.found);
            steps.remove();
        }
    }
}
