package io.penstock.remote;

import io.penstock.AlertState;
import io.penstock.Broker;
import io.penstock.BrokerEvent;
import io.penstock.EventSubscription;
import io.penstock.PenstockException;
import io.penstock.remote.wire.AlertCodecs;
import io.penstock.remote.wire.EventCodecs;
import io.penstock.remote.wire.Frame;
import io.penstock.remote.wire.Kind;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** The listeners for events of one connection, and the changes of alerts that its client hands on. */
final class ServedEvents {

    /** The most listeners of one connection. */
    static final int MAX_LISTENERS = 100;

    private final Session session;
    private final Map<Long, EventSubscription> listeners = new ConcurrentHashMap<>();
    private final Map<Long, CompletableFuture<Void>> handingOn = new ConcurrentHashMap<>();
    private final AtomicLong changes = new AtomicLong();

    ServedEvents(Session session) {
        this.session = session;
    }

    void listen(long id, Broker broker) {
        if (listeners.size() >= MAX_LISTENERS) {
            throw new PenstockException.Overloaded(
                    "This connection has " + listeners.size() + " listeners for events, and may have no more.");
        }
        listeners.put(id, broker.events(event -> tell(id, event)));
        if (session.isOver()) {
            end();
        }
    }

    /** On the listener's own thread, which waits for a client that is slow. */
    private void tell(long id, BrokerEvent event) {
        try {
            session.out().awaitRoom();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        session.out().send(Frame.write(Kind.EVENT, id, Optional.of(event), EventCodecs.EVENT));
    }

    void end(long id) {
        var listener = listeners.remove(id);
        if (listener != null) {
            listener.close();
        }
    }

    long lost(long id) {
        var listener = listeners.get(id);
        return listener == null ? 0 : listener.lost();
    }

    /** A change of an alert, which the client hands on; while it has no connection it comes again. */
    CompletionStage<Void> handOn(AlertState change) {
        var done = new CompletableFuture<Void>();
        long id = changes.incrementAndGet();
        handingOn.put(id, done);
        if (session.isOver()) {
            endHandingOn();
        } else {
            session.out().send(Frame.write(Kind.ALERT, id, change, AlertCodecs.STATE));
        }
        return done;
    }

    void handedOn(long id, boolean isDone) {
        var waiting = handingOn.remove(id);
        if (waiting != null && isDone) {
            waiting.complete(null);
        } else if (waiting != null) {
            waiting.completeExceptionally(new PenstockException.Unavailable("The client could not hand it on."));
        }
    }

    private void endHandingOn() {
        for (var id : handingOn.keySet()) {
            handedOn(id, false);
        }
    }

    void end() {
        listeners.keySet().forEach(this::end);
        endHandingOn();
    }
}
