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

    /** Whether the last process gave everything back before it ended; then nothing was handed out in vain. */
    boolean wasShutDown() {
        return shutDown;
    }

    @Override
    public void records(int partition, long baseOffset, int count) {
        catalog.written(partition, baseOffset + count, count);
    }

    @Override
    public void entry(ByteBuffer bytes) {
        var entry = EntryCodec.decode(bytes);
        if (entry instanceof Entry.ShutDown || entry instanceof Entry.Started) {
            shutDown = entry instanceof Entry.ShutDown;
        }
        catalog.apply(entry);
    }

    @Override
    public void endOfFrame(long sequence) {
        // Each call before was complete in itself: state never depends on where a frame ends.
    }
}
