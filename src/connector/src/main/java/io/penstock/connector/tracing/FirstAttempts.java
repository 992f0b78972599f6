package io.penstock.connector.tracing;

import io.opentelemetry.api.trace.SpanContext;
import io.penstock.Delivery;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Remembers the first attempt at each message that has failed, so that later attempts can be linked to it: retries,
 * and the attempts after a dead letter was put back. It forgets when the process ends. It is safe for use by any
 * thread.
 */
final class FirstAttempts {

    /** The most that are remembered, about 3 MB; the oldest are forgotten first. */
    private static final int MAX_REMEMBERED = 10_000;

    private final Map<Key, SpanContext> spans = new LinkedHashMap<>();

    /** Spares messages the look-up where none has failed. */
    private volatile boolean isEmpty = true;

    private record Key(String destination, String subscription, String messageId) {

        private static Key of(Delivery delivery) {
            return new Key(
                    delivery.message().destination(),
                    delivery.subscription(),
                    delivery.message().id());
        }
    }

    /** The first attempt at that message; null if none has failed, or it is forgotten. */
    SpanContext of(Delivery delivery) {
        if (isEmpty) {
            return null;
        }
        synchronized (this) {
            return spans.get(Key.of(delivery));
        }
    }

    synchronized void failed(Delivery delivery, SpanContext attempt) {
        if (spans.putIfAbsent(Key.of(delivery), attempt) == null && spans.size() > MAX_REMEMBERED) {
            var oldest = spans.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
        isEmpty = false;
    }

    void accepted(Delivery delivery) {
        if (!isEmpty) {
            synchronized (this) {
                spans.remove(Key.of(delivery));
                isEmpty = spans.isEmpty();
            }
        }
    }
}
