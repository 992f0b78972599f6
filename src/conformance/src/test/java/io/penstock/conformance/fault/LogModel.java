package io.penstock.conformance.fault;

import io.penstock.conformance.fault.ModelAppend.Sent;
import io.penstock.journal.JournalException;
import io.penstock.journal.log.LocalLog;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What was sent to a log, in order, and how much of it must be there: whole appends up to at least the last one that
 * was forced and acknowledged, and of their records all that nothing allowed to go.
 */
final class LogModel {

    /** What a record takes in a segment beside its value, at most: a batch of its own and its key. */
    private static final int RECORD_OVERHEAD_BYTES = 120;

    private final List<ModelAppend> sent = new ArrayList<>();

    /** By partition: what was sent, up to the appends that were found. */
    private final List<List<Sent>> records = new ArrayList<>();

    /** So many appends were forced, and the one who sent the last of them was told. */
    private int certain;

    private boolean damaged;

    LogModel() {
        for (var partition = 0; partition < LogState.PARTITIONS; partition++) {
            records.add(new ArrayList<>());
        }
    }

    /** What was found: the same twice means that the same was recovered. */
    record Found(int appends, String state, List<NavigableMap<Long, String>> values) {}

    int nextAppend() {
        return sent.size();
    }

    /** How many records were sent to a partition. */
    int end(int partition) {
        return records.get(partition).size();
    }

    void send(ModelAppend append) {
        sent.add(append);
        append.records.forEach(record -> records.get(record.partition()).add(record));
    }

    /** Counts what was acknowledged; a force covers everything sent before. */
    void settle() {
        for (var i = sent.size() - 1; i >= certain; i--) {
            if (sent.get(i).forced && sent.get(i).isAcknowledged()) {
                certain = i + 1;
            }
        }
    }

    /** Everything is durable that is there, as after a clean end. */
    void everythingForced() {
        certain = sent.size();
    }

    /** A bit was turned round: no append is certain, and a time index, which has no checksum, may mislead. */
    void damaged() {
        certain = 0;
        damaged = true;
    }

    /** What was not found was never promised; what was found is certain from now on. */
    void goOnFrom(Found found) {
        sent.subList(found.appends, sent.size()).clear();
        certain = sent.size();
        records.forEach(List::clear);
        sent.forEach(append ->
                append.records.forEach(record -> records.get(record.partition()).add(record)));
    }

    /** Compares what a log holds with what was sent. */
    Found check(LocalLog log, LogState state, Instant now) {
        assertThat(state.appends)
                .as("appends, of which %d are certain", certain)
                .isBetween(certain, sent.size());
        checkWhole(state);
        var values = new ArrayList<NavigableMap<Long, String>>();
        for (var partition = 0; partition < LogState.PARTITIONS; partition++) {
            assertThat(log.endOffset(partition)).as("end of %d", partition).isEqualTo(state.ends[partition]);
            values.add(values(log, state, partition, now));
        }
        return new Found(state.appends, state.toString(), values);
    }

    /** An append is whole or absent: records, settlements and all. */
    private void checkWhole(LogState state) {
        var expected = new LogState();
        for (var append : sent.subList(0, state.appends)) {
            append.records.forEach(record -> expected.ends[record.partition()]++);
            append.entries.forEach(entry -> expected.entry(StandardCharsets.UTF_8.encode(entry)));
        }
        var found = state.toString();
        assertThat(found.substring(found.indexOf(' ')))
                .isEqualTo(expected.toString().substring(1));
    }

    private NavigableMap<Long, String> values(LocalLog log, LogState state, int partition, Instant now) {
        NavigableMap<Long, String> values;
        try {
            values = read(log, partition);
        } catch (JournalException.PartitionOffline e) {
            assertThat(log.offline()).containsKey(partition);
            // Only damage that the test itself did takes away what is certain.
            assertThat(damaged).as(e.getMessage()).isTrue();
            return new TreeMap<>();
        }
        for (var offset = 0L; offset < state.ends[partition]; offset++) {
            if (!values.containsKey(offset)) {
                checkMayBeGone(state, partition, offset, values, now);
            }
        }
        return values;
    }

