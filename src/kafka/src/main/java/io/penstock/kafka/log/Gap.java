package io.penstock.kafka.log;

import io.penstock.journal.log.LogOwner;
import org.apache.kafka.clients.consumer.ConsumerRecord;

import java.util.ArrayList;
import java.util.List;

/**
 * Offsets between what was told and what is to be told next: either none of them has a record, because Kafka has marked
 * a transaction there, or all of them have one of somebody else.
 *
 * @param from the first of them
 * @param to the offset behind the last
 * @param records that lie there; empty if there is none
 */
record Gap(long from, long to, List<ConsumerRecord<byte[], byte[]>> records) {

    boolean isHole() {
        return records.isEmpty();
    }

    int count() {
        return (int) (to - from);
    }

    void tell(int partition, LogOwner owner) {
        if (isHole()) {
            owner.hole(partition, from, to);
        } else {
            owner.records(partition, from, count(), () -> Batches.sizes(records));
        }
    }

    /**
     * What lies in a range of offsets.
     *
     * @param all records that were found there, and perhaps beside it, in order
     */
    static List<Gap> in(long from, long to, List<ConsumerRecord<byte[], byte[]>> all) {
        var gaps = new ArrayList<Gap>();
        var run = new ArrayList<ConsumerRecord<byte[], byte[]>>();
        long at = from;
        for (var record : all) {
            if (record.offset() < at || record.offset() >= to) {
                continue;
            }
            if (record.offset() > at) {
                end(run, gaps);
                gaps.add(new Gap(at, record.offset(), List.of()));
            }
            run.add(record);
            at = record.offset() + 1;
        }
        end(run, gaps);
        if (at < to) {
            gaps.add(new Gap(at, to, List.of()));
        }
        return gaps;
    }

    private static void end(List<ConsumerRecord<byte[], byte[]>> run, List<Gap> gaps) {
        if (!run.isEmpty()) {
            long first = run.get(0).offset();
            gaps.add(new Gap(first, first + run.size(), List.copyOf(run)));
            run.clear();
        }
    }
}
