package io.penstock.testkit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** The directory of a {@link FaultyStorage}: which names it has, which of them are on the disk, and what came since. */
final class NameTable {

    private final Map<String, FileContent> current = new LinkedHashMap<>();
    private final Map<String, FileContent> forced = new LinkedHashMap<>();
    private final List<Change> unforced = new ArrayList<>();

    /** One step of a directory: it takes place whole or not at all. */
    @FunctionalInterface
    private interface Change {
        void apply(Map<String, FileContent> names);
    }

    Map<String, FileContent> current() {
        return current;
    }

    boolean isForced() {
        return unforced.isEmpty();
    }

    void put(String name, FileContent content) {
        change(names -> names.put(name, content));
    }

    void rename(String from, String to) {
        var content = current.get(from);
        content.name = to;
        change(names -> {
            // On the disk the old name may still belong to another file, or not exist yet.
            names.remove(from, content);
            names.put(to, content);
        });
    }

    void delete(String name) {
        var content = current.get(name);
        change(names -> names.remove(name, content));
    }

    private void change(Change change) {
        change.apply(current);
        unforced.add(change);
    }

    void force() {
        unforced.clear();
        forced.clear();
        forced.putAll(current);
    }

    /** What was forced, and of the changes since some first ones, or any. */
    Map<String, FileContent> afterCrash(Random random) {
        var left = new LinkedHashMap<>(forced);
        var inOrder = random.nextBoolean();
        var first = random.nextInt(unforced.size() + 1);
        for (var i = 0; i < unforced.size(); i++) {
            if (inOrder ? i < first : random.nextBoolean()) {
                unforced.get(i).apply(left);
            }
        }
        return left;
    }
}
