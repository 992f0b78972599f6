package io.penstock.server.cli;

import io.penstock.PlainText;
import io.penstock.broker.entry.EntryView;
import io.penstock.journal.LogDamage;
import io.penstock.journal.LogGap;
import io.penstock.journal.record.LogRecord;

import java.io.PrintWriter;
import java.time.Instant;

/** Prints the content of a log as text, for a person. */
final class TextDump implements Dump.Lines {

    private final PrintWriter out;
    private final TextFindings problems;

    TextDump(PrintWriter out, PrintWriter err) {
        this.out = out;
        problems = new TextFindings(err);
    }

    @Override
    public void record(int partition, String name, LogRecord record) {
        var line = new StringBuilder("record ").append(partition);
        if (name != null) {
            line.append(" (").append(name).append(')');
        }
        line.append(" @").append(record.offset());
        line.append(' ').append(Instant.ofEpochMilli(record.timestampMillis()));
        line.append(" key=").append(Preview.of(record.key()));
        record.headers((header, value) ->
                line.append(' ').append(PlainText.quoted(header)).append('=').append(Preview.of(value)));
        out.println(line.append(" value=").append(Preview.of(record.value())));
    }

    @Override
    public void entry(long sequence, EntryView entry) {
        var line = new StringBuilder("entry ")
                .append(entry.type())
                .append(" in frame ")
                .append(sequence);
        entry.fields()
                .forEach((field, value) -> line.append(' ')
                        .append(field)
                        .append('=')
                        .append(value instanceof String text ? PlainText.quoted(text) : value));
        out.println(line);
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
