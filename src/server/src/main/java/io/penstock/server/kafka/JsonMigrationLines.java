package io.penstock.server.kafka;

import io.penstock.broker.migration.MigratedContent;
import io.penstock.broker.migration.MigratedPartition;
import io.penstock.kafka.migrate.MigrationReport;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Prints for programs how far a migration has come. */
public final class JsonMigrationLines implements MigrationLines {

    private final Consumer<Map<String, Object>> lines;

    /** @param lines takes each line as an object */
    public JsonMigrationLines(Consumer<Map<String, Object>> lines) {
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
            lines.accept(line);
        }
    }

    @Override
    public void cleared() {
        lines.accept(line("cleared"));
    }

    @Override
    public void copied(MigratedPartition partition) {
        var line = line("copied");
        line.put("destination", partition.destination());
        line.put("partition", partition.index());
        line.put("messages", partition.records());
        line.put("bytes", partition.bytes());
        line.put("checksum", partition.checksumText());
        lines.accept(line);
    }

    @Override
    public void verifying() {
        lines.accept(line("verifying"));
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
        lines.accept(line);
    }

    private static Map<String, Object> line(String type) {
        var line = new LinkedHashMap<String, Object>();
        line.put("type", type);
        return line;
    }
}
