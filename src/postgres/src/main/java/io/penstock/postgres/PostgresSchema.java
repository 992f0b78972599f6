package io.penstock.postgres;

import io.quarkus.runtime.StartupEvent;
import org.flywaydb.core.Flyway;

import java.util.List;
import javax.sql.DataSource;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;

/**
 * Creates and updates the tables of Penstock, with a Flyway of its own. An application's migrations keep their
 * location, their history table and their version numbers, and neither sees the other's. Replicas that start together
 * wait for each other.
 */
@ApplicationScoped
public class PostgresSchema {

    private static final String HISTORY_TABLE = "penstock_schema_history";

    private final DefaultDatabase database;
    private final PostgresConfig config;

    PostgresSchema(DefaultDatabase database, PostgresConfig config) {
        this.database = database;
        this.config = config;
    }

    /** Migrates before the observers of applications and of the listeners, which may claim at once. */
    void start(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent event) {
        if (config.migrateAtStart()) {
            database.dataSource().ifPresent(PostgresSchema::migrate);
        }
    }

    /** Migrates a database. */
    public static void migrate(DataSource dataSource) {
        Flyway.configure(PostgresSchema.class.getClassLoader())
                .dataSource(dataSource)
                .table(HISTORY_TABLE)
                // The schema is the application's and seldom empty, so there is always something to build upon.
                .baselineOnMigrate(true)
                .baselineVersion("0")
                // The scripts are named here instead of found by scanning: a native executable has no class path to
                // scan.
                .resourceProvider(new MigrationScripts("V1__inbox.sql", "V2__outbox.sql", "V3__triage.sql"))
                .javaMigrationClassProvider(List::of)
                .load()
                .migrate();
    }
}
