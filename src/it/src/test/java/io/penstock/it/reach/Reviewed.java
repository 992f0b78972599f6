package io.penstock.it.reach;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Accesses that need no metadata, each with a reason: the list {@code reach/reviewed.txt}. A line has four columns,
 * separated by bars: kinds, target, caller, reason. An asterisk stands for any text.
 */
final class Reviewed {

    private static final String FILE = "/reach/reviewed.txt";
    private static final Pattern FEATURE = Pattern.compile("feature ([\\w.$]+\\.[\\w$]+)");

    /** One line of the list. */
    record Line(
            String text, Set<Access.Kind> kinds, Pattern target, Pattern caller, String reason, Set<String> features) {

        /** A line that names features in its reason holds for what they register, and for nothing else. */
        boolean matches(Access access, Features known) throws IOException {
            if (!kinds.contains(access.kind())
                    || !target.matcher(access.target()).matches()
                    || !caller.matcher(access.caller()).matches()) {
                return false;
            }
            for (String feature : features) {
                if (!known.know(feature, access.target())) {
                    return false;
                }
            }
            return true;
        }
    }

    private final List<Line> lines;
    private final Set<Line> used = new HashSet<>();

    private Reviewed(List<Line> lines) {
        this.lines = lines;
    }

    static Reviewed read() throws IOException {
        try (InputStream in = Objects.requireNonNull(Reviewed.class.getResourceAsStream(FILE))) {
            var lines = new ArrayList<Line>();
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    lines.add(parse(line));
                }
            }
            return new Reviewed(lines);
        }
    }

    private static Line parse(String line) {
        var columns = line.split("\\|", -1);
        if (columns.length != 4 || columns[3].isBlank()) {
            throw new IllegalArgumentException("Four columns are needed, the last with a reason: " + line);
        }
        var kinds = new HashSet<Access.Kind>();
        for (String kind : columns[0].strip().split("\\s+")) {
            kinds.add(Access.Kind.valueOf(kind));
        }
        var reason = columns[3].strip();
        return new Line(line, kinds, glob(columns[1]), glob(columns[2]), reason, featuresIn(reason));
    }

    private static Set<String> featuresIn(String reason) {
        var features = new HashSet<String>();
        var names = FEATURE.matcher(reason);
        while (names.find()) {
            features.add(names.group(1));
        }
        return features;
    }

    private static Pattern glob(String column) {
        var pattern = new StringBuilder();
        for (String literal : column.strip().split("\\*", -1)) {
            pattern.append(pattern.isEmpty() ? "" : ".*").append(Pattern.quote(literal));
        }
        return Pattern.compile(pattern.toString());
    }

    /** Nothing of ours is ever excused, whatever the list says. */
    boolean contains(Access access, List<String> missing, Features features) throws IOException {
        if (isOurs(access.target()) || missing.stream().anyMatch(Reviewed::isOurs)) {
            return false;
        }
        boolean found = false;
        for (var line : lines) {
            if (line.matches(access, features)) {
                used.add(line);
                found = true;
            }
        }
        return found;
    }

    private static boolean isOurs(String name) {
        return name.replaceFirst("^\\[+L", "").startsWith("io.penstock.");
    }

    List<Line> lines() {
        return lines;
    }

    /** Those that reasons name: they register in code what no metadata tells. */
    Set<String> features() {
        var features = new HashSet<String>();
        lines.forEach(line -> features.addAll(line.features()));
        return features;
    }

    /** Lines that excuse nothing any more. */
    List<Line> unused() {
        return lines.stream().filter(line -> !used.contains(line)).toList();
    }
}
