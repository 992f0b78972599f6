package io.penstock.journal.offline;

import io.penstock.journal.JournalException;
import io.penstock.journal.LogDamage;
import io.penstock.journal.LogGap;
import io.penstock.journal.RepairStep;
import io.penstock.journal.archive.ArchiveMarks;
import io.penstock.journal.archive.ArchiveRepair;
import io.penstock.journal.checkpoint.Checkpoints;
import io.penstock.journal.file.FileHeader;
import io.penstock.journal.file.JournalFile;
import io.penstock.journal.file.RepairedFile;
import io.penstock.journal.file.StoreIdentity;
import io.penstock.journal.record.LogVisitor;
import io.penstock.journal.storage.DirectoryStorage;
import io.penstock.journal.storage.LogDirectory;
import io.penstock.journal.storage.Storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Repairs a damaged log, so that it can be opened again with everything in it that is intact. What is lost stays lost,
 * but no offset of it is given again, and each file that is changed is kept as it was. It can be cut short at any point
 * and begun anew.
 */
public final class LogRepair implements LogVisitor {

    private static final String ARCHIVE_FOLDER = "archive";
    private static final String ARCHIVE = ARCHIVE_FOLDER + "/";

    private final Storage storage;
    private final LogInspector log;
    private final JournalRepair journal;
    private final ArchiveRepair archive;
    private final List<String> unknown;
    private final boolean cut;
    private final List<LogDamage> damage = new ArrayList<>();
    private final List<RepairStep> steps = new ArrayList<>();
    private final Map<JournalFile, RepairedFile> files = new HashMap<>();
    private final List<String> aside = new ArrayList<>();

    /** The identity to write anew; null if it is as it should be, or nothing tells what it was. */
    private StoreIdentity identity;

    private LogRepair(Storage storage, LogInspector log, boolean cut) throws IOException {
        this.storage = storage;
        this.log = log;
        unknown = UnknownFiles.in(storage);
        this.cut = cut && unknown.isEmpty();
        var tally = new LogTally(this);
        journal = new JournalRepair(log, tally);
        log.walk(this, tally, journal);
        journal.finish(this.cut);
        var marks = log.newest() == null ? ArchiveMarks.NONE : log.newest().marks();
        archive = marks.equals(ArchiveMarks.NONE) ? null : new ArchiveRepair(folder(ARCHIVE_FOLDER), marks, cut);
        plan();
    }

    /**
     * Says what is to be done, and changes nothing.
     *
     * @param cut whether the end of the log may be given up where it is damaged and nothing intact follows, and
     *     archived segments that are missing: messages may have been acknowledged there
     * @throws JournalException.UnusableDirectory if it is missing, not a store, in use, or of another format
     */
    public static List<RepairStep> plan(Path directory, boolean cut) {
        return run(LogDirectory.open(directory), cut, -1);
    }

    /**
     * Repairs the log of a directory.
     *
     * @param millis the time, which becomes part of the names of what is kept
     */
    public static List<RepairStep> apply(Path directory, boolean cut, long millis) {
        // Unlike the storage it makes no directory.
        LogInspector.open(directory).close();
        return run(DirectoryStorage.open(directory), cut, millis);
    }

    /**
     * Repairs as {@link #plan} or {@link #apply} does, in a storage that is closed with it.
     *
     * @param millis negative to change nothing
     */
    public static List<RepairStep> run(Storage storage, boolean cut, long millis) {
        try (var log = LogInspector.open(storage)) {
            var repair = new LogRepair(storage, log, cut);
            if (millis >= 0) {
                repair.apply(millis);
            }
            return repair.steps;
        } catch (IOException e) {
            throw new JournalException(
                    "The repair at " + storage.describe(StoreIdentity.NAME) + " was cut short (" + e
                            + "). Nothing is lost by that: mend the disk or make space, and repair again.",
                    e);
        }
    }

    @Override
    public void damage(LogDamage found) {
        if (found.effect() == LogDamage.Effect.DAMAGE) {
            damage.add(found);
        }
    }

