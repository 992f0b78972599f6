package io.penstock.journal.archive;

import io.penstock.journal.record.BatchCompression;
import io.penstock.journal.storage.Storage;
import org.apache.kafka.common.record.MemoryRecords;
import org.apache.kafka.common.record.SimpleRecord;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Opens archives for tests, fills them, and reads back what is in them. */
final class Archives {

    /** Small, so that tests have many segments. */
    static final ArchiveOptions SMALL = new ArchiveOptions(4 << 10, 4, 64 << 10, 4, 1_000);

    static final long START_MILLIS = 1_700_000_000_000L;

    final AtomicLong now = new AtomicLong(START_MILLIS);
    final ArchiveOptions options;
    Archive archive;

    Archives(Storage storage, ArchiveOptions options, ArchiveMarks marks) {
        this.options = options;
        archive = Archive.open(storage, options, () -> Instant.ofEpochMilli(now.get()), marks);
    }

    static Archives open(Storage storage) {
        return new Archives(storage, SMALL, ArchiveMarks.NONE);
    }

    static Archives open(Storage storage, ArchiveMarks marks) {
        return new Archives(storage, SMALL, marks);
    }

    static PartitionPlan plan(int partition, CleanupPolicy cleanup) {
        return plan(partition, cleanup, BatchCompression.NONE);
    }

    static PartitionPlan plan(int partition, CleanupPolicy cleanup, BatchCompression compression) {
        return new PartitionPlan("d", 0, "p/" + partition, cleanup, null, 0, Duration.ofHours(1), false, compression);
    }

    /** As the journal has it: one batch, no offsets missing. Written by Kafka's client. */
    static ByteBuffer batch(long baseOffset, SimpleRecord... records) {
        return MemoryRecords.withRecords(baseOffset, org.apache.kafka.common.compress.Compression.NONE, records)
                .buffer();
    }

    static SimpleRecord record(long timestamp, String key, String value) {
        return new SimpleRecord(timestamp, bytes(key), bytes(value));
    }

    static byte[] bytes(String text) {
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }

    /** Of about 130 bytes. */
    static String value(long offset) {
        return "value " + offset + " " + "x".repeat(100);
    }

    /** Appends batches of ten records, and says that they are moved. */
    void fill(int partition, PartitionPlan plan, long from, long to) {
        for (var base = from; base < to; base += 10) {
            var records = new ArrayList<SimpleRecord>();
            for (var offset = base; offset < Math.min(to, base + 10); offset++) {
                records.add(record(START_MILLIS + offset, "key", value(offset)));
            }
            archive.append(partition, plan, batch(base, records.toArray(SimpleRecord[]::new)), OffsetRanges.ALL);
        }
        archive.moved(partition, plan, to);
    }

    /** Forces, takes marks, and says that they are those of the older checkpoint as well. */
    ArchiveMarks settle() {
        archive.force();
        var marks = archive.marks();
        archive.floor(marks);
        return marks;
    }

    List<Long> offsets(int partition) {
        var offsets = new ArrayList<Long>();
        contents(archive, partition).forEach(text -> offsets.add(Long.parseLong(text.substring(0, text.indexOf('=')))));
        return offsets;
    }

    static List<String> contents(Archive archive, int partition) {
        var found = new ArrayList<String>();
        var offset = 0L;
        for (var batch = archive.read(partition, offset); batch != null; batch = archive.read(partition, offset)) {
            for (var record : batch) {
                if (record.offset() >= offset) {
                    var value = record.value();
                    found.add(
                            record.offset() + "=" + (value == null ? null : new String(value, StandardCharsets.UTF_8)));
                }
            }
            offset = batch.endOffset();
        }
        return found;
    }

    static List<String> expected(long from, long to) {
        var expected = new ArrayList<String>();
        for (var offset = from; offset < to; offset++) {
            expected.add(offset + "=" + value(offset));
        }
        return expected;
    }
}
