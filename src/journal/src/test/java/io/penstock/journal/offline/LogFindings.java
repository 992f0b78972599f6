package io.penstock.journal.offline;

import io.penstock.journal.LogDamage;
import io.penstock.journal.LogGap;
import io.penstock.journal.record.LogRecord;
import io.penstock.journal.record.LogVisitor;
import io.penstock.journal.storage.Storage;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Walks a log and remembers what it was told. */
public final class LogFindings implements LogVisitor {

    public final List<LogDamage> damage = new ArrayList<>();
    final List<LogGap> gaps = new ArrayList<>();
    public final List<String> content = new ArrayList<>();
    LogReport report;
    int limit = Integer.MAX_VALUE;

    static LogFindings in(Storage storage) {
        try (var inspector = LogInspector.open(storage)) {
            return new LogFindings().walk(inspector);
        }
    }

    public LogFindings walk(LogInspector inspector) {
        report = inspector.walk(this);
        return this;
    }

    @Override
    public boolean record(int partition, LogRecord record) {
        content.add(partition + "@" + record.offset() + " " + new String(record.value(), StandardCharsets.UTF_8));
        return content.size() < limit;
    }

    @Override
    public boolean entry(long sequence, ByteBuffer entry) {
        content.add("entry " + StandardCharsets.UTF_8.decode(entry));
        return content.size() < limit;
    }

    @Override
    public void damage(LogDamage found) {
        damage.add(found);
    }

    @Override
    public void gap(LogGap found) {
        gaps.add(found);
    }
}
