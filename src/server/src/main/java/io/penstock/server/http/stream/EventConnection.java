package io.penstock.server.http.stream;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The connection of an event stream, as the HTML standard has it (section 9.2). Whoever writes waits until that is
 * written, before more is read: so a slow client holds one part in memory, and no more. Safe for use by any thread.
 */
public final class EventConnection {

    /** The keys, headers and bodies that are written at a time; one message may have more. */
    public static final int PART_BYTES = 64 << 10;

    private static final Buffer HEARTBEAT = Buffer.buffer(":\n\n");

    private final HttpServerResponse response;
    private final Vertx vertx;
    private final AtomicInteger writing = new AtomicInteger();
    private final AtomicBoolean over = new AtomicBoolean();
    private final long timer;
    private final Runnable ended;

    /** @param ended runs once, when nothing can be written any more */
    EventConnection(HttpServerResponse response, Vertx vertx, Duration heartbeat, Runnable ended) {
        this.response = response;
        this.vertx = vertx;
        this.ended = ended;
        timer = vertx.setPeriodic(heartbeat.toMillis(), fired -> beat());
        response.exceptionHandler(failure -> gone());
        response.closeHandler(closed -> gone());
        response.setChunked(true);
        send(HEARTBEAT);
        if (response.closed()) {
            gone();
        }
    }

    private void beat() {
        if (writing.get() == 0) {
            send(HEARTBEAT);
        }
    }

    /** Writes events. The future completes when the socket has taken them, and fails if it has not. */
    public Future<Void> send(Buffer events) {
        if (over.get()) {
            return Future.failedFuture("The stream is over");
        }
        writing.incrementAndGet();
        try {
            return response.write(events)
                    .onComplete(done -> writing.decrementAndGet())
                    .onFailure(failure -> gone());
        } catch (IllegalStateException e) {
            gone(); // The response is closed already.
            return Future.failedFuture(e);
        }
    }

    private void gone() {
        if (over.compareAndSet(false, true)) {
            vertx.cancelTimer(timer);
            ended.run();
        }
    }

    /** Writes a last event, and ends the answer. */
    public void end(String event, String data) {
        if (!over.compareAndSet(false, true)) {
            return;
        }
        vertx.cancelTimer(timer);
        try {
            response.end(event(null, event, data));
        } catch (IllegalStateException e) {
            // The client is gone, which is an end too.
        }
        ended.run();
    }

    public boolean isOver() {
        return over.get();
    }

    /**
     * An event.
     *
     * @param id null for none
     * @param data of one line
     */
    public static Buffer event(String id, String event, String data) {
        var text = Buffer.buffer(data.length() + 64);
        if (id != null) {
            text.appendString("id: ").appendString(id).appendString("\n");
        }
        return text.appendString("event: ")
                .appendString(event)
                .appendString("\ndata: ")
                .appendString(data)
                .appendString("\n\n");
    }
}
