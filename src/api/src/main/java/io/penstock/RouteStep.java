package io.penstock;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/**
 * A route step tells why an exchange passes a message on to one destination, which may be an exchange as well.
 *
 * @param exchange that passes it on
 * @param destination that it passes it on to
 * @param binding by which it does; null if nothing else matches and the destination is its alternate
 */
public record RouteStep(
        String exchange, String destination, @Nullable Binding binding) {

    public RouteStep {
        Objects.requireNonNull(exchange, "exchange");
        Objects.requireNonNull(destination, "destination");
    }
}
