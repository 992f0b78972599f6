package io.penstock.server.http.request;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/**
 * Hands the body of one request to its reader part by part, as it arrives, and sees to it that it does not get longer
 * than it may, does not stall and is what its framing says. All of it happens on the event loop of its connection.
 */
public final class BodyStream {

    /** Takes the body. After {@code end} or {@code refused} no part comes. */
    public interface Reader {

        void part(Buffer part);

        void end();

        /**
         * What comes is not a body that is taken. The reader answers that, and then calls {@link #leave}.
         *
         * @param isLastCall whether the connection ends as soon as this returns, so that the answer cannot wait
         */
        void refused(RequestException refusal, boolean isLastCall);

        /** The request is over: it has been answered, or the client has gone away. May come more than once. */
        void gone();
    }

    private static final String KEY = BodyStream.class.getName();

    private final RoutingContext context;
    private final HttpServerRequest request;
    private final BodyLimits limits;
    private final Refusals refusals;
    private final byte @Nullable [] whole;
    private @Nullable Reader reader;
    private long taken;
    private long timer;
    private boolean isPaused = true;
    private boolean isOver;
    private boolean isEndUnknown;

    /** @param whole the body if it has been read before; null if it is to be read from the request, which is paused */
    BodyStream(RoutingContext context, BodyLimits limits, Refusals refusals, byte @Nullable [] whole) {
        this.context = context;
        this.request = context.request();
        this.limits = limits;
        this.refusals = refusals;
        this.whole = whole;
    }

    /** A body that is to come, of a request that is paused until somebody reads it. */
    static void await(RoutingContext context, BodyLimits limits, Refusals refusals) {
        var body = new BodyStream(context, limits, refusals, null);
        context.put(KEY, body);
        // The router tells of a failure before the request does.
        context.addEndHandler(ended -> {
            if (ended.failed()) {
                body.failed(ended.cause());
            }
            body.end();
            if (body.reader != null) {
                body.reader.gone();
            }
        });
        body.request.pause();
    }

    /** The body that is to come; null if it has been read before, or there is none. */
    static @Nullable BodyStream of(RoutingContext context) {
        return context.get(KEY);
    }

    /** Begins to read. Called once, on the event loop. */
    public void read(Reader to) {
        if (whole != null) {
            isOver = true;
            context.addEndHandler(ended -> to.gone());
            to.part(Buffer.buffer(whole));
            to.end();
            return;
        }
        reader = to;
        if (isOver) {
            to.gone();
            return;
        }
        request.exceptionHandler(this::failed);
        request.handler(this::take);
        request.endHandler(ended -> {
            if (end()) {
                to.end();
            }
        });
        ArrivingBody.invite(context);
        resume();
    }

    /** Has nothing more come until {@link #resume}. The client may be slow to read meanwhile: no time counts. */
    public void pause() {
        if (!isOver && !isPaused) {
            isPaused = true;
            context.vertx().cancelTimer(timer);
            request.pause();
        }
    }

    public void resume() {
        if (!isOver && isPaused) {
            isPaused = false;
            startTimer();
            request.resume();
        }
    }

    /** Takes nothing more. The reader has answered, and is told nothing more. */
    public void leave() {
        end();
        if (isEndUnknown) {
            request.connection().close();
        } else {
            Refusals.discard(context);
        }
    }

    /** Answers with a problem, as long as nothing of an answer has been written, and takes nothing more. */
    public void refuse(Throwable failure) {
        end();
        refusals.answerBegun(context, failure, isEndUnknown);
    }

    private void take(Buffer part) {
        if (isOver) {
            return;
        }
        taken += part.length();
        if (taken > limits.streamBytes()) {
            end();
            reader.refused(RequestException.streamTooLarge(limits.streamBytes()), false);
            return;
        }
        if (!isPaused) {
            context.vertx().cancelTimer(timer);
            startTimer();
        }
        reader.part(part);
    }

    private void startTimer() {
        timer = context.vertx().setTimer(limits.time().toMillis(), fired -> stalled());
    }

    private void stalled() {
        if (end()) {
            isEndUnknown = true;
            reader.refused(RequestException.bodyStalled(limits.time()), false);
        }
    }

    private void failed(Throwable failure) {
        if (!end() || ArrivingBody.isGone(failure)) {
            return;
        }
        isEndUnknown = true;
        if (reader == null) {
            context.response().headersEndHandler(null); // The head is not that of the resource, which may be at work.
            refusals.answerAndClose(context, RequestException.brokenChunks());
        } else {
            reader.refused(RequestException.brokenChunks(), true);
        }
    }

    /** Ends the body. The result is false if it had ended before. */
    private boolean end() {
        if (isOver) {
            return false;
        }
        isOver = true;
        context.vertx().cancelTimer(timer);
        return true;
    }
}
