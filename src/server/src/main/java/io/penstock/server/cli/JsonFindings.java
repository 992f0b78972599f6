package io.penstock.server.cli;

import io.penstock.journal.LogDamage;
import io.penstock.journal.LogGap;
import io.penstock.journal.offline.LogReport;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Prints the findings of a check as JSON lines for a program: a line for each, and the summary last. */
final class JsonFindings extends Findings {

    private final JsonLines out;

    JsonFindings(JsonLines out) {
        this.out = out;
    }

    @Override
    public void damage(LogDamage damage) {
        var line = new LinkedHashMap<String, Object>();
        line.put("type", damage.effect() == LogDamage.Effect.TORN_TAIL ? "torn-tail" : "damage");
        line.put("file", damage.file());
        line.put("from", damage.from());
        line.put("to", damage.to());
        line.put("problem", damage.problem());
        out.print(line);
    }

    @Override
    public void gap(LogGap gap) {
        var line = new LinkedHashMap<String, Object>();
        line.put("type", "gap");
        line.put("partition", gap.partition());
        line.put("fromOffset", gap.from());
        line.put("toOffset", gap.to());
        line.put("file", gap.file());
        line.put("position", gap.position());
        out.print(line);
    }

    @Override
    void unreadable(long sequence, String problem) {
        var line = new LinkedHashMap<String, Object>();
        line.put("type", "unreadable-entry");
        line.put("sequence", sequence);
        line.put("problem", problem);
        out.print(line);
    }

    @Override
    void summary(LogReport report) {
        var line = new LinkedHashMap<String, Object>();
        line.put("type", "summary");
        line.put("verdict", isDamaged(report) ? "damaged" : report.torn() > 0 ? "torn-tail" : "sound");
        line.put("store", String.format(Locale.ROOT, "%016x", report.storeId()));
        line.put("files", report.files());
        line.put("frames", report.frames());
        line.put("firstSequence", report.firstSequence());
        line.put("lastSequence", report.lastSequence());
        line.put("bytes", report.bytes());
        line.put("batches", report.batches());
        line.put("records", report.records());
        line.put("entries", report.entries());
        var archive = new LinkedHashMap<String, Object>();
        archive.put("segments", report.archive().segments());
        archive.put("bytes", report.archive().bytes());
        archive.put("batches", report.archive().batches());
        archive.put("records", report.archive().records());
        line.put("archive", archive);
        line.put("checkpoints", report.checkpoints());
        line.put("damaged", damaged(report));
        line.put("torn", report.torn());
        var partitions = new ArrayList<Map<String, Object>>();
        report.partitions().forEach((id, offsets) -> {
            var partition = new LinkedHashMap<String, Object>();
            partition.put("partition", id);
            partition.put("name", names.name(id));
            partition.put("startOffset", offsets.start());
            partition.put("endOffset", offsets.end());
            partition.put("missing", offsets.missing());
            partitions.add(partition);
        });
        line.put("partitions", partitions);
        out.print(line);
    }
}
