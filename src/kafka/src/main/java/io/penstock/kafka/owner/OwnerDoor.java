package io.penstock.kafka.owner;

import io.penstock.kafka.journal.OwnerLink;
import org.jspecify.annotations.Nullable;

/** Opens the way by which other instances reach an owner, before it says that it is one. */
@FunctionalInterface
public interface OwnerDoor {

    /** A door of an owner that nobody else reaches. */
    OwnerDoor NONE = () -> null;

    /** Returns where the owner is reached. What is open already is not opened again. */
    @Nullable
    OwnerLink open();
}
