package io.penstock.spi;

import io.penstock.Delivery;
import org.jspecify.annotations.Nullable;

import java.util.Optional;

/**
 * The handler scope is what whoever calls a handler opens around the call, so that code below the handler finds the
 * delivery: {@code io.penstock.listener.CurrentDelivery} tells it to applications.
 */
public final class HandlerScope {

    /**
     * Holds the delivery of each thread in the only place of an array, which stays: to set and to remove a value for
     * each message would cost many times as much.
     */
    private static final ThreadLocal<@Nullable Object[]> CURRENT = ThreadLocal.withInitial(() -> new Object[1]);

    private HandlerScope() {}

    /** Code that can be run as the handler of a delivery. */
    @FunctionalInterface
    public interface Handler<T> {

        /** Handles the delivery. */
        T call() throws Exception;
    }

    /** The delivery that the calling thread is handling; empty outside a handler. */
    public static Optional<Delivery> current() {
        return Optional.ofNullable((Delivery) CURRENT.get()[0]);
    }

    /** Runs a handler with that delivery as the current one. */
    public static <T> T with(Delivery delivery, Handler<T> handler) throws Exception {
        var current = CURRENT.get();
        var before = current[0];
        current[0] = delivery;
        try {
            return handler.call();
        } finally {
            current[0] = before;
        }
    }
}
