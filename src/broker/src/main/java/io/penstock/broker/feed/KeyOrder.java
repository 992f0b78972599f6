package io.penstock.broker.feed;

import io.penstock.broker.entry.Attempts;
import io.penstock.broker.record.RecordView;

import java.util.Map;

/**
 * Keeps the order within the keys of one partition, if its subscription wants that: when a record leaves a key, the
 * next one of that key becomes ready. Not thread-safe.
 */
public final class KeyOrder {

    private final PartitionFeed feed;
    private final KeyGate gate;
    private final ReadyRecords ready;
    private final PartitionProgress progress;

    /** @param gate null if no order is kept: then everybody goes on, and nobody waits */
    KeyOrder(PartitionFeed feed, KeyGate gate, ReadyRecords ready, PartitionProgress progress) {
        this.feed = feed;
        this.gate = gate;
        this.ready = ready;
        this.progress = progress;
    }

    boolean isKept() {
        return gate != null;
    }

    /** Whether the record does not go out before all in front of it that have no key either. */
    boolean isInLine(RecordView record) {
        return gate == null || record.key() == null;
    }

    boolean isFull() {
        return gate != null && gate.isFull();
    }

    /** Whether the record may go on; if not, it waits in line. Whoever is inside may enter again. */
    boolean enter(FoundRecord record) {
        return gate == null || gate.enter(record.record().key(), record.offset(), record.before(), record.isMarked());
    }

    /** @param worker who has it and works on one after the other; null for somebody who does not */
    public void handed(RecordView handed, long at, Object worker) {
        if (gate != null) {
            letIn(gate.handed(handed.key(), at, worker));
        }
    }

    /** Those behind it may go out before it, to whoever takes them. */
    void setAside(RecordView passed, long at) {
        if (gate != null) {
            letIn(gate.setAside(passed.key(), at));
        }
    }

    /** Who has it gives it back, or may do so: those behind it wait for it. */
    void returning(RecordView returning, long at) {
        if (gate != null) {
            letIn(gate.returning(returning.key(), at));
        }
    }

    /** Nobody has it any more, and it is not settled: those behind it wait for it. */
    public void back(RecordView returned, long at) {
        if (gate != null) {
            letIn(gate.back(returned.key(), at));
        }
    }

    /** Those in line of which the journal counts the next hand-out: it will not happen. */
    Map<Long, Attempts> takeMarked() {
        return gate == null ? Map.of() : gate.takeMarked();
    }

    void leave(RecordView left, long at) {
        if (gate != null) {
            byte[] key = left.key();
            letIn(gate.leave(key, at));
            if (feed.moved != null) {
                feed.moved.left(key);
            }
        }
    }

    /** Lets go of a record that was not loaded, and may be gone. */
    void leave(long at) {
        if (gate != null) {
            letIn(gate.leave(at));
            if (feed.moved != null) {
                feed.moved.recallAll();
            }
        }
    }

    /** Whether a record of that key goes on, or is with somebody, that lies below that offset. */
    boolean hasInside(byte[] key, long end) {
        return gate != null && gate.hasInside(key, end);
    }

    private void letIn(KeyLine.Waiting next) {
        if (next != null) {
            var known = next.marked() ? next.known() : progress.attempts(next.offset());
            ready.add(next.offset(), known, next.marked());
        }
    }
}
