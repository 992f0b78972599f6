package io.penstock.connector;

import io.penstock.DestinationKind;

import java.util.Optional;

/** Settings say of a channel of either direction what its destination is. */
sealed interface ChannelSettings permits IncomingSettings, OutgoingSettings {

    String channel();

    String destination();

    /** Empty: whatever the destination is. */
    Optional<DestinationKind> kind();

    /** Empty: as many as the destination has. */
    Optional<Integer> partitions();

    boolean autoDeclare();
}
