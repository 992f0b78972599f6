package io.penstock.conformance.fault;

import io.penstock.journal.young.Journal;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What was sent to a journal, in order, and how much of it must be there. What is found has to be a first part of what
 * was sent, which ends between two appends and not before the last one that was forced and acknowledged.
 */
final class JournalModel {

    static final int PARTITIONS = 4;

    private final List<ModelAppend> sent = new ArrayList<>();
    private final int[] recordsSent = new int[PARTITIONS];
    private int entriesSent;

    /** So many appends were forced, and the one who sent the last of them was told. */
    private int certain;

    /** What must not be given up: the first entry and the first offsets that were not released. */
    private int keptEntry;

    private final long[] keptOffsets = new long[PARTITIONS];

    /** What was found: the same twice means that the same was recovered. */
    record Found(int appends, long sequence, List<String> entries, List<List<String>> values) {}

    int nextRecord(int partition) {
        return recordsSent[partition]++;
    }

    int nextEntry() {
        return entriesSent++;
    }

    void send(ModelAppend append) {
        sent.add(append);
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

    /** Everything that the journal has told so far may be given up. */
    void released(Journal journal, JournalState state) {
        if (!state.entries.isEmpty()) {
            keptEntry = number(state.entries.get(state.entries.size() - 1)) + 1;
        }
        for (var partition = 0; partition < PARTITIONS; partition++) {
            keptOffsets[partition] = journal.endOffset(partition);
        }
    }

    /** Compares what a journal holds with what was sent. */
    Found check(Journal journal, JournalState state) {
        var values = new ArrayList<List<String>>();
        for (var partition = 0; partition < PARTITIONS; partition++) {
            values.add(values(journal, state, partition));
        }
        var found = appends(journal, state.entries);
        assertThat(found).as("appends, of which %d are certain", certain).isGreaterThanOrEqualTo(certain);
        checkValues(journal, values, found);
        checkEntries(state.entries, found);
        return new Found(found, state.sequence(), List.copyOf(state.entries), values);
    }

    /** As {@link #check}, where damage may have taken what was certain, but must not have changed anything. */
    void checkAfterDamage(Journal journal, JournalState state) {
        certain = 0;
        check(journal, state);
    }

    private List<String> values(Journal journal, JournalState state, int partition) {
        var values = new ArrayList<String>();
        var offset = journal.startOffset(partition);
        var end = journal.endOffset(partition);
        var told = state.offsets.getOrDefault(partition, new long[] {end, end});
        assertThat(told).as("offsets told of partition %d", partition).containsExactly(offset, end);
        for (var batch = journal.read(partition, offset); batch != null; batch = journal.read(partition, offset)) {
            assertThat(batch.baseOffset()).isEqualTo(offset);
            for (var record : batch) {
                assertThat(record.offset())
                        .as("offset in partition %d", partition)
                        .isEqualTo(offset++);
                values.add(new String(record.value(), StandardCharsets.UTF_8));
            }
            assertThat(batch.endOffset()).isEqualTo(offset);
        }
        assertThat(offset).as("end of partition %d", partition).isEqualTo(end);
        return values;
    }

    /** The number of appends after which there is exactly so much of everything. Fails if there is no such number. */
    private int appends(Journal journal, List<String> entries) {
        var ends = new long[PARTITIONS];
        var found = new long[PARTITIONS];
        Arrays.setAll(found, journal::endOffset);
        var entryCount = 0;
        var appends = -1;
        for (var i = 0; i <= sent.size(); i++) {
            // Without entries, those there were have been given up, and with them their appends' records.
            var sameEntries = entries.isEmpty()
                    ? entryCount <= keptEntry
                    : entryCount == number(entries.get(entries.size() - 1)) + 1;
            if (Arrays.equals(ends, found) && sameEntries) {
                appends = i;
            }
            if (i < sent.size()) {
                sent.get(i).records.forEach(record -> ends[record.partition()]++);
                entryCount += sent.get(i).entries.size();
            }
        }
        assertThat(appends)
                .as("whole appends that end at offsets %s, entries %s", Arrays.toString(found), entries)
                .isNotNegative();
        return appends;
    }

    private void checkValues(Journal journal, List<List<String>> values, int found) {
        for (var id = 0; id < PARTITIONS; id++) {
            var partition = id;
            var start = (int) journal.startOffset(partition);
            assertThat((long) start)
                    .as("start of partition %d", partition)
                    .isLessThanOrEqualTo(Math.min(keptOffsets[partition], journal.endOffset(partition)));
            var expected = sent.subList(0, found).stream()
                    .flatMap(append -> append.records.stream())
                    .filter(record -> record.partition() == partition)
                    .map(ModelAppend.Sent::value)
                    .skip(start)
                    .toList();
            assertThat(values.get(partition)).as("partition %d", partition).isEqualTo(expected);
        }
    }

    private void checkEntries(List<String> entries, int found) {
        var expected = sent.subList(0, found).stream()
                .flatMap(append -> append.entries.stream())
                .toList();
        var first = entries.isEmpty() ? expected.size() : number(entries.get(0));
        assertThat(first).as("first entry").isLessThanOrEqualTo(Math.min(keptEntry, expected.size()));
        assertThat(entries).isEqualTo(expected.subList(first, expected.size()));
    }

    /** What was not found was never promised; what was found is certain from now on. */
    void goOnFrom(Found found) {
        sent.subList(found.appends, sent.size()).clear();
        certain = sent.size();
        Arrays.fill(recordsSent, 0);
        entriesSent = 0;
        for (var append : sent) {
            append.records.forEach(record -> recordsSent[record.partition()]++);
            entriesSent += append.entries.size();
        }
    }

    private static int number(String entry) {
        return Integer.parseInt(entry.substring(1, entry.indexOf(' ')));
    }
}
