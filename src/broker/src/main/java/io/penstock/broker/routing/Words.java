package io.penstock.broker.routing;

import java.util.ArrayList;
import java.util.List;

/** Splits routing keys, names and patterns into words at dots. An empty text has no words. */
final class Words {

    private static final char SEPARATOR = '.';

    private Words() {}

    static List<String> of(String text) {
        if (text.isEmpty()) {
            return List.of();
        }
        var words = new ArrayList<String>();
        int from = 0;
        for (int dot = text.indexOf(SEPARATOR); dot >= 0; dot = text.indexOf(SEPARATOR, from)) {
            words.add(text.substring(from, dot));
            from = dot + 1;
        }
        words.add(text.substring(from));
        return words;
    }
}
