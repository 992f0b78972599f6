package io.penstock.journal.storage;

import java.io.IOException;

/**
 * Signals that a file or folder could not be opened, for lack of file descriptors, say. It was not forced, and that may
 * be tried again; after a force that failed it may not.
 */
public final class NotOpened extends IOException {

    private static final long serialVersionUID = 1L;

    public NotOpened(IOException cause) {
        super(cause.toString(), cause);
    }
}
