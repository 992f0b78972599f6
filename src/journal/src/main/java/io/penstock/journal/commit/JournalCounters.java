package io.penstock.journal.commit;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Counts frames, records, bytes and forces. Threads that write or force add to it, any thread reads it. */
public final class JournalCounters {

    final LongAdder bytes = new LongAdder();
    final LongAdder forces = new LongAdder();
    private final LongAdder records = new LongAdder();
    private final Map<FrameTrigger, LongAdder> frames = new EnumMap<>(FrameTrigger.class);

    public JournalCounters() {
        for (var trigger : FrameTrigger.values()) {
            frames.put(trigger, new LongAdder());
        }
    }

    void frame(FrameTrigger trigger, int recordCount) {
        frames.get(trigger).increment();
        records.add(recordCount);
    }

    public JournalStatistics statistics(long queuedBytes, int fullFiles) {
        var byTrigger = new EnumMap<FrameTrigger, Long>(FrameTrigger.class);
        frames.forEach((trigger, count) -> byTrigger.put(trigger, count.sum()));
        return new JournalStatistics(byTrigger, records.sum(), bytes.sum(), forces.sum(), queuedBytes, fullFiles);
    }
}
