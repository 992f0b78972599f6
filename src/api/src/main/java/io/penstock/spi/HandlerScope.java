package io.penstock.spi;

import io.penstock.Delivery;

import java.util.Optional;

/**
 * The handler scope is what whoever calls a handler opens around the call, so that code below the handler finds the
 * delivery: {@code io.penstock.listener.CurrentDelivery} tells it to applications.
 */
public final class HandlerScope {

    private static final ThreadLocal<Delivery> CURRENT = new ThreadLocal<>();

    private HandlerScope() {}

    /** Code that can be run as the handler of a delivery. */
    @FunctionalInterface
    public interface Handler<T> {

        /** Handles the delivery. */
        T call() throws Exception;
    }

    /** The delivery that the calling thread is handling; empty outside a handler. */
    public static Optional<Delivery> current() {
        return Optional.ofNullable(CURRENT.get());
    }

    /** Runs a handler with that delivery as the current one. */
    public static <T> T with(Delivery delivery, Handler<T> handler) throws Exception {
        var before = CURRENT.get();
        CURRENT.set(delivery);
        try {
            return handler.call();
        } finally {
            if (before == null) {
                CURRENT.remove();
            } else {
                CURRENT.set(before);
            }
        }
    }
}
