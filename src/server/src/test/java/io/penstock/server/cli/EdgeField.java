package io.penstock.server.cli;

import java.util.List;
import java.util.function.Supplier;

/**
 * A value that a request may have.
 *
 * @param name in JSON the whole path, with points
 * @param usual a value that is accepted
 * @param edge a value that may be anything; null if there is only the usual one
 * @param isNeeded whether no request is accepted without it
 */
record EdgeField(String name, Supplier<String> usual, Supplier<String> edge, boolean isNeeded) {

    EdgeField needed() {
        return new EdgeField(name, usual, edge, true);
    }

    boolean isFixed() {
        return edge == null;
    }

    EdgeField under(String prefix) {
        return new EdgeField(prefix + "." + name, usual, edge, isNeeded);
    }

    List<String> path() {
        return List.of(name.split("\\."));
    }

    /** What a refusal has to name. */
    String word() {
        var path = path();
        return path.get(path.size() - 1);
    }
}
