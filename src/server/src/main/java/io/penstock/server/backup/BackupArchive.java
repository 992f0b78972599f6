package io.penstock.server.backup;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A backup as a compressed tar file. The manifest is its last entry. */
final class BackupArchive extends BackupOutput {

    private static final int BUFFER_BYTES = 1 << 20;

    private final BackupForm form;
    private FileChannel channel;
    private OutputStream compressed;
    private TarArchiveOutputStream tar;

    BackupArchive(Path place, BackupForm form) {
        super(place);
        this.form = form;
    }

    @Override
    void begin() throws IOException {
        channel = OwnFiles.create(staging);
        var file = new BufferedOutputStream(new KeptOpen(Channels.newOutputStream(channel)), BUFFER_BYTES);
        compressed = form.compressing(file);
        tar = new TarArchiveOutputStream(compressed, StandardCharsets.UTF_8.name());
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
    }

    @Override
    BackupManifest.Entry write(BackupFile file) throws IOException {
        open(BackupPath.require(file.path()), file.bytes());
        var output = new Sha256(new Progress(tar));
        file.writeTo(output);
        tar.closeArchiveEntry();
        return output.entry();
    }

    private void open(String name, long bytes) throws IOException {
        var entry = new TarArchiveEntry(name);
        entry.setSize(bytes);
        entry.setMode(OwnFiles.FILE_MODE);
        tar.putArchiveEntry(entry);
    }

    @Override
    void end(byte[] manifest) throws IOException {
        open(BackupManifest.NAME, manifest.length);
        tar.write(manifest);
        tar.closeArchiveEntry();
        tar.close();
        tar = null;
        compressed = null;
        channel.force(true);
        channel.close();
    }

    @Override
    void delete() throws IOException {
        if (compressed != null) {
            try {
                // It may hold memory that nobody else gives back.
                compressed.close();
                compressed = null;
                tar = null;
            } catch (IOException e) {
                // What it could not write is deleted.
            }
        }
        if (channel != null) {
            channel.close();
        }
        Files.deleteIfExists(staging);
    }

    /** Leaves the file open, since it is to be forced. */
    private static final class KeptOpen extends FilterOutputStream {

        KeptOpen(OutputStream file) {
            super(file);
        }

        @Override
        public void write(byte[] source, int from, int count) throws IOException {
            out.write(source, from, count);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }
}
