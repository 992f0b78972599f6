package io.penstock.server.cli;

import io.penstock.broker.migration.MigratedContent;
import io.penstock.broker.migration.MigratedPartition;
import io.penstock.kafka.migrate.MigrationReport;

import java.util.LinkedHashMap;
import java.util.Map;

/** Prints for programs how far a migration has come. */
final class JsonMigrationLines implements MigrationLines {

    private final JsonLines lines;

    JsonMigrationLines(JsonLines lines) {
        this.lines = lines;
    }

    @Override
    public void surveyed(MigratedContent content) {
        for (var partition : content.partitions()) {
            var line = line("found");
            line.put("destination", partition.destination());
            line.put("partition", partition.index());
            line.put("messages", partition.records());
            line.put("bytes", partition.bytes());
            lines.print(line);
        }
    }

    @Override
    public void cleared() {
        lines.print(line("cleared"));
    }

    @Override
    public void copied(MigratedPartition partition) {
        var line = line("copied");
        line.put("destination", partition.destination());
        line.put("partition", partition.index());
        line.put("messages", partition.records());
        line.put("bytes", partition.bytes());
        line.put("checksum", partition.checksumText());
        lines.print(line);
    }

    @Override
    public void verifying() {
        lines.print(line("verifying"));
    }

    @Override
    public void report(MigrationReport report, String target) {
        var line = line("summary");
        line.put("target", target);
        line.put("messages", report.content().records());
        line.put("bytes", report.content().bytes());
        line.put("notCopied", report.content().leftOut());
        line.put("alerts", report.hasAlerts());
        line.put("filesNotCopied", report.leftFiles());
        var result = report.result();
        line.put("done", result != null);
        if (result != null) {
            line.put("stateEntries", result.entries());
            line.put("stateChecksum", result.stateChecksumText());
        }
        lines.print(line);
    }

    private static Map<String, Object> line(String type) {
        var line = new LinkedHashMap<String, Object>();
        line.put("type", type);
        return line;
    }
}
