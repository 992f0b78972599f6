package io.penstock.journal.offline;

import io.penstock.journal.file.JournalFile;
import io.penstock.journal.storage.StorageFile;

import java.nio.ByteBuffer;

/** Stands for a journal file that is not there, so that a walk finds everything missing that was in it. */
final class MissingFile implements StorageFile {

    static final String PROBLEM = "the file is missing";

    static boolean is(JournalFile file) {
        return file.content instanceof MissingFile;
    }

    @Override
    public int read(ByteBuffer target, long position) {
        return -1;
    }

    @Override
    public long size() {
        return 0;
    }

    @Override
    public void write(ByteBuffer source, long position) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void truncate(long size) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void force() {
        // There is nothing.
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
