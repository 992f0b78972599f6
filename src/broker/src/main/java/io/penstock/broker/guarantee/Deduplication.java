package io.penstock.broker.guarantee;

import io.penstock.broker.entry.Entry;
import io.penstock.broker.entry.GuaranteeEntry;
import io.penstock.broker.entry.IdHash;
import io.penstock.broker.entry.RecordPosition;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/**
 * Lets a destination take a message with an id once within its window. What is remembered changes by applying entries;
 * messages that are on their way with an id are known besides, in memory only. It is safe for any thread.
 */
public final class Deduplication {

    /**
     * Ids remembered for a destination, 44 bytes each: a rate of 3,500 a second for the usual five minutes. With more,
     * the oldest are given up before their time, which is counted.
     */
    static final int MAX_IDS = 1 << 20;

    /** Ids in one entry of a snapshot. */
    private static final int IDS_AN_ENTRY = 10_000;

    private final IdWindow window;
    private final Map<IdHash, Claim> claims = new HashMap<>();
    private final LongAdder duplicates = new LongAdder();
    private volatile long windowMillis;
    private volatile long forgotten;

    public Deduplication(long windowMillis) {
        this(windowMillis, MAX_IDS);
    }

    Deduplication(long windowMillis, int maxIds) {
        this.windowMillis = windowMillis;
        window = new IdWindow(maxIds);
    }

    public boolean isOn() {
        return windowMillis > 0;
    }

    /** Sets the time for which ids are remembered from here on; zero if they are not remembered. */
    public void window(long millis) {
        windowMillis = millis;
    }

    /** Asks for the right to send the message of an id. Who gets it must end the claim, whatever happens. */
    public synchronized Claim claim(IdHash id, Object owner, long nowMillis) {
        var other = claims.get(id);
        if (other != null) {
            return other;
        }
        int slot = window.find(id);
        if (slot != IdWindow.NONE && window.millis(slot) + windowMillis > nowMillis) {
            var place = new RecordPosition(window.partition(slot), window.offset(slot));
            return new Claim(null, id, null, CompletableFuture.completedFuture(place));
        }
        var claim = new Claim(this, id, owner, new CompletableFuture<>());
        claims.put(id, claim);
        return claim;
    }

    synchronized void remove(Claim claim) {
        claims.remove(claim.id(), claim);
    }

    /** A message was not written, since there is one of its id. */
    public void countDuplicate() {
        duplicates.increment();
    }

    public long duplicates() {
        return duplicates.sum();
    }

    /** Ids given up before their time. */
    public long forgotten() {
        return forgotten;
    }

    /** A message of that id was written. Told by the journal's writer. */
    public synchronized void sent(IdHash id, RecordPosition place, long sentAtMillis) {
        window.removeUntil(sentAtMillis - windowMillis);
        if (isOn() && window.add(id, place.partition(), place.offset(), sentAtMillis)) {
            forgotten++;
        }
    }

    /** Begins to count. */
    public synchronized void recovered() {
        forgotten = 0;
    }

    /** The ids that are remembered now, to be described by another thread. */
    public synchronized IdWindow remembered() {
        return window.copy();
    }

    public static void describe(int firstPartitionId, IdWindow window, Consumer<Entry> entries) {
        for (int from = 0; from < window.size(); from += IDS_AN_ENTRY) {
            int count = Math.min(IDS_AN_ENTRY, window.size() - from);
            var ids = new GuaranteeEntry.KnownId[count];
            for (int i = 0; i < count; i++) {
                int slot = window.slot(from + i);
                ids[i] = new GuaranteeEntry.KnownId(
                        window.id(slot),
                        new RecordPosition(window.partition(slot), window.offset(slot)),
                        window.millis(slot));
            }
            entries.accept(new GuaranteeEntry.IdsKnown(firstPartitionId, ids));
        }
    }
}
