package io.penstock.server.cli;

import io.penstock.PlainText;
import io.penstock.journal.LogDamage;
import io.penstock.journal.LogGap;
import io.penstock.journal.offline.LogReport;

import java.io.PrintWriter;
import java.util.Locale;

/** Prints the findings of a check as text, for a person. */
final class TextFindings extends Findings {

    private final PrintWriter out;

    TextFindings(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void damage(LogDamage damage) {
        var isTorn = damage.effect() == LogDamage.Effect.TORN_TAIL;
        out.println((isTorn ? "torn tail: " : "damage: ") + damage.file()
                + (damage.from() == damage.to() ? "" : ", bytes " + damage.from() + " to " + damage.to()) + ": "
                + damage.problem());
    }

    @Override
    public void gap(LogGap gap) {
        out.println("missing: " + partition(gap.partition()) + ", offsets " + gap.from() + " to " + (gap.to() - 1)
                + ": it goes on in " + gap.file() + " at byte " + gap.position());
    }

    @Override
    void unreadable(long sequence, String problem) {
        out.println("damage: frame " + sequence + " is intact, but " + PlainText.quoted(problem));
    }

    private String partition(int partition) {
        var name = names.name(partition);
        return "partition " + partition + (name == null ? "" : " (" + name + ")");
    }

    @Override
    void summary(LogReport report) {
        out.printf(Locale.ROOT, "store %016x, journal files: %d%n", report.storeId(), report.files());
        out.printf(
                Locale.ROOT,
                "frames: %d (%d to %d), bytes: %d%n",
                report.frames(),
                report.firstSequence(),
                report.lastSequence(),
                report.bytes());
        out.printf(
                Locale.ROOT,
                "batches: %d, records: %d, entries: %d%n",
                report.batches(),
                report.records(),
                report.entries());
        var archive = report.archive();
        out.printf(
                Locale.ROOT,
                "checkpoints: %d; archive: %d segments, bytes: %d, batches: %d, records: %d%n",
                report.checkpoints(),
                archive.segments(),
                archive.bytes(),
                archive.batches(),
                archive.records());
        report.partitions().forEach((id, offsets) -> {
            var missing = offsets.missing() == 0 ? "" : ", of which " + offsets.missing() + " are missing";
            var range = offsets.start() == offsets.end()
                    ? "nothing; the next offset is " + offsets.end()
                    : "offsets " + offsets.start() + " to " + (offsets.end() - 1);
            out.println(partition(id) + ": " + range + missing);
        });
        out.println(verdict(report));
    }

    private String verdict(LogReport report) {
        if (isDamaged(report)) {
            return "DAMAGED in " + damaged(report) + " places, named above. Keep the directory as it is and restore a"
                    + " backup, or read what is left with 'log dump'.";
        }
        return report.torn() == 0
                ? "Sound."
                : "Sound, with a torn tail: the next start drops it. No sender was told that it was forced.";
    }
}
