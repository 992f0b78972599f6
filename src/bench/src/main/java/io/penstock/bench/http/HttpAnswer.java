package io.penstock.bench.http;

import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The answer on one connection, read into a buffer that is used again for the next one. A connection has one request at
 * a time.
 */
final class HttpAnswer {

    private static final int FIRST_BYTES = 64 << 10;

    /** Beyond this, something else answers than the server. */
    private static final int MOST_BYTES = 64 << 20;

    /** Where the status begins, behind {@code HTTP/1.1}. */
    private static final int STATUS_AT = 9;

    private static final byte[] END_OF_HEAD = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] LENGTH = "\r\ncontent-length: ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CHUNKED = "\r\ntransfer-encoding: chunked".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END_OF_LINE = "\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int DECIMAL = 10;
    private static final int HEX = 16;
    private static final int SHOWN_BYTES = 300;

    private byte[] bytes = new byte[FIRST_BYTES];
    private ByteBuffer buffer = ByteBuffer.wrap(bytes);
    private int bodyBegin = -1;
    private int end = -1;

    /** Where the next chunk begins; -1 if there are none. */
    private int chunk = -1;

    /** Reads what has arrived. The result is true once the answer is complete. */
    boolean read(SocketChannel channel) throws IOException {
        if (!buffer.hasRemaining()) {
            grow(bytes.length * 2);
        }
        if (channel.read(buffer) < 0) {
            throw new EOFException("the server has closed the connection");
        }
        if (bodyBegin < 0 && !hasHead()) {
            return false;
        }
        boolean isComplete = chunk < 0 ? end <= buffer.position() : hasAllChunks();
        if (isComplete && (chunk < 0 ? end : chunk) < buffer.position()) {
            throw new ProtocolException("there is more than one answer to one request: " + summary());
        }
        if (end > bytes.length) {
            grow(end);
        }
        return isComplete;
    }

    private boolean hasHead() throws ProtocolException {
        int found = indexOf(END_OF_HEAD, 0, buffer.position());
        if (found < 0) {
            return false;
        }
        bodyBegin = found + END_OF_HEAD.length;
        if (indexOf(CHUNKED, 0, found) >= 0) {
            chunk = bodyBegin;
            end = bodyBegin;
            return true;
        }
        int length = indexOf(LENGTH, 0, found);
        end = bodyBegin + (length < 0 ? 0 : number(length + LENGTH.length));
        if (end > MOST_BYTES) {
            throw new ProtocolException("an answer of " + end + " bytes");
        }
        return true;
    }

    /** Moves what chunks have brought to where the body ends, and goes on with the next one. */
    private boolean hasAllChunks() throws ProtocolException {
        while (true) {
            int line = indexOf(END_OF_LINE, chunk, buffer.position());
            if (line < 0) {
                return false;
            }
            int size = Integer.parseInt(new String(bytes, chunk, line - chunk, StandardCharsets.US_ASCII), HEX);
            int data = line + END_OF_LINE.length;
            int next = data + size + END_OF_LINE.length;
            if (end + size > MOST_BYTES) {
                throw new ProtocolException("an answer of more than " + MOST_BYTES + " bytes");
            }
            if (next > buffer.position()) {
                return false;
            }
            System.arraycopy(bytes, data, bytes, end, size);
            end += size;
            chunk = next;
            if (size == 0) {
                return true;
            }
        }
    }

    private void grow(int size) {
        bytes = Arrays.copyOf(bytes, size);
        buffer = ByteBuffer.wrap(bytes).position(buffer.position());
    }

    int status() {
        return number(STATUS_AT);
    }

    /** How often the body has this text. */
    int count(byte[] text) {
        int count = 0;
        for (int at = indexOf(text, bodyBegin, end); at >= 0; at = indexOf(text, at + text.length, end)) {
            count++;
        }
        return count;
    }

    /** Where this text ends in the body, from a place on; -1 if it is not there. The first place is 0. */
    int endOf(byte[] text, int from) {
        int at = indexOf(text, Math.max(from, bodyBegin), end);
        return at < 0 ? -1 : at + text.length;
    }

    /** Copies the body from a place to the next quotation mark. */
    void copyToQuote(int from, ByteBuffer target) {
        int to = from;
        while (bytes[to] != '"') {
            to++;
        }
        target.put(bytes, from, to - from);
    }

    /** The whole number that begins at a place of the answer. */
    int number(int from) {
        int number = 0;
        for (int at = from; bytes[at] >= '0' && bytes[at] <= '9'; at++) {
            number = number * DECIMAL + bytes[at] - '0';
        }
        return number;
    }

    /** Forgets the answer, for the next one. */
    void clear() {
        buffer.clear();
        bodyBegin = -1;
        end = -1;
        chunk = -1;
    }

    /** Status and body, as far as a person wants to see them. */
    String summary() {
        return status() + " "
                + new String(bytes, bodyBegin, Math.min(end - bodyBegin, SHOWN_BYTES), StandardCharsets.UTF_8);
    }

    private int indexOf(byte[] text, int from, int to) {
        for (int at = from; at <= to - text.length; at++) {
            if (bytes[at] == text[0] && Arrays.equals(bytes, at, at + text.length, text, 0, text.length)) {
                return at;
            }
        }
        return -1;
    }
}
