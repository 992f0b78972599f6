package io.penstock.server.http;

import io.penstock.Destination;
import io.penstock.DestinationKind;

/**
 * A destination to declare.
 *
 * @param partitions 1 if absent
 */
public record DestinationRequest(DestinationKind kind, Integer partitions) {

    Destination named(String name) {
        return new Destination(name, kind, partitions == null ? 1 : partitions);
    }
}