    private NavigableMap<Long, String> read(LocalLog log, int partition) {
        var values = new TreeMap<Long, String>();
        var offset = log.startOffset(partition);
        for (var batch = log.read(partition, offset); batch != null; batch = log.read(partition, offset)) {
            var before = offset;
            for (var record : batch) {
                if (record.offset() >= offset) {
                    var sentThen = records.get(partition).get((int) record.offset());
                    assertThat(text(record.value())).isEqualTo(sentThen.value());
                    assertThat(text(record.key())).isEqualTo(sentThen.key());
                    assertThat(record.timestampMillis()).isEqualTo(sentThen.timestampMillis());
                    values.put(record.offset(), "" + sentThen.value());
                    offset = record.offset() + 1;
                }
            }
            assertThat(offset)
                    .as("a batch with something at or after the offset")
                    .isGreaterThan(before);
        }
        if (!values.isEmpty() && !damaged) {
            checkTimes(log, partition, values);
        }
        return values;
    }

    /** Times are those of one clock that goes forward, so the first record of a time is the first that is that late. */
    private void checkTimes(LocalLog log, int partition, NavigableMap<Long, String> values) {
        var all = records.get(partition);
        var middle = (values.firstKey() + values.lastKey()) / 2;
        var time = all.get((int) (long) values.ceilingKey(middle)).timestampMillis();
        var found = log.offsetAt(partition, time);
        assertThat(all.get((int) found).timestampMillis())
                .as("time at %d", found)
                .isGreaterThanOrEqualTo(time);
        var first = values.keySet().stream()
                .filter(offset -> all.get((int) (long) offset).timestampMillis() >= time)
                .findFirst()
                .orElseThrow();
        assertThat(found).as("offset of time %d in %d", time, partition).isLessThanOrEqualTo(first);
        assertThat(log.offsetAt(partition, Long.MAX_VALUE)).isEqualTo(log.endOffset(partition));
    }

    private void checkMayBeGone(
            LogState state, int partition, long offset, NavigableMap<Long, String> left, Instant now) {
        var all = records.get(partition).subList(0, (int) state.ends[partition]);
        var gone = all.get((int) offset);
        var what = "record " + offset + " of partition " + partition;
        switch (partition) {
            case LogState.QUEUE, LogState.COMPRESSED_QUEUE ->
                assertThat(state.settled.get(partition))
                        .as("%s is gone and not settled", what)
                        .contains(offset);
            case LogState.SIZED_TOPIC -> {
                assertThat(left.headMap(offset))
                        .as("%s is gone, and not all before it", what)
                        .isEmpty();
                var bytes = left.values().stream()
                        .mapToLong(value -> value.length() + RECORD_OVERHEAD_BYTES)
                        .sum();
                assertThat(bytes)
                        .as("bytes that are left without %s", what)
                        .isGreaterThan(LogState.MAX_BYTES - LogLives.SEGMENT_BYTES);
            }
            case LogState.AGED_TOPIC -> {
                assertThat(left.headMap(offset))
                        .as("%s is gone, and not all before it", what)
                        .isEmpty();
                assertThat(offset).as("%s is gone and not read", what).isLessThan(state.read);
                assertThat(gone.timestampMillis())
                        .as("time of %s", what)
                        .isLessThan(now.minus(LogState.MAX_AGE).toEpochMilli());
            }
            case LogState.TABLE -> {
                var isNewest = newest(all).get(gone.key()) == offset;
                var oldTombstone = gone.value() == null
                        && gone.timestampMillis()
                                <= now.minus(LogState.TOMBSTONE_AGE).toEpochMilli();
                assertThat(!isNewest || oldTombstone)
                        .as("%s is gone and the newest of %s", what, gone.key())
                        .isTrue();
            }
            default -> assertThat(state.dropped).as("%s is gone", what).isTrue();
        }
    }

    private static Map<String, Long> newest(List<Sent> all) {
        var newest = new HashMap<String, Long>();
        for (var offset = 0L; offset < all.size(); offset++) {
            newest.put(all.get((int) offset).key(), offset);
        }
        return newest;
    }

    private static String text(byte[] bytes) {
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }
}
