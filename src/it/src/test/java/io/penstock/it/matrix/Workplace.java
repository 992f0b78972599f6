package io.penstock.it.matrix;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What the applications are made of, and where. */
record Workplace(Path sources, ReadmeSamples readme, Maven maven) {

    private static final String REPOSITORY = "penstock.matrix.repository";

    /** The user that this test process plays: each has a repository of its own, since two run at a time. */
    private static final String USER = "penstock.matrix.user";

    private static final Path SOURCES = Path.of("../..").toAbsolutePath().normalize();
    private static final Path TARGET = Path.of("target", "matrix").toAbsolutePath();
    private static final List<String> WRAPPER = List.of("mvnw", "mvnw.cmd", ".mvn/wrapper/maven-wrapper.properties");

    static Workplace open() throws IOException {
        var others = System.getProperty(REPOSITORY);
        if (others == null) {
            throw new IllegalStateException("Set " + REPOSITORY + " to a local Maven repository, as the build does");
        }
        var user = System.getProperty(USER, "");
        if (!user.matches("user-\\d+")) {
            throw new IllegalStateException(USER + " must be user-1, user-2 and so on, as the build sets it, and is '"
                    + user + "': two test processes with one repository would delete each other's artifacts");
        }
        var repository = UserRepository.create(SOURCES, Path.of(others), TARGET.resolve(user));
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
