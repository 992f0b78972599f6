package io.penstock.journal.log;

import io.penstock.journal.JournalException;
import io.penstock.journal.archive.Archive;
import io.penstock.journal.archive.ArchiveMarks;
import io.penstock.journal.checkpoint.Checkpoint;
import io.penstock.journal.checkpoint.Checkpoints;
import io.penstock.journal.file.JournalFile;
import io.penstock.journal.storage.Storage;
import io.penstock.journal.young.Journal;
import org.jboss.logging.Logger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongConsumer;

/**
 * Moves old records on, one round after the other: full journal files are moved to the archive, a checkpoint tells what
 * was moved, files that no checkpoint needs any more are given up, and the archive removes what nobody has to keep.
 *
 * <p>A step that fails is logged and tried again in the next round; nothing was lost by it, because everything that
 * cannot be undone waits for the {@linkplain Checkpoints older checkpoint}. What fails of one partition keeps its own
 * records where they are, and with them the journal files that they lie in; other partitions are moved and tended.
 */
final class Aging {

    private static final Logger LOG = Logger.getLogger(Aging.class);

    /** Retention is a matter of hours and gigabytes. */
    private static final long TEND_MILLIS = 10_000;

    /** A failure that stays is logged again after so long. */
    private static final long LOG_AGAIN_MILLIS = 60_000;

    /** Moved for one checkpoint at most: few enough to be released soon, many enough for a state of some size. */
    private static final int MAX_FILES_PER_CHECKPOINT = 4;

    /**
     * Time enough to mend what keeps a few partitions from being moved, while the files that they hold are a small
     * multiple of those that are there in any case: beyond it, they take nothing more.
     */
    private static final int HELD_FILES_FOR_EACH_YOUNG = 8;

    private static final long BUSY = -1;

    private final Journal journal;
    private final Archive archive;
    private final Checkpoints checkpoints;
    private final RetentionRound retention;
    private final StateSnapshot snapshot;
    private final Move move;
    private final Throttle throttle;
    private final Holds holds;
    private final InstantSource clock;
    private final int youngFiles;

    /** Every frame up to this one is in the archive, and forced there. */
    private long moved;

    /** Partitions of whose old records one of the checkpoints says something. */
    private volatile BitSet inCheckpoints;

    private boolean floorApplied;

    /** What was forced when a round began that left nothing to do; {@link #BUSY} if there may be something. */
    private long restingAt = BUSY;

    private long roundMillis;
    private long tendedMillis;
    private long checkpointMillis;
    private long loggedMillis;
    private volatile boolean stopping;

    private volatile JournalException failure;

    /** The reasons why partitions are kept back, by partition; the other partitions go on. */
    private volatile Map<Integer, String> problems = Map.of();

    /** Whether all that failed in the last round is of single partitions, and few enough files are held for them. */
    private volatile boolean contained;

    /**
     * Partitions that take nothing more, since so many files are held for them, and why they are held; mostly empty.
     */
    private volatile Map<Integer, String> closed = Map.of();

    /** When the first of the failures was that have come in a row; meaningless without {@link #failure}. */
    private volatile long failingSinceMillis;

    /**
     * Full files, beyond those that stay young, that may be held because old records of some partitions cannot be
     * moved.
     */
    static int maxHeldFiles(int youngFiles) {
        return HELD_FILES_FOR_EACH_YOUNG * (youngFiles + 1);
    }

    Aging(
            Journal journal,
            Archive archive,
            Checkpoints checkpoints,
            LogOwner owner,
            StateSnapshot snapshot,
            LogOptions options,
            InstantSource clock) {
        this.journal = journal;
        this.archive = archive;
        this.checkpoints = checkpoints;
        this.snapshot = snapshot;
        this.clock = clock;
        youngFiles = options.youngFiles();
        holds = new Holds(journal, archive);
        throttle = options.roundMillis() == 0 ? null : new Throttle();
        LongConsumer pace = throttle == null ? bytes -> {} : throttle;
        move = new Move(journal.records(), archive, owner, pace);
        retention = new RetentionRound(journal.records(), archive, owner);
        moved = checkpoints.newest() == null ? 0 : checkpoints.newest().moved();
        tendedMillis = clock.millis();
        checkpointMillis = tendedMillis;
        inCheckpoints = partitionsIn(checkpoints);
    }

