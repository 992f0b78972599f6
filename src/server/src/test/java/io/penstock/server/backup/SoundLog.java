package io.penstock.server.backup;

import io.penstock.journal.LogDamage;
import io.penstock.journal.LogGap;
import io.penstock.journal.offline.LogInspector;
import io.penstock.journal.record.LogVisitor;

import java.nio.file.Path;

/** Says whether the log in a directory is whole. */
public final class SoundLog implements LogVisitor {

    private int problems;

    public static boolean isIn(Path directory) {
        var visitor = new SoundLog();
        try (var log = LogInspector.open(directory)) {
            return log.walk(visitor).damaged() == 0 && visitor.problems == 0;
        }
    }

    @Override
    public void damage(LogDamage damage) {
        problems++;
    }

    @Override
    public void gap(LogGap gap) {
        problems++;
    }
}
