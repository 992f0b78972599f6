package io.penstock.quarkus.config;

import java.util.ArrayList;
import java.util.List;

/** The parts of a property's name between its dots. A quoted part may have dots of its own. */
final class PropertyParts {

    private static final String KEY = "*";
    private static final String INDEX = "[*]";

    private PropertyParts() {}

    static List<String> of(String name) {
        var parts = new ArrayList<String>();
        int from = 0;
        boolean quoted = false;
        for (int i = 0; i < name.length(); i++) {
            char character = name.charAt(i);
            if (character == '"') {
                quoted = !quoted;
            } else if (character == '.' && !quoted) {
                parts.add(name.substring(from, i));
                from = i + 1;
            }
        }
        parts.add(name.substring(from));
        return parts;
    }

    /** A pattern with the keys and indexes that a name has in the same places. */
    static String filled(String pattern, List<String> parts) {
        var filled = of(pattern);
        for (int i = 0; i < filled.size() && i < parts.size(); i++) {
            var part = filled.get(i);
            if (part.equals(KEY)) {
                filled.set(i, parts.get(i));
            } else if (part.endsWith(INDEX) && parts.get(i).endsWith("]")) {
                int index = parts.get(i).lastIndexOf('[');
                filled.set(
                        i,
                        part.substring(0, part.length() - INDEX.length())
                                + parts.get(i).substring(Math.max(0, index)));
            }
        }
        return String.join(".", filled);
    }
}
