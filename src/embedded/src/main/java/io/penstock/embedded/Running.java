package io.penstock.embedded;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Keeps the instances of this process by directory, so that JNDI finds what a program has started, and the other way
 * round.
 */
final class Running {

    private static final Map<Path, PenstockJms> BY_DIRECTORY = new HashMap<>();

    private Running() {}

    static Path normal(Path directory) {
        return directory.toAbsolutePath().normalize();
    }

    static synchronized PenstockJms add(Path directory, Supplier<PenstockJms> start) {
        // Whether another one runs there already is for the directory's lock to say.
        var started = start.get();
        BY_DIRECTORY.put(normal(directory), started);
        return started;
    }

    static synchronized PenstockJms findOrStart(Path directory) {
        return find(directory).orElseGet(() -> PenstockJms.start(directory));
    }

    static synchronized Optional<PenstockJms> find(Path directory) {
        return Optional.ofNullable(BY_DIRECTORY.get(normal(directory)));
    }

    /** Removes an instance. The result is false if it was removed before. */
    static synchronized boolean remove(Path directory, PenstockJms instance) {
        return BY_DIRECTORY.remove(normal(directory), instance);
    }
}
