package io.penstock.quarkus.jms;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import jakarta.jms.JMSContext;

/**
 * Keeps the open contexts of one scope, a request or a transaction, and closes them at its end. It is used by one
 * thread at a time.
 */
class ContextStore {

    private final Map<ContextKey, JMSContext> contexts = new LinkedHashMap<>();

    synchronized JMSContext get(ContextKey key, Function<ContextKey, JMSContext> opening) {
        return contexts.computeIfAbsent(key, opening);
    }

    synchronized void close() {
        contexts.values().forEach(JMSContext::close);
        contexts.clear();
    }
}
