package io.penstock.kafka.log;

import io.penstock.journal.JournalException;
import io.penstock.journal.frame.Append;
import io.penstock.kafka.journal.FrameItems;
import io.penstock.kafka.journal.JournalFormat;
import io.penstock.kafka.owner.CellOwnership;
import io.penstock.kafka.owner.Moment;
import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Writes appends as frames, and tells of each when Kafka has acknowledged it and it is certain that this was the owner
 * of the cell. One thread does all of that. Plain frames are sent one after the other without waiting; a transaction
 * waits until all frames before it were told, and those behind it wait for the transaction: so the order of each sender
 * remains, and frames are told in the order of the journal. So does a line of entries that must not be found without
 * records that carry entries before it, and such a record behind such a line. Whatever needs a transaction and waits
 * meanwhile shares the next one.
 */
final class FrameWriter implements Runnable {

    /** Plain frames that are on their way at a time. */
    private static final int FRAMES = 256;

    /** Bytes of a frame, roughly, unless one append has more. */
    private static final long FRAME_BYTES = 2L << 20;

    /** Appends that one transaction has at most: all of them wait for the last one. */
    private static final int GROUP_FRAMES = 1_000;

    /** Bytes of the appends of one transaction, roughly, unless one append has more. */
    private static final long GROUP_BYTES = FRAME_BYTES;

    /** Bytes of entries in a line of the journal; the rest of it is for what was told since the last frame. */
    private static final int ENTRY_BYTES = JournalFormat.LINE_BYTES / 2;

    private static final int TOLD_BYTES = JournalFormat.LINE_BYTES / 4;

    private final Intake intake;
    private final Places places;
    private final PlainLane plain;
    private final TransactionLane transactions;
    private final Teller teller;
    private final CellOwnership ownership;
    private final Moment.Listener moments;
    private final SnapshotTaker snapshots;
    private final Consumer<JournalException> failed;
    private final Thread thread;
    private final Deque<PlainFrame> frames = new ArrayDeque<>();
    private final OnTheWay onTheWay = new OnTheWay();

    /** Appends that were taken and are in no frame yet. */
    private final Deque<Outgoing> taken = new ArrayDeque<>();

    private long takenBytes;

    private volatile boolean closing;
    private volatile @Nullable JournalException failure;
    private volatile long oldestNanos;
    private volatile long frameCount;

    /** What the writer works with. */
    record Tools(
            Intake intake,
            Places places,
            PlainLane plain,
            TransactionLane transactions,
            Teller teller,
            CellOwnership ownership,
            Moment.Listener moments,
            SnapshotTaker snapshots) {}

