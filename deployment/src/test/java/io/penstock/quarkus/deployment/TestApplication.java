package io.penstock.quarkus.deployment;

import io.quarkus.test.QuarkusUnitTest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** An application on a data directory of its own. */
final class TestApplication {

    private TestApplication() {}

    static QuarkusUnitTest of(Class<?>... classes) {
        return on(emptyDirectory(), classes);
    }

    static QuarkusUnitTest on(Path data, Class<?>... classes) {
        return new QuarkusUnitTest()
                .withApplicationRoot(root -> root.addClasses(classes).addClass(TestApplication.class))
                .overrideRuntimeConfigKey("penstock.data", data.toString())
                .overrideRuntimeConfigKey("penstock.journal.file-size", "8M")
                .overrideRuntimeConfigKey("quarkus.http.test-port", "0");
    }

    static Path emptyDirectory() {
        try {
            return Files.createTempDirectory(Files.createDirectories(Path.of("target", "data")), "penstock-")
                    .toAbsolutePath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
