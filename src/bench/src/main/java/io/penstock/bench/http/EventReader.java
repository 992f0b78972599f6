package io.penstock.bench.http;

import io.penstock.bench.measure.Meter;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads an event stream, and measures how late each message is by the time in its body. An event is looked for and
 * nothing else is understood: neither chunks, into which none is divided, nor JSON.
 */
final class EventReader implements Runnable, Closeable {

    /** The digits of a time at the beginning of a body. */
    static final int TIME_DIGITS = 19;

    private static final int BUFFER_BYTES = 256 << 10;
    private static final int DECIMAL = 10;
    private static final byte[] BODY = "\"body\":\"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] OK = "HTTP/1.1 200 ".getBytes(StandardCharsets.US_ASCII);

    /** The comment that every stream begins with: from then on it gets what is sent. */
    private static final byte[] BEGUN = "\n:\n".getBytes(StandardCharsets.US_ASCII);

    private final HttpConnection connection;
    private final long originNanos;
    private final Meter meter;
    private final byte[] bytes = new byte[BUFFER_BYTES];
    private final ByteBuffer buffer = ByteBuffer.wrap(bytes);
    private volatile boolean closed;

    private EventReader(HttpConnection connection, long originNanos, Meter meter) {
        this.connection = connection;
        this.originNanos = originNanos;
        this.meter = meter;
    }

    /** Opens a stream, and waits until it has begun. */
    static EventReader open(int port, String path, long originNanos, Meter meter) throws IOException {
        var reader = new EventReader(HttpConnection.open(port), originNanos, meter);
        reader.begin(HttpRequest.of("GET", path, ""));
        return reader;
    }

    private void begin(ByteBuffer request) throws IOException {
        while (request.hasRemaining()) {
            connection.channel().write(request);
        }
        while (indexOf(BEGUN, 0) < 0) {
            read();
            int known = Math.min(OK.length, buffer.position());
            if (!Arrays.equals(bytes, 0, known, OK, 0, known)) {
                throw new IOException("the stream does not begin: "
                        + new String(bytes, 0, buffer.position(), StandardCharsets.UTF_8));
            }
        }
        buffer.clear();
    }

    private void read() throws IOException {
        if (connection.channel().read(buffer) < 0) {
            throw new EOFException("the server has ended the stream");
        }
    }

    /** Reads until the stream is closed. */
    @Override
    public void run() {
        try {
            while (true) {
                read();
                take(System.nanoTime());
            }
        } catch (AsynchronousCloseException e) {
            if (!closed) {
                meter.failed(e);
            }
        } catch (IOException | RuntimeException | Error e) {
            meter.failed(e);
        }
    }

    /** Counts the messages in the buffer, and keeps what may be the beginning of another one. */
    private void take(long nowNanos) {
        int from = 0;
        for (int at = indexOf(BODY, 0); at >= 0; at = indexOf(BODY, from)) {
            int time = at + BODY.length;
            if (time + TIME_DIGITS > buffer.position()) {
                break;
            }
            meter.took(nowNanos - originNanos - time(time));
            meter.completed(1);
            from = time + TIME_DIGITS;
        }
        int kept = Math.max(from, buffer.position() - BODY.length - TIME_DIGITS);
        buffer.flip().position(kept);
        buffer.compact();
    }

    private long time(int from) {
        long time = 0;
        for (int at = from; at < from + TIME_DIGITS; at++) {
            time = time * DECIMAL + bytes[at] - '0';
        }
        return time;
    }

    private int indexOf(byte[] text, int from) {
        for (int at = from; at <= buffer.position() - text.length; at++) {
            if (bytes[at] == text[0] && Arrays.equals(bytes, at, at + text.length, text, 0, text.length)) {
                return at;
            }
        }
        return -1;
    }

    @Override
    public void close() throws IOException {
        closed = true;
        connection.close();
    }
}
