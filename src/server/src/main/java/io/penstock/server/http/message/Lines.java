package io.penstock.server.http.message;

import io.vertx.core.buffer.Buffer;

import java.nio.charset.StandardCharsets;

/** Splits what arrives into lines, and counts them from 1. Not thread-safe. */
final class Lines {

    /** Takes each line that is not blank. */
    interface Taker {

        /** @param line without its end */
        void line(byte[] line);

        /** The line is longer than the limit. What follows its end is taken as before. */
        void tooLong();
    }

    private final int longest;
    private final Taker taker;
    private Buffer rest = Buffer.buffer();
    private boolean isTooLong;
    private long number = 1;

    Lines(int longest, Taker taker) {
        this.longest = longest;
        this.taker = taker;
    }

    /** The number of the line that is being read: of the one that the taker is given, or that has begun. */
    long number() {
        return number;
    }

    /** Takes the next bytes. */
    void add(Buffer bytes) {
        int start = 0;
        for (int i = 0; i < bytes.length(); i++) {
            if (bytes.getByte(i) == '\n') {
                append(bytes, start, i);
                start = i + 1;
                end();
            }
        }
        append(bytes, start, bytes.length());
    }

    private void append(Buffer bytes, int start, int end) {
        if (isTooLong) {
            return;
        }
        rest.appendBuffer(bytes.slice(start, end));
        if (rest.length() > longest) {
            isTooLong = true;
            rest = Buffer.buffer();
            taker.tooLong();
        }
    }

    /** Ends the line that has begun. */
    void end() {
        var line = rest.getBytes();
        rest = Buffer.buffer();
        if (!isTooLong && !new String(line, StandardCharsets.ISO_8859_1).isBlank()) {
            taker.line(line);
        }
        isTooLong = false;
        number++;
    }
}