    private static BitSet partitionsIn(Checkpoints checkpoints) {
        var partitions = new BitSet();
        for (var checkpoint : new Checkpoint.Mark[] {checkpoints.newest(), checkpoints.floor()}) {
            if (checkpoint != null) {
                checkpoint.marks().partitions().forEach(mark -> partitions.set(mark.partition()));
            }
        }
        return partitions;
    }

    /** Whether one of the checkpoints that a start may go on from says anything of its old records. */
    boolean isInCheckpoint(int partition) {
        return inCheckpoints.get(partition);
    }

    /** A step of a round. */
    @FunctionalInterface
    private interface Step {
        void run() throws IOException;
    }

    /** Runs one round. It does not throw: {@link #failure()} tells a failure. */
    synchronized void round() {
        if (isResting()) {
            return;
        }
        var forced = journal.durable();
        roundMillis = clock.millis();
        do {
            // One that fails does not keep the others: retention frees the space that a move may need.
            run(List.of(this::applyFloor, () -> moveWaiting(youngFiles), this::tendIfDue, this::checkpointIfDue));
        } while (isInterrupted());
        restingAt = failure == null && problems.isEmpty() && goesOn() && !holds.isHeld() ? forced : BUSY;
    }

    /**
     * Whether nothing was written since a round that left nothing to do. So an idle log takes next to no time; when
     * retention is due, there is a whole round all the same.
     */
    private boolean isResting() {
        return throttle != null
                && journal.durable() == restingAt
                && !isDue(roundMillis, TEND_MILLIS)
                && !holds.isWanted()
                && !holds.isHeld();
    }

    /** Whether files wait still, and nothing keeps them from being moved but that retention had its turn. */
    private boolean isInterrupted() {
        return throttle != null
                && failure == null
                && journal.failure() == null
                && goesOn()
                && !waiting(youngFiles).isEmpty();
    }

    /**
     * As a round, but nothing stays that is not needed: files are moved however young, and two checkpoints let them go.
     * The first step forces what was written.
     */
    synchronized void all() {
        run(List.of(this::checkpoint, () -> moveWaiting(0), this::tend, this::checkpoint, this::checkpoint));
    }

    private void run(List<Step> steps) {
        holds.giveWayIfTight();
        var problem = owned();
        if (problem != null) {
            // Another process may have the directory: nothing is changed until it is known that none has.
            settle(List.of(problem));
            return;
        }
        var failures = new ArrayList<JournalException>();
        for (var step : steps) {
            if (stopping || journal.failure() != null) {
                return;
            }
            try {
                step.run();
            } catch (IOException | RuntimeException | Error e) {
                // Whatever it is: without this thread the journal would grow without end, and nobody would know why.
                failures.add(known(e));
            }
        }
        settle(failures);
    }

    private void settle(List<JournalException> failures) {
        var held = new TreeMap<>(move.leftOut());
        held.putAll(archive.unwritten());
        var now = new TreeMap<>(retention.untended());
        now.putAll(held);
        tell(now);
        var ofAll = failures.stream()
                .filter(each -> !now.containsValue(each.getMessage()))
                .findFirst();
        // Files that are held for a copy are not held for these partitions.
        var tooMany = !held.isEmpty()
                && !holds.isHeld()
                && journal.sealedFiles().size() >= youngFiles + maxHeldFiles(youngFiles);
        closed = tooMany ? held : Map.of();
        contained = ofAll.isEmpty() && !tooMany;
        settle(ofAll.orElse(failures.isEmpty() ? null : failures.get(0)), now);
    }

