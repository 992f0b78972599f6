package io.penstock;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/**
 * A backup target takes what a broker keeps, file by file, and makes a backup of it. A broker calls its methods from
 * one thread, one after the other: {@link #take} for each file, then {@link #complete}; or at any time
 * {@link #abandon}, and nothing after that.
 */
public interface BackupTarget {

    /** Says where the backup goes, for messages to a person. */
    String describe();

    /**
     * Takes a file, which is there only during the call.
     *
     * @throws IOException if it cannot be taken; the backup is abandoned then
     */
    void take(BackupFile file) throws IOException;

    /**
     * Makes the backup whole and durable: everything was taken.
     *
     * @throws IOException if that cannot be done; the backup is abandoned then
     */
    void complete(BackupContent content) throws IOException;

    /** Takes away what was taken so far, or leaves it so that nobody takes it for a backup. It does not throw. */
    void abandon();

    /** A file of a backup. */
    interface BackupFile {

        /** Where it belongs below the directory of a broker: names with slashes between them. */
        String path();

        /** Says how many bytes {@link #writeTo} writes. */
        long bytes();

        /** Writes all of it, piece by piece. */
        void writeTo(OutputStream output) throws IOException;

        /**
         * Gives the file itself one more name instead, if it is never written to again and the file system can do that.
         *
         * @return false if it has to be written
         */
        boolean linkTo(Path link) throws IOException;
    }
}