    @Override
    public void gap(LogGap gap) {
        journal.gap(gap);
    }

    private void plan() throws IOException {
        if (log.identityLost()) {
            planIdentity();
        }
        log.missing().forEach(this::planMissing);
        for (var file : log.headless()) {
            edit(file).put(0, new FileHeader(file.bytes, log.storeId(), file.number).encode());
            steps.add(new RepairStep(file.name, "write its header anew", true));
        }
        for (var file : log.shortened()) {
            edit(file).extend(file.bytes);
            steps.add(new RepairStep(
                    file.name,
                    "bring it to its full " + file.bytes + " bytes; what stood behind byte " + file.content.size()
                            + " is lost",
                    true));
        }
        for (var filler : journal.fillers()) {
            planFiller(filler);
        }
        if (log.walked() != null && log.walked().endsDamaged()) {
            planEnd();
        }
        journal.impossible().forEach(problem -> steps.add(new RepairStep("journal", problem, false)));
        damage.forEach(this::planOthers);
        if (archive != null) {
            archive.steps()
                    .forEach(step -> steps.add(new RepairStep(ARCHIVE + step.file(), step.action(), step.possible())));
            if (archive.changesMarks()) {
                var name = Checkpoints.name(log.newest().number());
                steps.add(new RepairStep(name, "write it anew, twice, as the archive is then", true));
            }
        }
    }

    private void planMissing(JournalFile file) {
        if (cut) {
            var made = edit(file);
            made.put(0, new FileHeader(file.bytes, log.storeId(), file.number).encode());
            made.extend(file.bytes);
        }
        var giveUp = ": put it back, or restore the directory from a backup. If there is none, what was in it can be"
                + " given up, and nothing else, which has to be allowed (--cut)";
        var action = cut
                ? ": make it anew, and give up what was in it. What other files hold stays"
                : unknown.isEmpty() ? giveUp : unknownFile();
        steps.add(new RepairStep(file.name, MissingFile.PROBLEM + action, cut));
    }

    private void planFiller(Filler filler) {
        if (unknown.isEmpty()) {
            edit(filler.file()).put(filler.from(), filler.encode());
        }
        steps.add(new RepairStep(
                filler.file().name,
                "put fillers for frames " + filler.firstSequence() + " to "
                        + (filler.firstSequence() + filler.frames() - 1) + " at byte " + filler.from()
                        + "; partitions that go on elsewhere: " + filler.lost().length / 2 + unknownFile(),
                unknown.isEmpty()));
    }

    private String unknownFile() {
        return unknown.isEmpty()
                ? ""
                : ". Beside it lies " + unknown.get(0)
                        + ", which this version does not understand and which may be what"
                        + " is missing, so nothing is given up: restore its name, or move it elsewhere";
    }

    private void planIdentity() throws IOException {
        var rebuilt = log.rebuiltIdentity();
        if (rebuilt.storeId() == 0) {
            steps.add(new RepairStep(
                    StoreIdentity.NAME, "no journal file tells which store it is: restore it from a backup", false));
            return;
        }
        identity = rebuilt;
        steps.add(new RepairStep(
                StoreIdentity.NAME,
                "write it anew, as journal files have it: store "
                        + HexFormat.of().toHexDigits(rebuilt.storeId()) + ", incarnation " + rebuilt.incarnation(),
                true));
    }

    private void planEnd() throws IOException {
        var end = log.walked().end();
        var from = end.position();
        for (var i = end.file(); i < log.files().size(); i++) {
            var file = log.files().get(i);
            for (var filler : journal.fillers()) {
                if (filler.file() == file && filler.from() >= from) {
                    from = filler.from() + filler.bytes();
                }
            }
            // A file that is ready for later, or not there, has nothing to give up.
            if (isBroken(i, end.file()) || log.walked().hasFrames(i, from)) {
                if (cut) {
                    edit(file).put(from, ByteBuffer.allocate((int) (file.bytes - from)));
                }
                steps.add(new RepairStep(
                        file.name,
                        "give up what lies behind byte " + from + ", after frame " + end.sequence()
                                + (cut ? "" : consent()),
                        cut));
            }
            from = FileHeader.BYTES;
        }
    }

