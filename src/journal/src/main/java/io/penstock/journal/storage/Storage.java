package io.penstock.journal.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * One directory as the journal sees it. Everything that reaches a disk goes through here, so that a test can stand in
 * for the disk and lose what was not forced. Names are plain file names. It is safe for use by any thread.
 */
public interface Storage extends AutoCloseable {

    /** The full name of a file or, without a name, of the directory; for messages to a person. */
    String describe(String name);

    /** The names of all files, in no order; folders are none. */
    List<String> list() throws IOException;

    /** Makes an empty file; fails if there is one of that name. */
    StorageFile create(String name) throws IOException;

    /** Opens a file for reading and writing; fails if there is none. */
    StorageFile open(String name) throws IOException;

    /**
     * Tells one version of a file from another without opening it: as long as the result is equal to an earlier one,
     * the file is neither replaced nor written. Null if the storage cannot tell.
     */
    default Object version(String name) throws IOException {
        return null;
    }

    /** Renames in one step, in place of whatever had the new name. Files that are open stay open. */
    void rename(String from, String to) throws IOException;

    void delete(String name) throws IOException;

    /**
     * Gives a file that is never written again a further name, outside of this storage, without copying its bytes.
     *
     * @return false if the storage cannot do that there; nothing was made then
     * @throws java.nio.file.FileAlreadyExistsException if there is something of that name
     */
    default boolean link(String name, Path target) throws IOException {
        return false;
    }

    /** Makes every creation, renaming and deletion so far survive a loss of power. */
    void forceDirectory() throws IOException;

    /**
     * A folder in it, made if need be, in which names are as in a storage of its own: {@link #list} has its files
     * alone, {@link #forceDirectory} makes its changes survive. Closing it does nothing.
     */
    default Storage folder(String name) throws IOException {
        return new NamedFolder(this, name);
    }

    /** The names of the folders, in no order. */
    default List<String> folders() throws IOException {
        return NamedFolder.folders(list(), "");
    }

    /** Deletes a folder, which has nothing in it. */
    default void deleteFolder(String name) throws IOException {}

    /**
     * Bytes that can still be written before the storage is full, as far as it knows; more than enough if it has no
     * idea.
     */
    default long usableBytes() throws IOException {
        return Long.MAX_VALUE;
    }

    /** Gives the directory up to others. */
    @Override
    void close() throws IOException;
}
