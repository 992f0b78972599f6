package io.penstock.bench;

import java.util.ArrayList;
import java.util.List;

/** What can be measured. */
public enum Suite {
    /** The journal by itself, and what the disk allows. */
    JOURNAL {
        @Override
        List<Scenario> scenarios() {
            var all = new ArrayList<Scenario>();
            for (boolean forced : new boolean[] {false, true}) {
                for (int payload : PAYLOADS) {
                    var load = Load.async(forced, payload);
                    var name = load.durability() + "-" + label(payload);
                    all.add(new AppendScenario("raw-" + name, null, RawLog::new, load));
                    all.add(new AppendScenario(name, "raw-" + name, JournalTarget::new, load));
                }
            }
            for (int senders : new int[] {1, 4, 16, 100, 1_000}) {
                var load = Load.blocking(true, senders);
                var name = "sync-blocking-" + senders;
                boolean compared = senders <= MOST_RAW_SENDERS;
                if (compared) {
                    all.add(new AppendScenario("raw-" + name, null, RawLog::new, load));
                }
                all.add(new AppendScenario(name, compared ? "raw-" + name : null, JournalTarget::new, load));
            }
            all.add(new AppendScenario("os-blocking-1", null, JournalTarget::new, Load.blocking(false, 1)));
            for (int partitions : new int[] {1, 16, 256, 4_096}) {
                var name = "partitions-" + partitions;
                var single = partitions == 1 ? null : "partitions-1";
                all.add(new AppendScenario(name, single, JournalTarget::new, Load.partitioned(partitions)));
            }
            all.add(new ReplayScenario("replay-100"));
            all.add(new MemoryScenario("memory"));
            return all;
        }
    };

    private static final int[] PAYLOADS = {100, 1_024};

    /** Beyond these, raw is limited by its threads, not by the disk. */
    private static final int MOST_RAW_SENDERS = 16;

    abstract List<Scenario> scenarios();

    private static String label(int payloadBytes) {
        return payloadBytes == 1_024 ? "1k" : Integer.toString(payloadBytes);
    }
}
