package io.penstock.security;

import io.penstock.Destination;
import io.penstock.TemporaryDestination;

/** A temporary destination that its caller alone may receive from. */
record GuardedTemporary(TemporaryDestination temporary, CallerRights rights) implements TemporaryDestination {

    GuardedTemporary {
        rights.owns(temporary.destination().name());
    }

    @Override
    public Destination destination() {
        return temporary.destination();
    }

    @Override
    public void close() {
        temporary.close();
        rights.gaveUp(destination().name());
    }
}
