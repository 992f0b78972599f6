package io.penstock.kafka.migrate;

import io.penstock.broker.migration.MigratedContent;
import io.penstock.broker.migration.MigrationResult;
import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * What a migration has found and done.
 *
 * @param content what there was to copy
 * @param result what was copied, and is the same on the other side; null if it was only tried
 * @param hasAlerts whether there were states of alerts, which came along
 * @param leftFiles files beside the log that are left where they are
 */
public record MigrationReport(
        MigratedContent content, @Nullable MigrationResult result, boolean hasAlerts, List<String> leftFiles) {

    public MigrationReport {
        leftFiles = List.copyOf(leftFiles);
    }
}
