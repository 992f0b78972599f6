package io.penstock.server.kafka;

import io.penstock.broker.migration.MigratedContent;
import io.penstock.broker.migration.MigratedPartition;
import io.penstock.kafka.migrate.MigrationReport;

/** Prints how far a migration has come. */
public interface MigrationLines {

    void surveyed(MigratedContent content);

    void cleared();

    void copied(MigratedPartition partition);

    void verifying();

    /** @param target where everything is now */
    void report(MigrationReport report, String target);
}
