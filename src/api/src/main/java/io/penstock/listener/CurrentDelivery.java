package io.penstock.listener;

import io.penstock.Delivery;
import io.penstock.spi.HandlerScope;

import java.util.Optional;

/** The delivery that the calling thread is handling, for interceptors and for code too deep to be handed it. */
public final class CurrentDelivery {

    private CurrentDelivery() {}

    /**
     * The delivery that the calling thread is handling; empty outside a handler, and on threads that a handler started
     * itself.
     */
    public static Optional<Delivery> get() {
        return HandlerScope.current();
    }
}
