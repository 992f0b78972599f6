package io.penstock.server.backup;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;

/** Reads a backup that is a compressed tar file. It has files and nothing else, the manifest last. */
final class ArchiveInput implements BackupInput {

    private static final int BUFFER_BYTES = 1 << 20;

    /** More segments than file systems bear in one directory; whoever has more has made them up. */
    private static final int MAX_FILES = 10_000_000;

    private final Path file;
    private final BackupForm form;

    ArchiveInput(Path file, BackupForm form) {
        this.file = file;
        this.form = form;
    }

    @Override
    public BackupManifest read(Taker taker) throws IOException {
        try (var source = new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES);
                var plain = form.decompressing(source);
                var tar = new TarArchiveInputStream(plain, StandardCharsets.UTF_8.name())) {
            return read(tar, taker);
        } catch (EOFException e) {
            throw new IOException("it ends before its end: it was cut short and is not complete", e);
        } catch (IllegalArgumentException e) {
            // Numbers in its headers that are none.
            throw new IOException("it is damaged, or no tar file (" + e.getMessage() + ")", e);
        }
    }

    private static BackupManifest read(TarArchiveInputStream tar, Taker taker) throws IOException {
        var seen = new HashSet<String>();
        for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
            var path = entry.getName();
            if (!isFile(entry)) {
                throw new IOException("it has something that is no file among its entries, such as a link or a"
                        + " directory: a backup has none");
            }
            if (path.equals(BackupManifest.NAME)) {
                return last(tar, entry);
            }
            BackupPath.require(path);
            if (seen.size() == MAX_FILES || !seen.add(path)) {
                throw new IOException("it has " + path + " twice, or more than " + MAX_FILES + " files");
            }
            taker.take(path, entry.getSize(), tar);
        }
        throw new IOException("it has no " + BackupManifest.NAME
                + ", so it is no backup, or one that was cut short and is not complete");
    }

    /** Sparse files can claim any size with few bytes. */
    private static boolean isFile(TarArchiveEntry entry) {
        return entry.getLinkFlag() == TarConstants.LF_NORMAL
                && !entry.isSparse()
                && !entry.getName().endsWith("/");
    }

    private static BackupManifest last(TarArchiveInputStream tar, TarArchiveEntry entry) throws IOException {
        if (entry.getSize() > BackupManifest.MAX_BYTES) {
            throw new IOException("its " + BackupManifest.NAME + " is too large for one");
        }
        var manifest = BackupManifest.decode(tar.readAllBytes());
        if (tar.getNextEntry() != null) {
            throw new IOException(
                    "it goes on behind its " + BackupManifest.NAME + ", which is the last file of a backup");
        }
        return manifest;
    }
}
