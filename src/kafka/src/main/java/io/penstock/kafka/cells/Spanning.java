package io.penstock.kafka.cells;

import io.penstock.Capability;
import io.penstock.PenstockException;

/** Refuses what would have to happen in two cells together. */
final class Spanning {

    private Spanning() {}

    /** @param purpose as the beginning of a sentence, which names both cells */
    static PenstockException.Unsupported refusal(String purpose) {
        return new PenstockException.Unsupported(Capability.ATOMIC_ACROSS_DESTINATIONS, purpose);
    }

    /** The refusal of something of one cell that belongs together with something of another one. */
    static PenstockException.Unsupported refusal(
            String what, String name, String cell, String withWhat, String other, String otherCell) {
        return refusal(what + " '" + name + "' in the cell '" + cell + "' " + withWhat + " '" + other
                + "', which is in the cell '" + otherCell + "',");
    }
}
