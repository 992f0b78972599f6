package io.penstock.server.http.consume;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.penstock.server.http.request.ItemProblem;
import io.penstock.server.http.stream.EventConnection;
import io.penstock.server.http.stream.EventStream;
import io.vertx.core.buffer.Buffer;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The stream of a subscription's messages: polls one after the other, each when the socket has taken what the last one
 * has got. So what a slow client has not read stays in the log.
 */
final class SubscriptionStream implements EventStream {

    private static final String CONSUMER_GONE = "{\"reason\":\"The consumer has left meanwhile: connect again.\"}";

    private final SharedConsumer owner;
    private final Duration lease;
    private final int window;
    private final boolean acceptsWritten;
    private final Runnable check;
    private final ObjectMapper json;
    private final Executor blocking;
    private final String path;

    /** Messages that were written and whose tokens are still good. */
    private final AtomicInteger held = new AtomicInteger();

    private volatile Poll poll;
    /** Whether it waits until one is settled. */
    private final AtomicBoolean full = new AtomicBoolean();

    /**
     * @param window the most messages that are held at a time
     * @param acceptsWritten whether a message is accepted when the socket has taken it; otherwise by its token
     * @param check fails if the caller may not receive any more
     */
    SubscriptionStream(
            SharedConsumer owner,
            Duration lease,
            int window,
            boolean acceptsWritten,
            Runnable check,
            ObjectMapper json,
            Executor blocking,
            String path) {
        this.owner = owner;
        this.lease = lease;
        this.window = window;
        this.acceptsWritten = acceptsWritten;
        this.check = check;
        this.json = json;
        this.blocking = blocking;
        this.path = path;
    }

    @Override
    public void begin(EventConnection connection) {
        blocking.execute(() -> next(connection));
    }

    @Override
    public void over() {
        var waiting = poll;
        if (waiting != null) {
            owner.abandon(waiting);
        }
    }

    private void next(EventConnection connection) {
        if (connection.isOver()) {
            return;
        }
        try {
            check.run();
        } catch (RuntimeException e) {
            end(connection, e);
            return;
        }
        int room = window - held.get();
        if (room <= 0) {
            full.set(true);
            if (held.get() < window) {
                goOn(connection); // One was settled meanwhile, when nobody waited for it yet.
            }
            return;
        }
        var next = new Poll(Math.min(room, owner.most(EventConnection.PART_BYTES)), lease, EventConnection.PART_BYTES);
        poll = next;
        if (!owner.add(next)) {
            connection.end("end", CONSUMER_GONE);
        } else if (connection.isOver()) {
            owner.abandon(next);
        } else {
            next.answer().whenCompleteAsync((leases, failure) -> answered(connection, leases, failure), blocking);
        }
    }

    private void answered(EventConnection connection, List<Lease> leases, Throwable failure) {
        poll = null;
        if (failure != null) {
            end(connection, failure);
            return;
        }
        if (leases.isEmpty()) {
            next(connection);
            return;
        }
        held.addAndGet(leases.size());
        leases.forEach(each -> each.whenOver(() -> settled(connection)));
        try {
            connection
                    .send(events(leases))
                    .onFailure(gone -> owner.giveBack(leases))
                    .onSuccess(done -> written(connection, leases));
        } catch (JsonProcessingException | RuntimeException e) {
            owner.giveBack(leases);
            end(connection, e);
        }
    }

    private void written(EventConnection connection, List<Lease> leases) {
        if (acceptsWritten) {
            owner.acceptAll(leases);
        }
        blocking.execute(() -> next(connection));
    }

    /** A token is not good any more: there is room again, perhaps for who has waited for it. */
    private void settled(EventConnection connection) {
        held.decrementAndGet();
        goOn(connection);
    }

    private void goOn(EventConnection connection) {
        if (full.compareAndSet(true, false)) {
            blocking.execute(() -> next(connection));
        }
    }

    private Buffer events(List<Lease> leases) throws JsonProcessingException {
        var events = Buffer.buffer();
        for (var each : leases) {
            events.appendBuffer(EventConnection.event(null, "message", json.writeValueAsString(DeliveryView.of(each))));
        }
        return events;
    }

    private void end(EventConnection connection, Throwable failure) {
        try {
            connection.end("problem", json.writeValueAsString(ItemProblem.of(failure, path)));
        } catch (JsonProcessingException e) {
            connection.end("problem", "{}");
        }
    }
}
