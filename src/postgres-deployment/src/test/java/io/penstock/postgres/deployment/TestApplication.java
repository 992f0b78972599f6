package io.penstock.postgres.deployment;

import io.quarkus.test.QuarkusUnitTest;
import org.awaitility.Awaitility;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * An application with handlers of its own and migrations of its own, which Hibernate checks its entities against.
 * Its persistence unit has its own package alone, and that of the inbox nevertheless. No
 * URL is configured: the database is that of the Dev Service, a real PostgreSQL.
 */
final class TestApplication {

    /** A busy machine starts an application slowly; waiting longer costs nothing when all is well. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final String MIGRATION = "db/migration/V1__payment.sql";

    static {
        Awaitility.setDefaultTimeout(PATIENCE);
    }

    private TestApplication() {}

    static QuarkusUnitTest of(Class<?>... classes) {
        return bare(classes)
                .withApplicationRoot(root -> root.addClasses(Payment.class, PaymentListener.class, FakeDelivery.class)
                        .addClasses(Sql.class, TestApplication.class)
                        .addClasses(classes)
                        .addAsResource(MIGRATION))
                .overrideConfigKey("quarkus.flyway.migrate-at-start", "true")
                .overrideConfigKey("quarkus.hibernate-orm.packages", TestApplication.class.getPackageName())
                .overrideConfigKey("quarkus.hibernate-orm.schema-management.strategy", "validate");
    }

    /** An application of these classes alone. */
    static QuarkusUnitTest bare(Class<?>... classes) {
        var data = emptyDirectory();
        return new QuarkusUnitTest()
                .withApplicationRoot(
                        root -> root.addClass(TestApplication.class).addClasses(classes))
                .overrideRuntimeConfigKey("quarkus.penstock.data", data.toString())
                .overrideRuntimeConfigKey("quarkus.penstock.journal.file-size", "8M")
                .overrideRuntimeConfigKey(
                        "quarkus.transaction-manager.object-store.directory",
                        data.resolveSibling(data.getFileName() + "-transactions")
                                .toString())
                .overrideRuntimeConfigKey("quarkus.http.test-port", "0");
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
