package io.penstock.connector.tracing;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.penstock.connector.tracing.FirstAttempts.Key;
import org.jboss.logging.Logger;

import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/**
 * Keeps first attempts in a file beside the log, so that later attempts are linked to them after a restart. A change is
 * a line: {@code + <trace> <span> <flags> <destination> <subscription> <message id>}, or {@code -} and the last three;
 * names are encoded as in URLs. Lines are written without a force: a crash of the process loses none, one of the
 * machine may.
 *
 * <p>It is a help for people who look at traces, and never in the way of messages: what cannot be read is left out, and
 * after a failure nothing more is written. It is guarded by the lock of its {@link FirstAttempts}.
 */
final class AttemptFile {

    /** The name in the data directory, where names that the log does not know are left alone. */
    static final String NAME = "first-attempts.trace";

    /** The changes after which the file is written anew: a few times what it can hold, so that this is rare. */
    static final int MAX_CHANGES = 4 * FirstAttempts.MAX_REMEMBERED;

    /** The largest file that is read: what is larger was not written by this class. */
    private static final long MAX_BYTES = 256L << 20;

    private static final Logger LOG = Logger.getLogger(AttemptFile.class);

    private final Path file;
    private FileChannel channel;
    private int changes;

    AttemptFile(Path directory) {
        file = directory.resolve(NAME);
    }

    /** Tells what the file has, in its order. */
    void read(FirstAttempts attempts) {
        if (!Files.exists(file)) {
            return;
        }
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new IOException("it is larger than " + MAX_BYTES + " bytes");
            }
            for (var line : new String(Files.readAllBytes(file), StandardCharsets.US_ASCII).split("\n")) {
                read(line.split(" ", -1), attempts);
            }
        } catch (IOException e) {
            LOG.warnf("Attempts after this start are not linked to earlier ones: %s cannot be read (%s).", file, e);
        }
    }

    private static void read(String[] words, FirstAttempts attempts) {
        try {
            if (words.length == 7 && words[0].equals("+")) {
                var span = SpanContext.createFromRemoteParent(
                        words[1], words[2], TraceFlags.fromHex(words[3], 0), TraceState.getDefault());
                if (span.isValid()) {
                    attempts.put(key(words, 4), span);
                }
            } else if (words.length == 4 && words[0].equals("-")) {
                attempts.remove(key(words, 1));
            }
        } catch (RuntimeException e) {
            // A line that was written in part, or by somebody else.
            LOG.debugf(e, "A line of %s cannot be read.", NAME);
        }
    }

    private static Key key(String[] words, int first) {
        return new Key(decoded(words[first]), decoded(words[first + 1]), decoded(words[first + 2]));
    }

    private static String decoded(String word) {
        return URLDecoder.decode(word, StandardCharsets.UTF_8);
    }

    /** Writes the file anew, with these alone. */
    void rewrite(Map<Key, SpanContext> spans) {
        var writing = file.resolveSibling(NAME + ".writing");
        try {
            close();
            var lines = new StringBuilder();
            spans.forEach((key, span) -> lines.append(added(key, span)));
            Files.writeString(writing, lines, StandardCharsets.US_ASCII);
            Files.move(writing, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            channel = FileChannel.open(file, StandardOpenOption.APPEND);
            changes = 0;
        } catch (IOException e) {
            failed(e);
        }
    }

    /** Notes a first attempt. The result is true if the file should be written anew. */
    boolean add(Key key, SpanContext span) {
        return append(added(key, span));
    }

    /** Notes that nothing more is to be known of a message. The result is true if the file should be written anew. */
    boolean remove(Key key) {
        return append("-" + words(key));
    }

    private static String added(Key key, SpanContext span) {
        return "+ " + span.getTraceId() + " " + span.getSpanId() + " "
                + span.getTraceFlags().asHex() + words(key);
    }

    private static String words(Key key) {
        return " " + encoded(key.destination()) + " " + encoded(key.subscription()) + " " + encoded(key.messageId())
                + "\n";
    }

    private static String encoded(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8);
    }

    private boolean append(String line) {
        if (channel == null) {
            return false;
        }
        try {
            var bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.US_ASCII));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            return ++changes >= MAX_CHANGES;
        } catch (IOException e) {
            failed(e);
            return false;
        }
    }

    private void failed(IOException cause) {
        LOG.warnf(
                "Attempts after the next start will not be linked to earlier ones: %s cannot be written (%s).",
                file, cause);
        close();
    }

    void close() {
        var open = channel;
        channel = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                LOG.debugf(e, "%s was not closed.", file);
            }
        }
    }
}
