package io.penstock.server.cli;

import io.penstock.journal.LogDamage;
import io.penstock.journal.LogGap;
import io.penstock.journal.RepairStep;
import io.penstock.journal.offline.LogInspector;
import io.penstock.journal.offline.LogRepair;
import io.penstock.journal.record.LogVisitor;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Callable;

/** Makes a damaged log fit to be opened again. */
@Command(
        name = "repair",
        mixinStandardHelpOptions = true,
        description = {
            "Says what would make a damaged log fit to be opened with all that is intact; with --apply, does it."
                    + " What is lost stays lost. Files that are changed are kept beside as NAME.corrupt-TIME.",
            "Exit status: 0 sound, perhaps because it was repaired; 1 could not look or write; 2 damaged, still;"
                    + " 64 wrong arguments."
        },
        exitCodeOnInvalidInput = LogCommand.USAGE)
final class LogRepairCommand implements Callable<Integer> {

    @Mixin
    LogCommandOptions options;

    @Option(names = "--apply", description = "Does it. Copy the directory first.")
    boolean apply;

    @Option(
            names = "--cut",
            description =
                    "Gives up the end of the log where it is damaged and nothing intact follows, and archived segments"
                            + " that are missing: messages that were acknowledged there are lost.")
    boolean cut;

    @Override
    public Integer call() {
        var out = options.out();
        try {
            var steps = apply
                    ? LogRepair.apply(options.data, cut, InstantSource.system().millis())
                    : LogRepair.plan(options.data, cut);
            print(steps, out);
            var isSound = apply ? damaged() == 0 : steps.isEmpty();
            if (!options.json) {
                out.println(verdict(isSound, steps));
            }
            return isSound ? 0 : LogCommand.DAMAGED;
        } finally {
            out.flush();
        }
    }

    private void print(List<RepairStep> steps, PrintWriter out) {
        var json = new JsonLines(out);
        for (var step : steps) {
            var what = step.possible() ? apply ? "done" : "would-do" : "cannot";
            if (options.json) {
                var line = new LinkedHashMap<String, Object>();
                line.put("type", what);
                line.put("file", step.file());
                line.put("action", step.action());
                json.print(line);
            } else {
                out.println(what.replace('-', ' ') + ": " + step.file() + ": " + step.action());
            }
        }
    }

    private String verdict(boolean isSound, List<RepairStep> steps) {
        if (isSound) {
            return steps.isEmpty() ? "Sound: there is nothing to repair." : "Repaired.";
        }
        if (apply) {
            return "DAMAGED still: 'log verify' names it. What could not be mended needs a backup.";
        }
        return "DAMAGED. Nothing was changed: copy the directory, then add --apply.";
    }

    private long damaged() {
        try (var log = LogInspector.open(options.data)) {
            return log.walk(new Silent()).damaged();
        }
    }

    /** A visitor that ignores every finding, because only the count matters. */
    private static final class Silent implements LogVisitor {

        @Override
        public void damage(LogDamage damage) {}

        @Override
        public void gap(LogGap gap) {}
    }
}
