package io.penstock.journal.file;

import io.penstock.journal.JournalException;
import io.penstock.journal.storage.Storage;
import org.jboss.logging.Logger;

import java.io.IOException;

/**
 * Watches the free space of the storage, so that senders are refused while there is still space for what has to go on:
 * settlements, which let space be freed again. It looks at intervals, never for an append.
 */
public final class FreeSpace {

    private static final Logger LOG = Logger.getLogger(FreeSpace.class);

    private final Storage storage;
    private final long minFreeBytes;
    private volatile JournalException.StorageFull shortage;
    private volatile boolean tight;

    public FreeSpace(Storage storage, long minFreeBytes) {
        this.storage = storage;
        this.minFreeBytes = minFreeBytes;
    }

    /** Says why senders are refused; null while they are not. */
    public JournalException.StorageFull shortage() {
        return shortage;
    }

    /** Whether less than twice of what is kept free was left at the last look. */
    public boolean isTight() {
        return tight;
    }

    /** Reads the free space. If the storage does not tell it, the last result stays. */
    public synchronized void check() {
        long usableBytes;
        try {
            usableBytes = storage.usableBytes();
        } catch (IOException e) {
            LOG.debugf(e, "Cannot tell the free space at %s.", storage.describe(StoreIdentity.NAME));
            return;
        }
        tight = usableBytes / 2 < minFreeBytes;
        var before = shortage;
        if (usableBytes < minFreeBytes) {
            shortage =
                    new JournalException.StorageFull(usableBytes, minFreeBytes, storage.describe(StoreIdentity.NAME));
            if (before == null) {
                LOG.error(shortage.getMessage());
            }
        } else if (before != null) {
            shortage = null;
            LOG.infof(
                    "Senders are taken again: %d bytes are free at %s.",
                    usableBytes, storage.describe(StoreIdentity.NAME));
        }
    }
}
