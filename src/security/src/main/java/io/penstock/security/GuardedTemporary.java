package io.penstock.security;

import io.penstock.Destination;
import io.penstock.TemporaryDestination;

/** A temporary destination that its caller alone may receive from. */
record GuardedTemporary(TemporaryDestination temporary, Decisions decisions) implements TemporaryDestination {

    GuardedTemporary {
        decisions.owns(temporary.destination().name());
    }

    @Override
    public Destination destination() {
        return temporary.destination();
    }

    @Override
    public void close() {
        temporary.close();
        decisions.gaveUp(destination().name());
    }
}
