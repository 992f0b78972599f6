package io.penstock.kafka.log;

import io.penstock.kafka.journal.Carried;
import io.penstock.kafka.journal.CarrierKey;
import io.penstock.kafka.journal.CellSnapshot;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.LongStream;

/**
 * Counts the records that carry entries, and knows them again. Those of an ownership count without a gap: what lies
 * behind a gap, or was written when another ownership had begun, was never confirmed to anybody, and is void. One
 * thread at a time counts, any thread reads.
 */
final class Carriers {

    /** Bytes of entries that a record carries at most; more of them are written in a transaction. */
    static final int MAX_BYTES = 64 << 10;

    /** Ownerships of which it is known what is void, so that a snapshot stays small. */
    private static final int MAX_EPOCHS = 1_000;

    private volatile @Nullable CarrierKey key;

    /** The number of the last record that is not void, by the epoch of its ownership. */
    private final NavigableMap<Long, Long> told = new ConcurrentSkipListMap<>();

    /** The ownership that writes, and how many it has written. */
    private volatile long epoch;

    private long written;

    /** Goes on with the key of the cell. */
    void know(CarrierKey known) {
        key = known;
    }

    /** Goes on behind a snapshot. */
    void know(CellSnapshot.Carriers snapshot) {
        key = snapshot.key();
        long[] all = snapshot.told();
        for (int i = 0; i < all.length; i += 2) {
            told.put(all[i], all[i + 1]);
        }
    }

    /** The key of the cell; a new one if it has none yet. */
    CarrierKey key() {
        var known = key;
        if (known == null) {
            known = CarrierKey.random();
            key = known;
        }
        return known;
    }

    /** What a snapshot keeps. */
    CellSnapshot.Carriers snapshot() {
        return new CellSnapshot.Carriers(
                key(),
                told.entrySet().stream()
                        .flatMapToLong(each -> LongStream.of(each.getKey(), each.getValue()))
                        .toArray());
    }

    /** That record is not void. */
    void told(Carried carried) {
        told.put(carried.epoch(), carried.number());
        if (told.size() > MAX_EPOCHS) {
            told.pollFirstEntry();
        }
    }

    /** Whether that record comes behind all that were told. */
    boolean isNew(Carried carried) {
        var last = told.lastEntry();
        return last == null
                || carried.epoch() > last.getKey()
                || carried.epoch() == last.getKey() && carried.number() > last.getValue();
    }

    /** The number of the record that comes next in an epoch. */
    long next(long inEpoch) {
        return told.getOrDefault(inEpoch, 0L) + 1;
    }

    /** Begins to count what an ownership writes. */
    void begin(long itsEpoch) {
        epoch = itsEpoch;
        written = 0;
    }

    /** What the next record carries. */
    Carried write(List<byte @Nullable []> entriesAndRecord) {
        written++;
        return new Carried(epoch, written, Carried.items(entriesAndRecord));
    }

    /** What a record carries, or null if it carries nothing, or what the cell did not write. */
    @Nullable
    Carried of(ConsumerRecord<byte[], byte[]> record) {
        var header = record.headers().lastHeader(CarrierKey.HEADER);
        var known = key;
        return header == null || known == null
                ? null
                : known.read(new TopicPartition(record.topic(), record.partition()), header.value());
    }

    /** Those records that came from elsewhere: what a former owner wrote too late is left out. */
    List<ConsumerRecord<byte[], byte[]>> foreign(List<ConsumerRecord<byte[], byte[]>> records) {
        return records.stream().filter(each -> of(each) == null).toList();
    }

    /** Whether nobody is to read that record. */
    boolean isVoid(ConsumerRecord<byte[], byte[]> record) {
        var header = record.headers().lastHeader(CarrierKey.HEADER);
        if (header == null) {
            return false;
        }
        var carried = of(record);
        var oldest = told.firstEntry();
        return carried != null
                && carried.epoch() != epoch
                && (oldest == null || carried.epoch() >= oldest.getKey())
                && carried.number() > told.getOrDefault(carried.epoch(), 0L);
    }
}
