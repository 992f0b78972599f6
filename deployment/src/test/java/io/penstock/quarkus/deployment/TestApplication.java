package io.penstock.quarkus.deployment;

import io.quarkus.test.QuarkusUnitTest;
import org.awaitility.Awaitility;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/** An application on a data directory of its own. */
final class TestApplication {

    /** A busy machine starts an application slowly; waiting longer costs nothing when all is well. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    static {
        Awaitility.setDefaultTimeout(PATIENCE);
    }

    private TestApplication() {}

    static QuarkusUnitTest of(Class<?>... classes) {
        return on(emptyDirectory(), classes);
    }

    static QuarkusUnitTest on(Path data, Class<?>... classes) {
        return new QuarkusUnitTest()
                .withApplicationRoot(root -> root.addClasses(classes).addClass(TestApplication.class))
                .overrideRuntimeConfigKey("penstock.data", data.toString())
                .overrideRuntimeConfigKey("penstock.journal.file-size", "8M")
                .overrideRuntimeConfigKey(
                        "quarkus.transaction-manager.object-store.directory",
                        data.resolveSibling(data.getFileName() + "-transactions")
                                .toString())
                .overrideRuntimeConfigKey("quarkus.http.test-port", "0");
    }

    /** A port that nobody listens on now. */
    static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Deleted when the tests end: journal files are large. */
    static Path emptyDirectory() {
        try {
            var directory = Files.createTempDirectory(Files.createDirectories(Path.of("target", "data")), "penstock-")
                    .toAbsolutePath();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(directory.toFile())));
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(File file) {
        var children = file.listFiles();
        if (children != null) {
            Stream.of(children).forEach(TestApplication::delete);
        }
        file.delete();
    }
}
