package io.penstock.kafka.log;

import io.penstock.journal.record.BatchEncoder;
import io.penstock.journal.record.EncodedRecord;
import io.penstock.journal.record.RecordBatch;
import org.junit.jupiter.api.Test;

import java.util.Objects;
import java.util.zip.CRC32C;

import static org.assertj.core.api.Assertions.assertThat;

class RecordCacheTest {

    private static RecordBatch batch(long base, int count) {
        var encoder = new BatchEncoder(100);
        for (int i = 0; i < count; i++) {
            encoder.add(1, null, new byte[100], EncodedRecord.HeaderSource.NONE);
        }
        return encoder.finish(new CRC32C()).at(base);
    }

    private static long base(RecordCache.Found found) {
        return Objects.requireNonNull(found.batch()).baseOffset();
    }

    @Test
    void shouldFindTheFirstRecordAtOrAfterAnOffset() {
        var cache = new RecordCache(1 << 20);
        cache.put(1, 5, batch(5, 2));
        cache.put(1, 7, batch(8, 2));

        assertThat(base(cache.find(1, 6))).isEqualTo(5);
        assertThat(base(cache.find(1, 7))).as("a hole").isEqualTo(8);
        assertThat(base(cache.find(1, 9))).isEqualTo(8);
        assertThat(cache.find(1, 10).isKnown()).isTrue();
        assertThat(cache.find(1, 10).batch()).isNull();
    }

    @Test
    void shouldNotKnowWhatWasThereBefore() {
        var cache = new RecordCache(1 << 20);
        cache.put(1, 5, batch(6, 1));

        assertThat(cache.find(1, 4).isKnown()).isFalse();
        assertThat(base(cache.find(1, 5))).isEqualTo(6);
        assertThat(cache.find(2, 0).isKnown()).isFalse();
    }

    @Test
    void shouldLetTheOldestOfAllPartitionsGo() {
        var cache = new RecordCache(1_000);
        cache.put(1, 0, batch(0, 2));
        cache.put(2, 0, batch(0, 2));
        cache.put(1, 2, batch(2, 2));

        assertThat(cache.find(1, 1).isKnown()).isFalse();
        assertThat(cache.from(1, 0)).isEqualTo(2);
        assertThat(base(cache.find(1, 2))).isEqualTo(2);
        assertThat(base(cache.find(2, 0))).isZero();
    }

    @Test
    void shouldKeepTheNewestHoweverLargeItIs() {
        var cache = new RecordCache(10);
        cache.put(1, 0, batch(0, 2));

        assertThat(base(cache.find(1, 0))).isZero();
    }
}
