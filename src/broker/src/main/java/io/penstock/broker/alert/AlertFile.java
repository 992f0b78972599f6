package io.penstock.broker.alert;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** A small file beside the log. It exists once there is something to keep. */
public final class AlertFile implements AlertStore {

    /** The name in the data directory, where names that the log does not know are left alone. */
    public static final String NAME = "alerts.state";

    /** The largest file that is read: what is larger was not written by this class. */
    private static final long MAX_BYTES = 64L << 20;

    private final Path file;

    public AlertFile(Path directory) {
        file = directory.resolve(NAME);
    }

    @Override
    public Optional<String> read() throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        if (Files.size(file) > MAX_BYTES) {
            throw new IOException("it is larger than " + MAX_BYTES + " bytes");
        }
        return Optional.of(new String(Files.readAllBytes(file), StandardCharsets.US_ASCII));
    }

    @Override
    public void write(String text) throws IOException {
        var writing = file.resolveSibling(NAME + ".writing");
        try (var channel = FileChannel.open(
                writing, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(writing, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (var directory = FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
            directory.force(true);
        }
    }

    @Override
    public String putAside() throws IOException {
        var aside = file.resolveSibling(NAME + ".unreadable");
        Files.move(file, aside, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return aside.toString();
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
