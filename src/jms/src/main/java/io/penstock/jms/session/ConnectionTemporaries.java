package io.penstock.jms.session;

import io.penstock.Broker;
import io.penstock.DestinationKind;
import io.penstock.TemporaryDestination;
import io.penstock.jms.destination.Owner;
import io.penstock.jms.destination.PenstockDestination;
import io.penstock.jms.destination.PenstockTemporaryQueue;
import io.penstock.jms.destination.PenstockTemporaryTopic;
import io.penstock.jms.spec.Failures;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jakarta.jms.JMSException;

/**
 * Keeps the temporary destinations of one connection, which are deleted with it (section 6.2.2). They outlive the
 * session that made them. It is safe for use by any thread.
 */
final class ConnectionTemporaries implements Owner {

    private final Broker broker;
    private final Map<String, TemporaryDestination> open = new HashMap<>();
    private boolean closed;

    ConnectionTemporaries(Broker broker) {
        this.broker = broker;
    }

    PenstockTemporaryQueue queue() throws JMSException {
        return new PenstockTemporaryQueue(open(DestinationKind.QUEUE), this);
    }

    PenstockTemporaryTopic topic() throws JMSException {
        return new PenstockTemporaryTopic(open(DestinationKind.TOPIC), this);
    }

    /** Makes a temporary destination and returns its name. */
    private synchronized String open(DestinationKind kind) throws JMSException {
        if (closed) {
            throw Failures.closed("connection");
        }
        try {
            var made = broker.temporary(kind);
            open.put(made.destination().name(), made);
            return made.destination().name();
        } catch (RuntimeException e) {
            throw Failures.of(e);
        }
    }

    /** Refuses a consumer of a temporary destination that belongs to another connection. */
    synchronized void requireOwn(PenstockDestination destination) throws JMSException {
        if (destination.isTemporary() && !open.containsKey(destination.name())) {
            throw Failures.invalidDestination(
                    destination + " is a temporary destination of another connection: only send to it.");
        }
    }

    @Override
    public synchronized void delete(String name) throws JMSException {
        if (!open.containsKey(name)) {
            return;
        }
        try {
            int consumers = broker.statistics(name).subscriptions().stream()
                    .mapToInt(subscription -> subscription.consumers())
                    .sum();
            if (consumers > 0) {
                throw Failures.illegalState("'" + name + "' has " + consumers
                        + " consumer(s), or messages that were consumed and not acknowledged: close them first.");
            }
            open.remove(name).close();
        } catch (RuntimeException e) {
            throw Failures.of(e);
        }
    }

    /**
     * Deletes all destinations, and makes no more. Of several failures the first is thrown, after all have been tried.
     */
    void close() throws JMSException {
        List<TemporaryDestination> all;
        synchronized (this) {
            closed = true;
            all = List.copyOf(open.values());
            open.clear();
        }
        RuntimeException first = null;
        for (var each : all) {
            try {
                each.close();
            } catch (RuntimeException e) {
                first = first == null ? e : first;
            }
        }
        if (first != null) {
            throw Failures.of(first);
        }
    }
}
