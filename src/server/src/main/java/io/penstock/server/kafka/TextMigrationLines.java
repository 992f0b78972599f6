package io.penstock.server.kafka;

import io.penstock.PlainText;
import io.penstock.broker.migration.MigratedContent;
import io.penstock.broker.migration.MigratedPartition;
import io.penstock.kafka.migrate.MigrationReport;

import java.io.PrintWriter;

/** Prints for people how far a migration has come. */
public final class TextMigrationLines implements MigrationLines {

    private final PrintWriter out;

    public TextMigrationLines(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void surveyed(MigratedContent content) {
        for (var name : content.destinations()) {
            long messages = content.partitions().stream()
                    .filter(each -> each.destination().equals(name))
                    .mapToLong(MigratedContent.PartitionContent::records)
                    .sum();
            out.println(name + ": " + messages + " messages in " + content.partitionsOf(name) + " partition(s)");
        }
        out.println("messages: " + content.records() + ", bytes: " + content.bytes());
        if (content.leftOut() > 0) {
            out.println(
                    "not copied: " + content.leftOut() + " messages that were not to outlive a process that has ended");
        }
    }

    @Override
    public void cleared() {
        out.println("An interrupted migration had left something, which was deleted. It begins anew.");
    }

    @Override
    public void copied(MigratedPartition partition) {
        out.println("copied " + partition.destination() + "/" + partition.index() + ": " + partition.records()
                + " messages, checksum " + partition.checksumText());
    }

    @Override
    public void verifying() {
        out.println("Everything is copied. Reading it again to compare...");
    }

    @Override
    public void report(MigrationReport report, String target) {
        if (report.hasAlerts()) {
            out.println("alerts: come along");
        }
        report.leftFiles().forEach(file -> out.println("not copied: the file " + PlainText.of(file)));
        var result = report.result();
        if (result == null) {
            out.println("Nothing was written. Without --dry-run this is copied to " + PlainText.of(target) + ".");
            return;
        }
        out.println("state: " + result.entries() + " entries, checksum " + result.stateChecksumText());
        out.println("Migrated to " + PlainText.of(target) + ": " + result.records()
                + " messages, the same on both sides. The original is as it was: do not start anything on it.");
    }
}
