package io.penstock.server.cli;

import io.penstock.broker.entry.EntryView;
import io.penstock.journal.LogDamage;
import io.penstock.journal.LogGap;
import io.penstock.journal.record.LogRecord;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;

/** Prints the content of a log as JSON lines, for a program. */
final class JsonDump implements Dump.Lines {

    private final JsonLines out;
    private final JsonFindings problems;

    JsonDump(JsonLines out) {
        this.out = out;
        problems = new JsonFindings(out);
    }

    @Override
    public void record(int partition, String name, LogRecord record) {
        var line = new LinkedHashMap<String, Object>();
        line.put("type", "record");
        line.put("partition", partition);
        line.put("name", name);
        line.put("offset", record.offset());
        line.put("timestamp", Instant.ofEpochMilli(record.timestampMillis()).toString());
        line.put("key", json(record.key()));
        var headers = new ArrayList<Map<String, Object>>();
        record.headers((header, value) -> {
            var one = new LinkedHashMap<String, Object>();
            one.put("name", header);
            one.put("value", json(value));
            headers.add(one);
        });
        line.put("headers", headers);
        line.put("value", json(record.value()));
        out.print(line);
    }

    private static Map<String, Object> json(byte[] bytes) {
        return bytes == null ? null : Preview.of(bytes).asJson();
    }

    @Override
    public void entry(long sequence, EntryView entry) {
        var line = new LinkedHashMap<String, Object>();
        line.put("type", "entry");
        line.put("sequence", sequence);
        line.put("entry", entry.type());
        line.put("fields", entry.fields());
        out.print(line);
    }

    @Override
    public void damage(LogDamage damage) {
        problems.damage(damage);
    }

    @Override
    public void gap(LogGap gap) {
        problems.gap(gap);
    }
}
