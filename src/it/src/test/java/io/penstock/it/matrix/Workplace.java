package io.penstock.it.matrix;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What the applications are made of, and where. */
record Workplace(Path sources, ReadmeSamples readme, Maven maven) {

    private static final String REPOSITORY = "penstock.matrix.repository";

    /** The number of the test process: each has a repository of its own, since two run at a time. */
    private static final String PROCESS = System.getProperty("penstock.matrix.process", "1");

    private static final Path SOURCES = Path.of("../..").toAbsolutePath().normalize();
    private static final Path TARGET = Path.of("target", "matrix").toAbsolutePath();
    private static final List<String> WRAPPER = List.of("mvnw", "mvnw.cmd", ".mvn/wrapper/maven-wrapper.properties");

    static Workplace open() throws IOException {
        var others = System.getProperty(REPOSITORY);
        if (others == null) {
            throw new IllegalStateException("Set " + REPOSITORY + " to a local Maven repository, as the build does");
        }
        var repository = UserRepository.create(SOURCES, Path.of(others), TARGET.resolve("repository-" + PROCESS));
        return new Workplace(
                SOURCES,
                ReadmeSamples.read(SOURCES.resolve("README.md")),
                new Maven(repository, TARGET.resolve("logs")));
    }

    /** Where the folders of the parts are. */
    Path parts() {
        return SOURCES.resolve("src/it/matrix");
    }

    /** So much of this project's folder as a newcomer copies from. */
    void copyWrapperTo(Path folder) throws IOException {
        for (var file : WRAPPER) {
            var target = folder.resolve(file);
            Files.createDirectories(target.getParent());
            Files.copy(SOURCES.resolve(file), target);
            target.toFile().setExecutable(Files.isExecutable(SOURCES.resolve(file)));
        }
    }
}
