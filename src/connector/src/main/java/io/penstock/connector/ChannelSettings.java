package io.penstock.connector;

import io.penstock.DestinationKind;
import io.penstock.connector.attribute.AttributeNames;

import java.util.Optional;

/** The settings that channels of both directions have: which destination they use, and how it is declared. */
sealed interface ChannelSettings permits IncomingSettings, OutgoingSettings {

    /** Read when this is initialised, which in a native image is at build time. */
    AttributeNames NAMES = AttributeNames.of(PenstockConnector.class);

    String channel();

    String destination();

    /** The kind of the destination; empty to take it as it is. */
    Optional<DestinationKind> kind();

    /** The number of partitions; empty to take as many as the destination has. */
    Optional<Integer> partitions();

    boolean autoDeclare();
}
