package io.penstock.spi;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/**
 * Finds the name that somebody probably meant, for a front door that refuses one that it does not know: the one that
 * the fewest changes of single letters lead to.
 */
public final class NearestName {

    /** A name of which more than one letter in this many is different is another name. */
    private static final int LETTERS_PER_CHANGE = 3;

    /** What is longer is no slip of the pen, and the comparison would take the square of its length. */
    private static final int MAX_LENGTH = 100;

    private NearestName() {}

    /** How an error message goes on: with the nearest name, if one is near. */
    public static String hint(String name, Collection<String> known) {
        return nearest(name, known)
                .map(nearest -> ": did you mean '" + nearest + "'?")
                .orElse(": remove it");
    }

    /** The nearest of the known names, if one is near. */
    public static Optional<String> nearest(String name, Collection<String> known) {
        if (name.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        return known.stream()
                .filter(each -> distance(name, each) <= Math.max(1, each.length() / LETTERS_PER_CHANGE))
                .min(Comparator.<String>comparingInt(each -> distance(name, each))
                        .thenComparing(each -> each));
    }

    private static int distance(String from, String to) {
        var row = new int[to.length() + 1];
        for (int column = 0; column < row.length; column++) {
            row[column] = column;
        }
        for (int line = 1; line <= from.length(); line++) {
            int diagonal = row[0];
            row[0] = line;
            for (int column = 1; column < row.length; column++) {
                int replaced = diagonal + (from.charAt(line - 1) == to.charAt(column - 1) ? 0 : 1);
                diagonal = row[column];
                row[column] = Math.min(replaced, 1 + Math.min(row[column], row[column - 1]));
            }
        }
        return row[to.length()];
    }
}