    /** Whether the log ends in that file though it goes on: unless it goes on in one that is not there. */
    private boolean isBroken(int file, int end) {
        var next = file + 1 < log.files().size() ? log.files().get(file + 1) : null;
        return file == end && (next == null || !MissingFile.is(next));
    }

    /** Why the end is not given up. */
    private String consent() {
        return unknown.isEmpty()
                ? ": messages may have been acknowledged there, so it has to be allowed (--cut)"
                : unknownFile();
    }

    private RepairedFile edit(JournalFile file) {
        return files.computeIfAbsent(
                file,
                any -> MissingFile.is(any)
                        ? RepairedFile.missing(storage, any.name)
                        : new RepairedFile(storage, any.name));
    }

    private void planOthers(LogDamage found) {
        var name = found.file();
        if (name.equals(StoreIdentity.NAME) || log.missing().stream().anyMatch(file -> file.name.equals(name))) {
            return;
        }
        if (Checkpoints.number(name) >= 0) {
            // Without any checkpoint the start reads the whole journal, if it is there.
            var fromStart = !log.files().isEmpty() && log.files().get(0).number == 1;
            if (log.newest() != null || fromStart) {
                aside.add(name);
                steps.add(new RepairStep(name, "set it aside; the start goes on from what is older", true));
            } else {
                steps.add(new RepairStep(name, "no checkpoint is whole: restore the directory from a backup", false));
            }
        } else if (name.startsWith(ARCHIVE) && (name.endsWith(".index") || name.endsWith(".timeindex"))) {
            aside.add(name);
            steps.add(new RepairStep(name, "set it aside; it is built anew when it is needed", true));
        } else if (!isKnownSegment(name) && (JournalFile.number(name) < 0 || isBeyondRepair(found))) {
            steps.add(new RepairStep(name, found.problem() + ": restore it from a backup", false));
        }
    }

    /** Whether neither a filler nor the end of the log can stand for it. */
    private boolean isBeyondRepair(LogDamage found) {
        var isWithinFrames = journal.fillers().isEmpty()
                && (log.walked() == null || !log.walked().endsDamaged())
                && steps.stream().noneMatch(step -> step.file().equals(found.file()));
        return found.from() == found.to() || log.foreign().contains(found.file()) || isWithinFrames;
    }

    private boolean isKnownSegment(String name) {
        return archive != null && name.startsWith(ARCHIVE) && archive.knows(name.substring(ARCHIVE.length()));
    }

    /**
     * Applies the repairs, the newest damage first: where partitions go on that nothing follows of is no longer known
     * once the damage is mended.
     */
    private void apply(long millis) throws IOException {
        RepairedFile.clearAway(storage);
        if (identity != null) {
            if (storage.list().contains(StoreIdentity.NAME)) {
                RepairedFile.setAside(storage, StoreIdentity.NAME, millis);
            }
            identity.write(storage);
        }
        var newestFirst = files.keySet().stream()
                .sorted(Comparator.comparingLong((JournalFile file) -> file.number)
                        .reversed())
                .toList();
        for (var file : newestFirst) {
            files.get(file).write(millis);
        }
        for (var name : aside) {
            var slash = name.lastIndexOf('/');
            var folder = slash < 0 ? storage : folder(name.substring(0, slash));
            RepairedFile.setAside(folder, name.substring(slash + 1), millis);
        }
        if (archive != null) {
            archive.apply(millis);
            // Segments first: were it cut short the other way round, their rest would look like an unfinished move.
            if (archive.changesMarks()) {
                var found = Checkpoints.open(storage, log.storeId(), () -> Instant.ofEpochMilli(millis));
                found.checkpoints().replace(found.newest(), archive.repaired());
            }
        }
    }

    private Storage folder(String path) throws IOException {
        var folder = storage;
        for (var name : path.split("/")) {
            folder = folder.folder(name);
        }
        return folder;
    }
}
