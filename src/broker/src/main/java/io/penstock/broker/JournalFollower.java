package io.penstock.broker;

import io.penstock.journal.FrameHandler;

import java.nio.ByteBuffer;

/** Turns what the journal tells into state: the one path for what was recovered and for what has just been written. */
final class JournalFollower implements FrameHandler {

    private final Catalog catalog;
    private boolean shutDown = true;

    JournalFollower(Catalog catalog) {
        this.catalog = catalog;
    }

    /** Whether everything had been given back before the journal ends; then nothing can have been handed out in vain. */
    boolean wasShutDown() {
        return shutDown;
    }

    @Override
    public void records(int partition, long baseOffset, int count) {
        shutDown = false;
        catalog.written(partition, baseOffset + count, count);
    }

    @Override
    public void entry(ByteBuffer bytes) {
        var entry = EntryCodec.decode(bytes);
        shutDown = entry instanceof Entry.ShutDown;
        catalog.apply(entry);
    }

    @Override
    public void endOfFrame(long sequence) {
        // Each call before was complete in itself: state never depends on where a frame ends.
    }
}
