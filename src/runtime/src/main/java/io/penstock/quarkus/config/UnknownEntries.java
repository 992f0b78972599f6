package io.penstock.quarkus.config;

import io.penstock.spi.NearestName;

import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/**
 * Entries of a map in the configuration whose names nobody has. They stop nothing, since a build may have left out who
 * has the name; but a misspelt name must not be found out by its absence.
 */
public final class UnknownEntries {

    private UnknownEntries() {}

    /**
     * Makes a warning for each name that nobody has.
     *
     * @param map the name of the property that is the map
     * @param configured the names in the configuration
     * @param known the names that there are
     * @param kind what has such a name
     */
    public static List<String> of(String map, Collection<String> configured, Collection<String> known, String kind) {
        var unknown = new TreeSet<>(configured);
        unknown.removeAll(known);
        return unknown.stream()
                .map(name -> sentence(Setting.entry(map, name).property(), name, known, kind))
                .toList();
    }

    private static String sentence(String property, String name, Collection<String> known, String kind) {
        var nearest = NearestName.nearest(name, known)
                .map(each -> "did you mean '" + each + "'? ")
                .orElse("");
        var all = known.isEmpty()
                ? "There is no " + kind + " at all."
                : "These are the " + kind + "s: '" + String.join("', '", new TreeSet<>(known)) + "'.";
        return property + " is without effect, since no " + kind + " has that name"
                + (nearest.isEmpty() ? ". " : ": " + nearest) + all;
    }
}
