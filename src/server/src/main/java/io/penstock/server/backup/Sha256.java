package io.penstock.server.backup;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Computes the checksum of what is written on its way, and counts it. For one thread. */
final class Sha256 extends OutputStream {

    private static final int CHUNK_BYTES = 1 << 20;

    private final OutputStream target;
    private final MessageDigest digest = digest();
    private long bytes;

    Sha256(OutputStream target) {
        this.target = target;
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            // Every JDK has it.
            throw new IllegalStateException(e);
        }
    }

    static String of(byte[] all) {
        return HexFormat.of().formatHex(digest().digest(all));
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] source, int from, int count) throws IOException {
        target.write(source, from, count);
        digest.update(source, from, count);
        bytes += count;
    }

    @Override
    public void flush() throws IOException {
        target.flush();
    }

    /** Writes all that a source has. */
    Sha256 writeAll(InputStream source) throws IOException {
        var chunk = new byte[CHUNK_BYTES];
        for (var count = source.read(chunk); count >= 0; count = source.read(chunk)) {
            write(chunk, 0, count);
        }
        return this;
    }

    long bytes() {
        return bytes;
    }

    /** What was written; call it once. */
    BackupManifest.Entry entry() {
        return new BackupManifest.Entry(HexFormat.of().formatHex(digest.digest()), bytes);
    }
}
