package io.penstock.server.http.message;

import io.vertx.core.buffer.Buffer;

import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Splits what arrives into lines, none of which may be longer than a limit. Not thread-safe. */
final class Lines {

    private final int longest;
    private final Consumer<byte[]> taker;
    private Buffer rest = Buffer.buffer();
    private boolean tooLong;

    /** @param taker gets each line that is not empty, without its end */
    Lines(int longest, Consumer<byte[]> taker) {
        this.longest = longest;
        this.taker = taker;
    }

    /** Takes the next bytes. The result is false if a line is too long, and then nothing more is taken. */
    boolean add(Buffer bytes) {
        int start = 0;
        for (int i = 0; i < bytes.length() && !tooLong; i++) {
            if (bytes.getByte(i) == '\n') {
                rest.appendBuffer(bytes.slice(start, i));
                start = i + 1;
                end();
            }
        }
        if (!tooLong) {
            rest.appendBuffer(bytes.slice(start, bytes.length()));
            tooLong = rest.length() > longest;
        }
        return !tooLong;
    }

    /** Ends the line that has begun. */
    void end() {
        var line = rest.getBytes();
        rest = Buffer.buffer();
        if (line.length > longest) {
            tooLong = true;
        } else if (!new String(line, StandardCharsets.ISO_8859_1).isBlank()) {
            taker.accept(line);
        }
    }
}
