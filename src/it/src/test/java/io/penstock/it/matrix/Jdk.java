package io.penstock.it.matrix;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A Java installation that applications are built with, and run on. */
record Jdk(Path home) {

    private static final String NEWEST = "25";

    /** Where Linux distributions put them; {@code -Dpenstock.matrix.jdk25} and {@code JAVA_HOME_25} name another. */
    private static final Path INSTALLED = Path.of("/usr/lib/jvm");

    static Jdk ofThisBuild() {
        return new Jdk(Path.of(System.getProperty("java.home")));
    }

    static Optional<Jdk> newest() throws IOException {
        var named = System.getProperty("penstock.matrix.jdk25", System.getenv("JAVA_HOME_25"));
        if (named != null) {
            return Optional.of(new Jdk(Path.of(named)));
        }
        if (!Files.isDirectory(INSTALLED)) {
            return Optional.empty();
        }
        try (Stream<Path> homes = Files.list(INSTALLED)) {
            return homes.filter(home -> home.getFileName().toString().contains(NEWEST))
                    .filter(home -> Files.isExecutable(home.resolve("bin/javac")))
                    .findFirst()
                    .map(Jdk::new);
        }
    }

    String java() {
        return home.resolve("bin/java").toString();
    }

    Map<String, String> environment() {
        return Map.of("JAVA_HOME", home.toString());
    }
}