    private void settle(JournalException problem, Map<Integer, String> now) {
        if (problem != null) {
            if (!now.containsValue(problem.getMessage())) {
                log(problem);
            }
            failingSinceMillis = failure == null ? clock.millis() : failingSinceMillis;
        }
        failure = problem;
    }

    /** Logs each problem of a partition once when it comes, and once when it is over. */
    private void tell(Map<Integer, String> now) {
        var before = problems;
        problems = now;
        now.forEach((partition, problem) -> {
            if (!problem.equals(before.get(partition)) && journal.failure() == null) {
                LOG.errorf(
                        "Old records of partition %d stay where they are, and with them the journal files that they lie"
                                + " in, until this is mended; others are moved. %s",
                        partition, problem);
            }
        });
        before.keySet().stream()
                .filter(partition -> !now.containsKey(partition))
                .forEach(
                        partition -> LOG.infof("Old records of partition %d get old again as they should.", partition));
    }

    /**
     * Checks that this process still owns the directory. Whoever deletes the lock lets another process in: nothing may
     * be changed here any more then.
     */
    private JournalException owned() {
        try {
            journal.requireOwner();
            return null;
        } catch (IOException | RuntimeException e) {
            return known(e);
        }
    }

    private void tendIfDue() {
        if (isDue(tendedMillis, TEND_MILLIS)) {
            tend();
        }
    }

    private void tend() {
        tendedMillis = clock.millis();
        try {
            retention.run();
        } finally {
            archive.force();
        }
    }

    private void checkpointIfDue() throws IOException {
        if (isCheckpointDue()) {
            checkpoint();
        }
    }

    /** Tells whether a job is due; in a round that is called by hand, everything is at once. */
    private boolean isDue(long lastMillis, long intervalMillis) {
        var passed = clock.millis() - lastMillis;
        return throttle == null || passed >= intervalMillis || passed < 0;
    }

    /** @param young files that stay */
    private void moveWaiting(int young) throws IOException {
        for (var waiting = waiting(young); !waiting.isEmpty() && isMoving(); waiting = waiting(young)) {
            moveAll(waiting);
            if (move.failure() != null) {
                throw move.failure();
            }
        }
    }

    private boolean goesOn() {
        return !stopping && !holds.isWanted();
    }

    /** While senders fill files as quickly as these are moved, moving has no end: retention has its turn in between. */
    private boolean isMoving() {
        return goesOn() && (throttle == null || !isDue(tendedMillis, TEND_MILLIS));
    }

    /** Moves the files that wait, oldest first. */
    private void moveAll(List<JournalFile> waiting) throws IOException {
        move.begin();
        for (var from = 0; from < waiting.size() && isMoving(); ) {
            if (throttle != null) {
                throttle.waiting(waiting.size() - from);
            }
            // Moving takes space before it gives any back: with little left, what one file takes has to be enough.
            var most = journal.isSpaceTight() ? 1 : MAX_FILES_PER_CHECKPOINT;
            var files = waiting.subList(from, Math.min(waiting.size(), from + most));
            from += files.size();
            move(files);
        }
    }

    private void move(List<JournalFile> files) throws IOException {
        var complete = moved;
        for (var file : files) {
            move.run(file);
            // Behind one that is not complete, what others have is moved all the same.
            complete = move.failure() == null ? file.lastSequence() : complete;
        }
        try {
            archive.force();
        } catch (JournalException.NotOpen e) {
            throw e;
        } catch (JournalException e) {
            move.failed(e);
            return;
        }
        if (complete > moved) {
            moved = complete;
            checkpoint();
        }
    }

    /** Files that are to be moved, oldest first. */
    private List<JournalFile> waiting(int young) {
        var sealed = journal.sealedFiles();
        return sealed.subList(0, Math.max(0, sealed.size() - young)).stream()
                .filter(file -> file.lastSequence() > moved)
                .toList();
    }

