package io.penstock.it.reach;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What was reached at run time without being named in the code: one line of the recorder's.
 *
 * @param target a class, a resource, a library
 * @param members that were found or used, as {@code declaring.Class#name(types)}; for a proxy, its interfaces
 * @param caller the first of the application's or its libraries' classes on the stack
 * @param via what of the JDK acted for the caller; empty if it acted itself
 * @param initializers classes of which the static initializers were under way
 */
record Access(Kind kind, String target, List<String> members, String caller, String via, List<String> initializers) {

    /** By what is asked of the metadata. */
    enum Kind {
        CLASS,
        METHODS,
        CONSTRUCTORS,
        FIELDS,
        CLASSES,
        COMPONENTS,
        METHOD,
        CONSTRUCTOR,
        FIELD,
        INVOKE,
        CONSTRUCT,
        HANDLE,
        ACCESS,
        ALLOCATE,
        ARRAY,
        PROXY,
        SERIALIZE,
        RESOURCE,
        BUNDLE,
        LIBRARY,
        DEFINE
    }

    /** Starts the application in the form of jars, which is of no concern to an image. */
    private static final String LAUNCHER = "io.quarkus.bootstrap.";

    static List<Access> read(Path record) throws IOException {
        try (Stream<String> lines = Files.lines(record)) {
            return lines.distinct()
                    .map(Access::parse)
                    .filter(access -> !access.caller().startsWith(LAUNCHER))
                    .toList();
        }
    }

    private static Access parse(String line) {
        var fields = line.split("\t", -1);
        return new Access(Kind.valueOf(fields[0]), fields[1], list(fields[2]), fields[3], fields[4], list(fields[5]));
    }

    private static List<String> list(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split(";(?=[^)]*(?:[(]|$))"));
    }

    /** An initializer that the image builder runs has all of reflection at hand, whatever the image knows. */
    boolean isOfTheBuilder(Set<String> initializedAtRunTime) {
        return initializers.stream().anyMatch(type -> !initializedAtRunTime.contains(type));
    }

    @Override
    public String toString() {
        return kind + " " + target + (members.isEmpty() ? "" : " " + members) + " by " + caller
                + (via.isEmpty() ? "" : " through " + via);
    }
}
