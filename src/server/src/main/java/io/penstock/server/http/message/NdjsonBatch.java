package io.penstock.server.http.message;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.penstock.server.http.request.BodyStream;
import io.penstock.server.http.request.ItemProblem;
import io.penstock.server.http.request.RequestException;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Sends the messages of a body of lines as they arrive, and answers each with a line, in the same order. It reads on
 * when fewer are under way and the client takes the answers, so a batch of any length takes little memory. All of it
 * happens on the event loop of the connection.
 */
final class NdjsonBatch implements BodyStream.Reader, Lines.Taker {

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
    private final Lines lines = new Lines(LONGEST_LINE, this);
    private final Deque<CompletableFuture<BatchView.Item>> underWay = new ArrayDeque<>();
    private final List<BatchMessage> together = new ArrayList<>();
    private int togetherBytes;
    private BodyStream body;
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

    /** Begins to read. Called once, on the event loop. */
    void begin(BodyStream from, HttpServerResponse to) {
        body = from;
        response = to;
        eventLoop = Vertx.currentContext();
        response.setChunked(true);
        response.drainHandler(drained -> goOn());
        body.read(this);
    }

    @Override
    public void part(Buffer bytes) {
        if (!isOver) {
            lines.add(bytes);
            goOn();
        }
    }

    @Override
    public void refused(RequestException refusal, boolean isLastCall) {
        if (isOver || !hasBegunToAnswer()) {
            refuse(refusal);
            return;
        }
        var told = refusal.and("Line " + lines.number() + " and what follows it were not taken.");
        if (!isLastCall) {
            refuse(told);
            return;
        }
        isOver = true;
        var answers = Buffer.buffer();
        done(answers);
        last(
                answers,
                underWay.isEmpty()
                        ? told
                        : told.and("The last " + underWay.size() + " messages before it were sent, and the"
                                + " connection ends before it is known what became of them."));
    }

    private boolean hasBegunToAnswer() {
        return !underWay.isEmpty() || response.headWritten();
    }

    @Override
    public void gone() {
        isOver = true;
    }

    @Override
    public void tooLong() {
        failed(RequestException.malformed("Line " + lines.number() + " has more than " + LONGEST_LINE
                + " bytes: give each message a line of its own, and send data of that size in another way."));
    }

    @Override
    public void line(byte[] line) {
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
            failed(malformed);
        }
    }

    /** A line is no message, which of several that are sent together is the end of all. */
    private void failed(RequestException refusal) {
        if (isOver) {
            return;
        }
        if (isAtomic) {
            refuse(ItemProblem.at(together.size(), refusal));
        } else {
            add(CompletableFuture.completedFuture(sending.failed(refusal)));
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
        done(answers);
        if (answers.length() > 0) {
            response.write(answers);
        }
        if (hasEnded && underWay.isEmpty()) {
            isOver = true;
            response.end();
        } else if (underWay.size() >= MOST_UNDER_WAY || response.writeQueueFull()) {
            body.pause();
        } else {
            body.resume();
        }
    }

    private void done(Buffer answers) {
        while (!underWay.isEmpty() && underWay.peek().isDone()) {
            append(answers, underWay.poll().join());
        }
    }

    private void append(Buffer answers, BatchView.Item item) {
        try {
            answers.appendBytes(json.writeValueAsBytes(item)).appendByte((byte) '\n');
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("An answer is made of strings and numbers", e);
        }
    }

    @Override
    public void end() {
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
                    .whenComplete((view, failure) -> eventLoop.runOnContext(done -> decided(view, failure)));
        } catch (RuntimeException e) {
            refuse(e);
        }
    }

    private void decided(@Nullable BatchView view, @Nullable Throwable failure) {
        if (isOver) {
            return;
        }
        if (failure != null) {
            refuse(failure);
            return;
        }
        view.items().forEach(item -> underWay.add(CompletableFuture.completedFuture(item)));
        goOn();
    }

    /**
     * Takes no more. If nothing has been sent, that is the answer of the request; otherwise it is told with a line, and
     * what was sent before stays sent and is told before it.
     */
    private void refuse(Throwable refusal) {
        if (isOver) {
            return;
        }
        isOver = true;
        if (!hasBegunToAnswer()) {
            body.refuse(refusal);
            return;
        }
        CompletableFuture.allOf(underWay.toArray(CompletableFuture<?>[]::new))
                .thenRun(() -> eventLoop.runOnContext(done -> {
                    var answers = Buffer.buffer();
                    done(answers);
                    last(answers, refusal);
                }));
    }

    private void last(Buffer answers, Throwable refusal) {
        append(answers, sending.failed(refusal));
        if (!response.ended() && !response.closed()) {
            response.end(answers);
        }
        body.leave();
    }
}
