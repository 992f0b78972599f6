package io.penstock.connector.tracing;

import io.opentelemetry.api.trace.SpanContext;
import io.penstock.Delivery;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Remembers the first attempt at each message that has failed, so that later attempts can be linked to it: retries,
 * and the attempts after a dead letter was put back. It forgets when the process ends, unless it {@link #keepIn keeps}
 * them in a file. It is safe for use by any thread.
 */
final class FirstAttempts {

    /** The most that are remembered, about 3 MB; the oldest are forgotten first. */
    static final int MAX_REMEMBERED = 10_000;

    private final Map<Key, SpanContext> spans = new LinkedHashMap<>();

    /** Spares messages the look-up where none has failed. */
    private volatile boolean isEmpty = true;

    /** Where they survive the process; null if they do not. */
    private AttemptFile file;

    record Key(String destination, String subscription, String messageId) {

        private static Key of(Delivery delivery) {
            return new Key(
                    delivery.message().destination(),
                    delivery.subscription(),
                    delivery.message().id());
        }
    }

    /** Remembers what an earlier process has left in a directory, and keeps there what comes from now on. */
    synchronized void keepIn(Path directory) {
        close();
        var opened = new AttemptFile(directory);
        opened.read(this);
        opened.rewrite(spans);
        file = opened;
    }

    /** Keeps nothing more. */
    synchronized void close() {
        if (file != null) {
            file.close();
            file = null;
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
        var key = Key.of(delivery);
        if (put(key, attempt) && file != null && file.add(key, attempt)) {
            file.rewrite(spans);
        }
    }

    /** The result is false if an earlier attempt is known. */
    synchronized boolean put(Key key, SpanContext attempt) {
        if (spans.putIfAbsent(key, attempt) != null) {
            return false;
        }
        if (spans.size() > MAX_REMEMBERED) {
            var oldest = spans.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
        isEmpty = false;
        return true;
    }

    void accepted(Delivery delivery) {
        if (!isEmpty) {
            synchronized (this) {
                var key = Key.of(delivery);
                if (remove(key) && file != null && file.remove(key)) {
                    file.rewrite(spans);
                }
            }
        }
    }

    synchronized boolean remove(Key key) {
        boolean known = spans.remove(key) != null;
        isEmpty = spans.isEmpty();
        return known;
    }
}
