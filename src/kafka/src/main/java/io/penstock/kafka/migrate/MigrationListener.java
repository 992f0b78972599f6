package io.penstock.kafka.migrate;

import io.penstock.broker.migration.MigratedContent;
import io.penstock.broker.migration.MigratedPartition;

/** Is told how far a migration has come. All calls come from the thread that runs it. */
public interface MigrationListener {

    /** Nobody listens. */
    MigrationListener NONE = new MigrationListener() {};

    /** All that is to be copied was read once. */
    default void surveyed(MigratedContent content) {}

    /** What an interrupted migration had left is deleted. */
    default void cleared() {}

    /** The messages of a partition were copied. */
    default void copied(MigratedPartition partition) {}

    /** Everything was copied, and is read again from the other side. */
    default void verifying() {}
}
