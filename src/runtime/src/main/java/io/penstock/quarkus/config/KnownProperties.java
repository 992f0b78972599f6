package io.penstock.quarkus.config;

import io.penstock.PenstockException;
import io.penstock.spi.NearestName;
import io.smallrye.config.PropertyName;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * The names of all properties below {@code quarkus.penstock.} and {@code penstock.} that somebody reads. Quarkus only
 * warns of a name that nobody reads, but a misspelt durability or size must not be found out by its absence.
 */
public final class KnownProperties {

    private final List<PropertyName> patterns;
    private final List<String> names;

    /** @param names the names; {@code *} stands for a key of a map, and {@code [*]} for the index of a list */
    public KnownProperties(List<String> names) {
        this.names = List.copyOf(names);
        this.patterns = names.stream().map(PropertyName::new).toList();
    }

    /**
     * Refuses names that nobody reads.
     *
     * @param configured the names of all properties that have a value, whoever they belong to
     * @throws PenstockException.InvalidConfiguration with all unknown names, and what each probably means
     */
    public void check(Iterable<String> configured) {
        var unknown = new TreeSet<String>();
        for (var name : configured) {
            if (isOurs(name) && !isKnown(name)) {
                unknown.add(name);
            }
        }
        // A short name is listed under its long name too.
        unknown.removeIf(name -> name.startsWith(ShortNames.LONG) && unknown.contains(shortName(name)));
        if (!unknown.isEmpty()) {
            var problems = new ArrayList<String>();
            unknown.forEach(name -> problems.add(sentence(name)));
            throw new PenstockException.InvalidConfiguration(String.join(" ", problems));
        }
    }

    private String sentence(String name) {
        var nearest = NearestName.nearest(name, candidates(name));
        return name + " is no property"
                + nearest.map(each -> ": did you mean " + each + "?").orElse(": remove it.");
    }

    /** Whether a name lies below one of the prefixes. */
    public static boolean isOurs(String name) {
        return name.startsWith(ShortNames.LONG) || name.startsWith(ShortNames.SHORT);
    }

    private static String shortName(String name) {
        return ShortNames.SHORT + name.substring(ShortNames.LONG.length());
    }

    private boolean isKnown(String name) {
        var property = new PropertyName(ShortNames.isShort(name) ? ShortNames.longName(name) : name);
        return patterns.stream().anyMatch(property::equals);
    }

    /** The known names in the form in which the unknown one is written: short or long, and with its keys of maps. */
    private List<String> candidates(String name) {
        boolean isLong = name.startsWith(ShortNames.LONG);
        var parts = PropertyParts.of(name);
        var candidates = new ArrayList<String>();
        for (var known : names) {
            var written = isLong || !known.startsWith(ShortNames.LONG) ? known : shortName(known);
            candidates.add(PropertyParts.filled(written, parts));
        }
        return candidates;
    }
}
