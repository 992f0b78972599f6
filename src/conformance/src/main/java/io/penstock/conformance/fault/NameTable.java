package io.penstock.conformance.fault;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;

/**
 * Holds the names of a {@link FaultyStorage} and its folders: those that are there, those that are on the disk, and the
 * changes in between. A name belongs to the folder that stands before its last slash, and to no other.
 */
final class NameTable {

    private final Map<String, FileContent> current = new LinkedHashMap<>();
    private final Map<String, FileContent> forced = new LinkedHashMap<>();
    private final List<Change> unforced = new ArrayList<>();

    /** One change of a directory, which takes place as a whole or not at all. */
    private record Change(String folder, Consumer<Map<String, FileContent>> step) {}

    Map<String, FileContent> current() {
        return current;
    }

    /** Whether nothing is uncertain of that folder. */
    boolean isForced(String folder) {
        return unforced.stream().noneMatch(change -> change.folder.equals(folder));
    }

    static String folder(String name) {
        return name.substring(0, name.lastIndexOf('/') + 1);
    }

    void put(String name, FileContent content) {
        change(name, names -> names.put(name, content));
    }

    void rename(String from, String to) {
        var content = current.get(from);
        content.name = to;
        if (!folder(from).equals(folder(to))) {
            throw new IllegalArgumentException("From one folder to another: " + from + " to " + to);
        }
        change(to, names -> {
            // On the disk the old name may still belong to another file, or not exist yet.
            names.remove(from, content);
            names.put(to, content);
        });
    }

    void delete(String name) {
        var content = current.get(name);
        change(name, names -> names.remove(name, content));
    }

    private void change(String name, Consumer<Map<String, FileContent>> step) {
        step.accept(current);
        unforced.add(new Change(folder(name), step));
    }

    /** Makes all changes of one folder survive, and of no other. */
    void force(String folder) {
        for (var changes = unforced.iterator(); changes.hasNext(); ) {
            var change = changes.next();
            if (change.folder.equals(folder)) {
                change.step.accept(forced);
                changes.remove();
            }
        }
    }

    /** The names after a crash: what was forced, and of the changes since either some first ones, or any. */
    Map<String, FileContent> afterCrash(Random random) {
        var left = new LinkedHashMap<>(forced);
        var inOrder = random.nextBoolean();
        var first = random.nextInt(unforced.size() + 1);
        for (var i = 0; i < unforced.size(); i++) {
            if (inOrder ? i < first : random.nextBoolean()) {
                unforced.get(i).step.accept(left);
            }
        }
        return left;
    }
}
