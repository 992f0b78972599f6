package io.penstock.conformance.fault;

import io.penstock.journal.frame.FrameHandler;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import static org.assertj.core.api.Assertions.assertThat;

/** What a journal tells its handler, which has to be dense and in order. */
final class JournalState implements FrameHandler {

    final List<String> entries = new ArrayList<>();

    /** The first and the next offset of each partition that the handler heard of. */
    final Map<Integer, long[]> offsets = new TreeMap<>();

    private long sequence;

    @Override
    public synchronized void records(int partition, long baseOffset, int count) {
        var range = offsets.computeIfAbsent(partition, id -> new long[] {baseOffset, baseOffset});
        assertThat(baseOffset).as("offset of partition %d", partition).isEqualTo(range[1]);
        assertThat(count).isPositive();
        range[1] += count;
    }

    @Override
    public synchronized void entry(ByteBuffer entry) {
        entries.add(StandardCharsets.UTF_8.decode(entry).toString());
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
}
