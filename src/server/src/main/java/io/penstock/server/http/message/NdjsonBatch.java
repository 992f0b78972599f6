package io.penstock.server.http.message;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.penstock.server.http.request.RequestException;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Sends the messages of a body of lines as they arrive, and answers each with a line, in the same order. It reads on
 * when fewer are under way and the client takes the answers, so a batch of any length takes little memory. All of it
 * happens on the event loop of the connection.
 */
final class NdjsonBatch {

    /** The messages under way from which on nothing more is read: enough to be written together. */
    private static final int MOST_UNDER_WAY = 512;

    /** The longest line: a message of the usual largest size, in base64, with its headers. */
    private static final int LONGEST_LINE = 2 << 20;

    /** The most messages that are sent together or not at all, since they wait in memory. */
    private static final int MOST_TOGETHER = 10_000;

    private final BatchItems reader;
    private final MessageBatch sending;
    private final ObjectMapper json;
    private final boolean isAtomic;
    private final Lines lines = new Lines(LONGEST_LINE, this::line);
    private final Deque<CompletableFuture<BatchView.Item>> underWay = new ArrayDeque<>();
    private final List<BatchMessage> together = new ArrayList<>();
    private int togetherBytes;
    private HttpServerRequest request;
    private HttpServerResponse response;
    private Context eventLoop;
    private boolean hasEnded;
    private boolean isOver;

    NdjsonBatch(BatchItems reader, MessageBatch sending, ObjectMapper json, boolean isAtomic) {
        this.reader = reader;
        this.sending = sending;
        this.json = json;
        this.isAtomic = isAtomic;
    }

    /**
     * Begins to read. Called once, on the event loop.
     *
     * @param read the body if it has been read before; empty if it is to be read from the request
     */
    void begin(HttpServerRequest from, HttpServerResponse to, Optional<byte[]> read) {
        request = from;
        response = to;
        eventLoop = Vertx.currentContext();
        response.setChunked(true);
        response.exceptionHandler(failure -> isOver = true);
        response.closeHandler(closed -> isOver = true);
        response.drainHandler(drained -> goOn());
        if (read.isPresent()) {
            take(Buffer.buffer(read.get()));
            end();
            return;
        }
        request.exceptionHandler(failure -> isOver = true);
        request.handler(this::take);
        request.endHandler(ended -> end());
        request.resume();
    }

    private void take(Buffer bytes) {
        if (isOver) {
            return;
        }
        if (!lines.add(bytes)) {
            refuse(RequestException.malformed(
                    "A line has more than " + LONGEST_LINE + " bytes: give each message a line of its own."));
        } else {
            goOn();
        }
    }

    private void line(byte[] line) {
        if (isOver) {
            return;
        }
        try {
            var item = reader.line(line);
            if (!isAtomic) {
                add(sending.one(item).toCompletableFuture());
                return;
            }
            together.add(item);
            togetherBytes += line.length;
            if (together.size() > MOST_TOGETHER || togetherBytes > LONGEST_LINE) {
                refuse(RequestException.malformed("More than " + MOST_TOGETHER + " messages, or " + LONGEST_LINE
                        + " bytes, cannot be sent together: leave out 'atomic', or send less at a time."));
            }
        } catch (RequestException malformed) {
            if (isAtomic) {
                refuse(malformed);
            } else {
                add(CompletableFuture.completedFuture(sending.failed(malformed)));
            }
        }
    }

    private void add(CompletableFuture<BatchView.Item> item) {
        underWay.add(item);
        item.thenRun(() -> eventLoop.runOnContext(done -> goOn()));
    }

    /** Writes the answers that are there, and lets more come if there is room. */
    private void goOn() {
        if (isOver) {
            return;
        }
        var answers = Buffer.buffer();
        while (!underWay.isEmpty() && underWay.peek().isDone()) {
            append(answers, underWay.poll().join());
        }
        if (answers.length() > 0) {
            response.write(answers);
        }
        if (hasEnded && underWay.isEmpty()) {
            isOver = true;
            response.end();
        } else if (underWay.size() >= MOST_UNDER_WAY || response.writeQueueFull()) {
            request.pause();
        } else {
            request.resume();
        }
    }

    private void append(Buffer answers, BatchView.Item item) {
        try {
            answers.appendBytes(json.writeValueAsBytes(item)).appendByte((byte) '\n');
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("An answer is made of strings and numbers", e);
        }
    }

    private void end() {
        if (isOver) {
            return;
        }
        lines.end();
        hasEnded = true;
        if (isAtomic && !isOver) {
            commit();
        } else {
            goOn();
        }
    }

    private void commit() {
        try {
            sending.atomic(together)
                    .whenComplete((view, failure) -> eventLoop.runOnContext(
                            done -> answer(failure == null ? view.items() : List.of(sending.failed(failure)))));
        } catch (RuntimeException e) {
            refuse(e);
        }
    }

    private void answer(List<BatchView.Item> items) {
        if (!isOver) {
            items.forEach(item -> underWay.add(CompletableFuture.completedFuture(item)));
            goOn();
        }
    }

    /** Ends with one line that says what is wrong. What was sent before stays sent, and is told before it. */
    private void refuse(RuntimeException refusal) {
        if (isOver) {
            return;
        }
        var item = sending.failed(refusal);
        CompletableFuture.allOf(underWay.toArray(CompletableFuture<?>[]::new))
                .thenRun(() -> eventLoop.runOnContext(done -> last(item)));
        isOver = true;
    }

    private void last(BatchView.Item item) {
        var answers = Buffer.buffer();
        underWay.forEach(each -> append(answers, each.join()));
        append(answers, item);
        response.end(answers).onComplete(done -> request.connection().close());
    }
}
