package io.penstock.security;

import io.penstock.Destination;
import io.penstock.TemporaryDestination;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** A temporary destination that its caller alone may receive from, and that counts for the caller until it ends. */
final class GuardedTemporary implements TemporaryDestination {

    private final TemporaryDestination temporary;
    private final CallerRights rights;
    private final AtomicBoolean isOpen = new AtomicBoolean(true);

    private GuardedTemporary(TemporaryDestination temporary, CallerRights rights) {
        this.temporary = temporary;
        this.rights = rights;
    }

    static GuardedTemporary open(Supplier<TemporaryDestination> opening, CallerRights rights) {
        rights.takeTemporary();
        TemporaryDestination opened;
        try {
            opened = opening.get();
        } catch (RuntimeException e) {
            rights.giveBackTemporary();
            throw e;
        }
        rights.owns(opened.destination().name());
        return new GuardedTemporary(opened, rights);
    }

    @Override
    public Destination destination() {
        return temporary.destination();
    }

    /** If the broker refuses to close it, it stays the caller's, and counts. */
    @Override
    public void close() {
        temporary.close();
        if (isOpen.compareAndSet(true, false)) {
            rights.gaveUp(destination().name());
            rights.giveBackTemporary();
        }
    }
}
