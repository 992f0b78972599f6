package io.penstock.server.cli;

import io.penstock.broker.migration.MigratedContent;
import io.penstock.broker.migration.MigratedPartition;
import io.penstock.kafka.migrate.MigrationReport;

/** Prints how far a migration has come. */
interface MigrationLines {

    void surveyed(MigratedContent content);

    void cleared();

    void copied(MigratedPartition partition);

    void verifying();

    /** @param target where everything is now */
    void report(MigrationReport report, String target);
}