    /** Whether the last two checkpoints do not say yet what the archive is like: as long as that is so, space waits. */
    private boolean isCheckpointDue() {
        // What the archive is like takes a look at each of its partitions, and there is a round each second.
        if (!isDue(checkpointMillis, TEND_MILLIS)) {
            return false;
        }
        var newest = checkpoints.newest();
        var marks = archive.marks();
        var unsaid = newest == null
                ? moved > 0 || !marks.equals(ArchiveMarks.NONE)
                : newest.moved() != moved || !newest.marks().equals(marks);
        var behind = newest != null && (checkpoints.floor() == null || !newest.isAsOld(checkpoints.floor()));
        return unsaid || behind;
    }

    private void checkpoint() throws IOException {
        checkpointMillis = clock.millis();
        write(snapshot.takeFrom(journal), false);
        applyFloor();
    }

    /**
     * Writes a checkpoint, and keeps everything that it needs until the hold ends. What gets old meanwhile is moved as
     * ever. There is one hold at a time.
     */
    LogHold hold(Storage storage) throws IOException {
        holds.want();
        synchronized (this) {
            holds.requireNone();
            if (stopping) {
                throw new JournalException.NotOpen("The log is being closed.", null);
            }
            journal.requireOwner();
            checkpoint();
            return holds.begin(storage, checkpoints.newest());
        }
    }

    private void write(StateSnapshot.Taken taken, boolean clean) throws IOException {
        checkpoints.write(new Checkpoint(
                checkpoints.nextNumber(),
                journal.incarnation(),
                taken.sequence(),
                moved,
                clean,
                taken.ends(),
                archive.marks(),
                ByteBuffer.wrap(taken.state())));
        floorApplied = false;
        inCheckpoints = partitionsIn(checkpoints);
    }

    private void applyFloor() {
        var floor = checkpoints.floor();
        if (floor != null && !floorApplied) {
            // What a hold keeps goes later.
            var whole = !holds.isHeld();
            try {
                archive.floor(floor.marks());
            } finally {
                // One does not need the other.
                journal.release(floor.moved() + 1);
            }
            floorApplied = whole;
        }
    }

    private static JournalException known(Throwable cause) {
        return cause instanceof JournalException known
                ? known
                : new JournalException(
                        "Old records could not be moved to the archive or kept there (" + cause
                                + "). Senders go on, and it is tried again: check the disk and its free space.",
                        cause);
    }

    private void log(JournalException problem) {
        var again = failure != null && failure.getMessage().equals(problem.getMessage());
        if (journal.failure() == null && (!again || clock.millis() - loggedMillis >= LOG_AGAIN_MILLIS)) {
            loggedMillis = clock.millis();
            LOG.error(problem.getMessage(), problem);
        }
    }

    /** The reason why the last round failed, or null. */
    JournalException failure() {
        return failure;
    }

    /** Partitions whose old records could not be moved, or let go, in the last round, and why; others were. */
    Map<Integer, String> problems() {
        return problems;
    }

    /**
     * Why a partition takes nothing more: its old records cannot be moved, and too many journal files are held for them
     * and those like it. Null if it does.
     */
    String closed(int partition) {
        return closed.isEmpty() ? null : closed.get(partition);
    }

    /** Whether what fails concerns single partitions only. */
    boolean isContained() {
        return contained;
    }

    /** The time for which every round has failed; 0 if the last one did not. */
    long failingMillis() {
        return failure == null ? 0 : Math.max(0, clock.millis() - failingSinceMillis);
    }

    /** The round at hand comes to an end soon, and no other does anything. */
    void stop() {
        stopping = true;
        holds.giveWay("the log is being closed");
        if (throttle != null) {
            throttle.stop();
        }
    }

    /** Writes a checkpoint after the last frame, so that a start goes on from here at once. */
    synchronized void checkpointAtEnd() throws IOException {
        journal.requireOwner();
        write(snapshot.take(), true);
    }
}
