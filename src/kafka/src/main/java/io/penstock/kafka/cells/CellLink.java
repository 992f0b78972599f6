package io.penstock.kafka.cells;

import io.penstock.Broker;

import java.util.Objects;

/**
 * A cell of an installation, and the broker that reaches it.
 *
 * @param name letters, digits, underscores and hyphens
 */
public record CellLink(String name, Broker broker) {

    public CellLink {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(broker, "broker");
    }
}
