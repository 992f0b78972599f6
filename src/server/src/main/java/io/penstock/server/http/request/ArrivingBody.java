package io.penstock.server.http.request;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;

import java.io.IOException;

/** Collects the body of one request as it arrives. All of it happens on the event loop of its connection. */
final class ArrivingBody {

    /** The most memory that an announced length gets before the bytes are there. */
    private static final int MAX_EXPECTED_BYTES = 128 * 1024;

    /** So many digits fit into an int. */
    private static final int MAX_LENGTH_DIGITS = 9;

    private final RoutingContext context;
    private final HttpServerRequest request;
    private final BodyLimits limits;
    private final BodyStore store;
    private final Refusals refusals;
    private final Context vertxContext = Vertx.currentContext();

    /** What has arrived. Most bodies come in one part, which is kept as it came. */
    private Buffer body = Buffer.buffer();

    private boolean hasSeveralParts;
    private long held;
    private long timer;
    private boolean over;

    ArrivingBody(RoutingContext context, BodyLimits limits, BodyStore store, Refusals refusals) {
        this.context = context;
        this.request = context.request();
        this.limits = limits;
        this.store = store;
        this.refusals = refusals;
    }

    void read() {
        RequestLabel.refused(vertxContext); // Unless it arrives.
        timer = context.vertx().setTimer(limits.time().toMillis(), fired -> tooLate());
        // The memory is in use until the request has been answered, or its client is gone.
        context.addEndHandler(ended -> {
            if (ended.failed()) {
                failed(ended.cause());
            }
            end();
            store.giveBack(held);
            held = 0;
        });
        request.exceptionHandler(this::failed);
        request.handler(this::take);
        request.endHandler(ended -> handOver());
        invite(context);
        request.resume();
    }

    /** Tells a client that waits to be asked for the body that it is wanted (RFC 9110, section 10.1.1). */
    static void invite(RoutingContext context) {
        if ("100-continue".equalsIgnoreCase(context.request().getHeader(HttpHeaders.EXPECT))) {
            context.response().writeContinue();
        }
    }

    private void take(Buffer part) {
        if (over) {
            return;
        }
        if (body.length() + part.length() > limits.bytes()) {
            refuse(limits.tooLarge());
        } else if (!hold(part.length())) {
            refuse(RequestException.bodiesTooLarge(limits.totalBytes()));
        } else {
            append(part);
        }
    }

    private void append(Buffer part) {
        if (body.length() == 0) {
            body = part;
            return;
        }
        if (!hasSeveralParts) {
            hasSeveralParts = true;
            body = Buffer.buffer(expectedBytes(body.length() + part.length())).appendBuffer(body);
        }
        body.appendBuffer(part);
    }

    /** The size to begin with. A length that is only announced gets no more than a little memory. */
    private int expectedBytes(int atLeast) {
        var announced = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return announced == null || announced.length() > MAX_LENGTH_DIGITS
                ? atLeast
                : Math.max(atLeast, Math.min(Integer.parseInt(announced), MAX_EXPECTED_BYTES));
    }

    private boolean hold(long bytes) {
        if (!store.take(bytes)) {
            return false;
        }
        held += bytes;
        return true;
    }

    /**
     * What comes is no body, or the client is gone, and then nobody gets the answer. The connection ends after this.
     * The router tells it before the request does.
     */
    private void failed(Throwable failure) {
        if (end() && !isGone(failure)) {
            refusals.answerAndClose(context, RequestException.brokenChunks());
        }
    }

    /** Whether a body failed because its client went away, and not because of what it sent. */
    static boolean isGone(Throwable failure) {
        return failure instanceof HttpClosedException || failure instanceof IOException;
    }

    private void tooLate() {
        if (!over) {
            end();
            refusals.answerAndClose(context, limits.tooSlow());
        }
    }

    private void handOver() {
        if (!end()) {
            return;
        }
        try {
            var decoded = ContentCoding.decoded(request, body, limits);
            if (!hold(Math.max(0, decoded.length - body.length()))) {
                throw RequestException.bodiesTooLarge(limits.totalBytes());
            }
            ReadBody.put(context, decoded);
            RequestLabel.forget(vertxContext);
        } catch (RequestException e) {
            refusals.answer(context, e);
            return;
        }
        context.next();
    }

    private void refuse(RequestException refusal) {
        end();
        refusals.answer(context, refusal);
    }

    /** Ends the body. The result is false if it had ended before. */
    private boolean end() {
        if (over) {
            return false;
        }
        over = true;
        context.vertx().cancelTimer(timer);
        store.end();
        return true;
    }
}
