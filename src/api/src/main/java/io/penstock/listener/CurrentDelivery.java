package io.penstock.listener;

import io.penstock.Delivery;

import java.util.Optional;

/**
 * The delivery that the current thread is handling, for interceptors and for code too deep to be handed it.
 * Set by whoever calls a handler.
 */
public final class CurrentDelivery {

    private static final ThreadLocal<Delivery> CURRENT = new ThreadLocal<>();

    private CurrentDelivery() {}

    /** Empty outside a handler, and on threads that a handler started itself. */
    public static Optional<Delivery> get() {
        return Optional.ofNullable(CURRENT.get());
    }

    /** What may be run as the handler of a delivery. */
    @FunctionalInterface
    public interface Handler<T> {
        T call() throws Exception;
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
