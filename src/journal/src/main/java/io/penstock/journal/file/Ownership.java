package io.penstock.journal.file;

import io.penstock.journal.JournalException;
import io.penstock.journal.storage.Storage;

import java.io.IOException;
import java.nio.file.NoSuchFileException;

/**
 * Checks whether a directory still belongs to this process. Its lock is a file, which somebody may delete; then another
 * process could open the directory, and would count up its incarnation.
 */
public final class Ownership {

    private final Storage storage;
    private final StoreIdentity own;

    /** The version of the file in which the own identity was found; null if it has to be read each time. */
    private volatile Object known;

    /** @param own of this opening, written already */
    public Ownership(Storage storage, StoreIdentity own) {
        this.storage = storage;
        this.own = own;
    }

    /**
     * Looks once more, before something is begun or ended that another process would do as well.
     *
     * @throws JournalException.UnusableDirectory if somebody else has opened the directory since
     * @throws IOException if it cannot be told now
     */
    public void require() throws IOException {
        StoreIdentity found;
        Object version;
        try {
            // What is written after this look makes another version.
            version = storage.version(StoreIdentity.NAME);
            if (version != null && version.equals(known)) {
                return;
            }
            found = StoreIdentity.read(storage);
        } catch (NoSuchFileException e) {
            // Without the file nobody can open the directory at all.
            return;
        }
        if (!found.equals(own)) {
            throw new JournalException.UnusableDirectory(
                    "Another process has opened " + storage.describe("") + ": it is of incarnation "
                            + found.incarnation() + " now, and this process opened it as " + own.incarnation()
                            + ". Its lock must have been deleted. This process writes nothing more; stop the other one,"
                            + " and have the log verified.",
                    null);
        }
        known = version;
    }
}
