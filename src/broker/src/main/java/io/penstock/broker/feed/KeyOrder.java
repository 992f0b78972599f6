package io.penstock.broker.feed;

import io.penstock.broker.record.RecordView;

/**
 * Keeps the order within the keys of one partition, if its subscription wants that: when a record leaves a key, the
 * next one of that key becomes ready. Not thread-safe.
 */
final class KeyOrder {

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

    boolean isFull() {
        return gate != null && gate.isFull();
    }

    /** Whether the record may go on; if not, it waits in line. Whoever is inside may enter again. */
    boolean enter(FoundRecord record) {
        return gate == null || gate.enter(record.record().key(), record.offset());
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

    private void letIn(long next) {
        if (next != KeyGate.NOBODY) {
            ready.add(next, progress.attempts(next), false);
        }
    }
}
