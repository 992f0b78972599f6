package io.penstock.broker.guarantee;

import io.penstock.PreparedTransaction;
import io.penstock.broker.entry.Entry;
import io.penstock.broker.entry.EntryCodec;
import io.penstock.broker.entry.GlobalId;
import io.penstock.broker.entry.GuaranteeEntry;

import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Keeps the transactions that are prepared and wait for their end, and how the last ones ended. It changes by applying
 * entries; it is safe for any thread.
 */
public final class PreparedTransactions {

    /**
     * The largest number of prepared transactions, more than any coordinator leaves behind; each is kept in memory as a
     * whole.
     */
    public static final int MAX_PREPARED = 10_000;

    /** The bytes of the messages and schedules of all prepared transactions, which are kept in memory. */
    public static final long MAX_PREPARED_BYTES = 256L << 20;

    /** The number of known outcomes, so that ending a transaction again is answered correctly. */
    static final int MAX_OUTCOMES = 10_000;

    private final Map<GlobalId, GuaranteeEntry.Prepared> waiting = new LinkedHashMap<>();
    private final Map<GlobalId, Boolean> outcomes = new LinkedHashMap<>();
    private long bytes;

    public synchronized void apply(GuaranteeEntry entry) {
        if (entry instanceof GuaranteeEntry.Prepared prepared) {
            outcomes.remove(prepared.id());
            waiting.put(prepared.id(), prepared);
            bytes += bytes(prepared);
        } else if (entry instanceof GuaranteeEntry.Resolved resolved) {
            var ended = waiting.remove(resolved.id());
            bytes -= ended == null ? 0 : bytes(ended);
            outcomes.put(resolved.id(), resolved.committed());
            if (outcomes.size() > MAX_OUTCOMES) {
                outcomes.remove(outcomes.keySet().iterator().next());
            }
        } else if (entry instanceof GuaranteeEntry.Forgotten forgotten) {
            outcomes.remove(forgotten.id());
        }
    }

    static long bytes(GuaranteeEntry.Prepared prepared) {
        long sum = 0;
        for (var send : prepared.sends()) {
            sum += send.record().bytes().length;
        }
        for (var change : prepared.schedules()) {
            sum += EntryCodec.encode(change).length;
        }
        return sum;
    }

    /** The transaction that waits under that id, or null. */
    public synchronized GuaranteeEntry.Prepared find(GlobalId id) {
        return waiting.get(id);
    }

    /** Whether it was committed; null if that is not known. */
    public synchronized Boolean outcome(GlobalId id) {
        return outcomes.get(id);
    }

    /** The ids of the partitions that they have messages for. */
    public synchronized BitSet partitions() {
        var partitions = new BitSet();
        for (var each : waiting.values()) {
            for (var send : each.sends()) {
                partitions.set(send.partitionId());
            }
        }
        return partitions;
    }

    /** The number of schedules that they declare, of new names or not. */
    public synchronized long schedules() {
        long sum = 0;
        for (var each : waiting.values()) {
            for (var change : each.schedules()) {
                sum += change instanceof Entry.ScheduleDeclared ? 1 : 0;
            }
        }
        return sum;
    }

    public synchronized boolean hasRoomFor(GuaranteeEntry.Prepared prepared) {
        return waiting.size() < MAX_PREPARED && bytes + bytes(prepared) <= MAX_PREPARED_BYTES;
    }

    public synchronized List<PreparedTransaction> list() {
        return waiting.values().stream()
                .map(each -> new PreparedTransaction(
                        each.id().bytes().clone(),
                        Instant.ofEpochMilli(each.atMillis()),
                        each.sends().length,
                        settlements(each),
                        each.schedules().length))
                .toList();
    }

    private static int settlements(GuaranteeEntry.Prepared prepared) {
        long count = 0;
        for (var settled : prepared.settlements()) {
            for (var ranges : settled.partitions()) {
                for (int i = 0; i < ranges.bounds().length; i += 2) {
                    count += ranges.bounds()[i + 1] - ranges.bounds()[i];
                }
            }
        }
        return (int) count;
    }

    public synchronized List<GuaranteeEntry> asEntries() {
        var entries = new ArrayList<GuaranteeEntry>();
        outcomes.forEach((id, committed) -> entries.add(new GuaranteeEntry.Resolved(id, committed)));
        entries.addAll(waiting.values());
        return entries;
    }
}