    /** @param failed is told why nothing more is written */
    FrameWriter(Tools tools, Consumer<JournalException> failed) {
        intake = tools.intake;
        places = tools.places;
        plain = tools.plain;
        transactions = tools.transactions;
        teller = tools.teller;
        ownership = tools.ownership;
        moments = tools.moments;
        snapshots = tools.snapshots;
        this.failed = failed;
        thread = new Thread(this, "penstock-kafka-log");
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Something has arrived, or was acknowledged. */
    void wake() {
        LockSupport.unpark(thread);
    }

    boolean isCaller() {
        return Thread.currentThread() == thread;
    }

    /** Nothing more is written, for that reason. */
    void stop(JournalException cause) {
        failure = cause;
        wake();
    }

    /** Writes what was taken, and ends. Waits for that. */
    void close() {
        closing = true;
        wake();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Frames that were told. */
    long frames() {
        return frameCount;
    }

    /** For how long the oldest frame on its way has been so, in nanoseconds; 0 if there is none. */
    long waitingNanos(long nowNanos) {
        long oldest = oldestNanos;
        return oldest == 0 ? 0 : nowNanos - oldest;
    }

    @Override
    public void run() {
        try {
            while (!(closing && frames.isEmpty() && intake.isEmpty())) {
                boolean told = tellHead();
                if (frames.size() < FRAMES && !intake.isEmpty()) {
                    begin();
                } else if (!told) {
                    LockSupport.park(this);
                }
                requireNoFailure();
            }
        } catch (JournalException e) {
            fail(e);
        } catch (ExecutionException e) {
            fail(new JournalException("Kafka did not take what was written: " + e.getCause(), e.getCause()));
        } catch (InterruptedException e) {
            fail(new JournalException("The writer of the log was interrupted.", e));
        } catch (RuntimeException | Error e) {
            fail(new JournalException("The writer of the log failed: " + e, e));
        }
    }

    private void requireNoFailure() {
        var known = failure;
        if (known != null) {
            throw known;
        }
    }

    /** Tells of the oldest frames, as far as they were acknowledged. */
    private boolean tellHead() throws InterruptedException, ExecutionException {
        boolean told = false;
        for (var head = frames.peek(); head != null && head.isOver(); head = frames.peek()) {
            tell(head);
            frames.remove();
            told = true;
        }
        if (frames.isEmpty()) {
            oldestNanos = 0;
            onTheWay.clear();
        }
        return told;
    }

    private void tellAll() throws InterruptedException, ExecutionException {
        while (!frames.isEmpty()) {
            if (!tellHead()) {
                requireNoFailure();
                LockSupport.park(this);
            }
        }
    }

    private void tell(PlainFrame frame) throws InterruptedException, ExecutionException {
        var cause = frame.failure();
        if (cause != null) {
            throw new JournalException("Kafka did not take what was written: " + cause, cause);
        }
        moments.at(Moment.BEFORE_CONFIRMATION);
        ownership.confirm();
        tellInOrder(frame);
        told(frame.written(), frame.journalOffset());
        frame.refused().forEach((append, refusal) -> end(append, () -> append.append.fail(refusal)));
        oldestNanos = System.nanoTime();
    }

    /**
     * Tells what was written. Where Kafka has refused a record that was to carry entries, the journal says so before
     * what lies behind it is told: a gap of the numbers makes that void when the log is opened.
     */
    private void tellInOrder(PlainFrame frame) throws InterruptedException, ExecutionException {
        var run = new ArrayList<Outgoing>();
        for (var append : frame.appends) {
            if (!frame.refused().containsKey(append)) {
                run.add(append);
            } else if (append.carried() != null) {
                teller.tell(run, teller.gaps(run));
                run.clear();
                teller.skipped(append.carried());
                var items = new FrameItems();
                teller.since().moveTo(items);
                ownership.writeAndWait(items.lines());
                ownership.confirm();
            }
        }
        teller.tell(run, teller.gaps(run));
    }

    private void told(List<Outgoing> appends, long journalOffset) {
        frameCount++;
        for (var append : appends) {
            end(append, append::succeed);
        }
        if (journalOffset >= 0) {
            snapshots.told(journalOffset);
        }
    }

    private void end(Outgoing append, Runnable telling) {
        intake.ended(append.append);
        telling.run();
    }

    /** Makes frames of what waits. */
    private void begin() throws InterruptedException, ExecutionException {
        draw();
        while (!taken.isEmpty()) {
            requireNoFailure();
            if (taken.element().isAtomic(ENTRY_BYTES)) {
                writePlainly();
            } else {
                writeTogether();
            }
        }
    }

    /** Takes what waits, as long as it has room for it. */
    private void draw() {
        if (takenBytes < FRAME_BYTES) {
            var waiting = new ArrayList<Append>();
            intake.drainTo(waiting, FRAME_BYTES - takenBytes);
            waiting.forEach(append -> take(new Outgoing(append, places)));
        }
    }

    private void take(Outgoing append) {
        var refusal = append.refusal();
        if (refusal == null) {
            taken.add(append);
            takenBytes += append.append.maxFrameBytes();
        } else {
            end(append, () -> append.append.fail(refusal));
        }
    }

    private void remove(List<Outgoing> run) {
        for (var append : run) {
            taken.remove();
            takenBytes -= append.append.maxFrameBytes();
        }
    }

    private void writePlainly() throws InterruptedException, ExecutionException {
        if (!onTheWay.takes(taken.element())) {
            tellAll();
        }
        if (teller.since().bytes() > TOLD_BYTES) {
            tellAll();
            commit(List.of());
        }
        var run = new ArrayList<Outgoing>();
        int entries = 0;
        for (var append : taken) {
            entries += append.lineBytes();
            if (!append.isAtomic(ENTRY_BYTES) || entries > ENTRY_BYTES || !onTheWay.takes(append)) {
                break;
            }
            onTheWay.add(append);
            run.add(append);
        }
        moments.at(Moment.BEFORE_FRAME);
        if (frames.isEmpty()) {
            oldestNanos = System.nanoTime();
        }
        frames.add(plain.send(run, teller.since()));
        remove(run);
    }

    private void writeTogether() throws InterruptedException, ExecutionException {
        tellAll();
        draw();
        var group = group();
        moments.at(Moment.BEFORE_FRAME);
        oldestNanos = System.nanoTime();
        commit(group);
        oldestNanos = 0;
        remove(group);
    }

    /**
     * What is written in one transaction: all that waits and needs one. What lies between goes along, since it could
     * not be written before the first and the last could not be written before it; what comes behind the last is
     * written plainly.
     */
    private List<Outgoing> group() {
        var group = new ArrayList<Outgoing>();
        int needed = 0;
        long bytes = 0;
        for (var append : taken) {
            bytes += append.append.maxFrameBytes();
            if (group.size() == GROUP_FRAMES || !group.isEmpty() && bytes > GROUP_BYTES) {
                break;
            }
            group.add(append);
            needed = append.isAtomic(ENTRY_BYTES) ? needed : group.size();
        }
        return List.copyOf(group.subList(0, needed));
    }

    private void commit(List<Outgoing> appends) throws InterruptedException, ExecutionException {
        var committed = transactions.write(appends);
        if (committed.journalOffset() >= 0) {
            moments.at(Moment.BEFORE_CONFIRMATION);
            ownership.confirm();
            teller.tell(committed.appends(), committed.gaps());
            teller.since().clear();
            told(committed.appends(), committed.journalOffset());
        }
        committed.refused().forEach((append, refusal) -> end(append, () -> append.append.fail(refusal)));
    }

    /** Nobody knows what of the frames on their way is written; the next start shows it. */
    private void fail(JournalException cause) {
        failed.accept(cause);
        for (var frame : frames) {
            frame.appends.forEach(append -> end(append, () -> append.append.fail(cause)));
        }
        taken.stream()
                .filter(append -> !append.append.isCompleted())
                .forEach(append -> end(append, () -> append.append.fail(cause)));
        intake.clear().forEach(append -> append.fail(cause));
    }
}
