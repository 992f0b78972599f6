package io.penstock.server.backup;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads a backup that may come from anywhere: nothing in it is believed before it was checked. */
interface BackupInput {

    /** Is given each file, with the bytes that it is said to have. */
    @FunctionalInterface
    interface Taker {
        void take(String path, long bytes, InputStream content) throws IOException;
    }

    /**
     * Reads all files.
     *
     * @return what the backup says of itself
     * @throws IOException if it is not a whole backup
     */
    BackupManifest read(Taker taker) throws IOException;

    static BackupInput of(Path from) throws IOException {
        if (Files.isDirectory(from)) {
            return new FolderInput(from);
        }
        if (!Files.isRegularFile(from)) {
            throw new IOException("there is no such file or directory");
        }
        var form = BackupForm.of(from.getFileName().toString().replace(BackupOutput.INCOMPLETE, ""));
        if (form == BackupForm.DIRECTORY) {
            throw new IOException("it is neither a directory nor a file whose name ends with .tar.gz or .tar.zst");
        }
        return new ArchiveInput(from, form);
    }
}
