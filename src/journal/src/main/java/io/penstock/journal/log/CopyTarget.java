package io.penstock.journal.log;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/** Takes the files of a copy of the log, one after the other. */
@FunctionalInterface
public interface CopyTarget {

    /**
     * Takes a file, which is there only during the call.
     *
     * @throws IOException if it cannot be taken, which ends the copy
     */
    void take(CopiedFile file) throws IOException;

    /** A file of the copy. */
    interface CopiedFile {

        /** Where it belongs in the copy of the directory; folders with slashes. */
        String path();

        /** How many bytes {@link #writeTo} writes. */
        long bytes();

        /** Writes all of it, in pieces. */
        void writeTo(OutputStream target) throws IOException;

        /**
         * Gives the file itself one more name instead, if nobody ever writes to it again and its file system can do
         * that.
         *
         * @return false if it has to be written
         */
        default boolean linkTo(Path target) throws IOException {
            return false;
        }
    }
}
