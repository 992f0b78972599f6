package io.penstock.kafka.cells;

import io.penstock.PenstockException;

import java.util.Locale;
import java.util.Objects;

/**
 * The cell that a name belongs to, and whether that is about to end.
 *
 * @param cell its name
 */
public record Place(String cell, State state) {

    /** What is known of a place. */
    public enum State {

        /** The name belongs to the cell. */
        SETTLED,

        /** The destination is being deleted: whoever finds it gone may give its name another cell. */
        LEAVING,

        /** The destination is being moved to another cell: nobody may use it now. */
        MOVING
    }

    private static final String BETWEEN = " ";

    public Place {
        Objects.requireNonNull(cell, "cell");
        Objects.requireNonNull(state, "state");
    }

    /** The place of a name that belongs to the cell. */
    public static Place in(String cell) {
        return new Place(cell, State.SETTLED);
    }

    /** The same cell with another state. */
    Place as(State other) {
        return new Place(cell, other);
    }

    /** The text as which it is kept: the cell alone, or the cell and the state. */
    String text() {
        return state == State.SETTLED ? cell : cell + BETWEEN + state.name().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads what {@link #text} wrote.
     *
     * @throws PenstockException.StorageUnusable if it is no such text
     */
    static Place parse(String text) {
        var parts = text.split(BETWEEN, -1);
        try {
            return parts.length == 1
                    ? in(parts[0])
                    : new Place(parts[0], State.valueOf(parts[1].toUpperCase(Locale.ROOT)));
        } catch (IllegalArgumentException e) {
            throw new PenstockException.StorageUnusable("A placement says '" + text
                    + "', which this version does not know: use the version that wrote it, or a later one.");
        }
    }
}
