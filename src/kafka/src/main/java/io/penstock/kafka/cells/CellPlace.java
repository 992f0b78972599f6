package io.penstock.kafka.cells;

import io.penstock.PenstockException;
import org.jspecify.annotations.Nullable;

import java.util.Locale;
import java.util.Objects;

/**
 * The cell that a name belongs to, and whether that is about to end.
 *
 * @param cell its name
 * @param detail what whoever goes on with a move has to know; null if nothing is moved
 */
public record CellPlace(String cell, State state, @Nullable String detail) {

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

    public CellPlace {
        Objects.requireNonNull(cell, "cell");
        Objects.requireNonNull(state, "state");
    }

    /** The place of a name that belongs to the cell. */
    public static CellPlace in(String cell) {
        return new CellPlace(cell, State.SETTLED, null);
    }

    /** The place of a name that is being moved away from the cell. */
    static CellPlace moving(String cell, String detail) {
        return new CellPlace(cell, State.MOVING, detail);
    }

    /** The same cell with another state. */
    CellPlace as(State other) {
        return new CellPlace(cell, other, null);
    }

    /** The text as which it is kept: the cell alone, or the cell and the state. */
    String text() {
        return state == State.SETTLED
                ? cell
                : cell + BETWEEN + state.name().toLowerCase(Locale.ROOT) + (detail == null ? "" : BETWEEN + detail);
    }

    /**
     * Reads what {@link #text} wrote.
     *
     * @throws PenstockException.StorageUnusable if it is no such text
     */
    static CellPlace parse(String text) {
        var parts = text.split(BETWEEN, 3);
        try {
            return parts.length == 1
                    ? in(parts[0])
                    : new CellPlace(
                            parts[0],
                            State.valueOf(parts[1].toUpperCase(Locale.ROOT)),
                            parts.length == 3 ? parts[2] : null);
        } catch (IllegalArgumentException e) {
            throw new PenstockException.StorageUnusable("A placement says '" + text
                    + "', which this version does not know: use the version that wrote it, or a later one.");
        }
    }
}
