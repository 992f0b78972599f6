package io.penstock.kafka.log;

import io.penstock.journal.JournalException;
import io.penstock.journal.log.LogOwner;
import io.penstock.kafka.journal.CellSnapshot;
import io.penstock.kafka.journal.Snapshots;
import io.penstock.kafka.owner.CellOwnership;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Takes the state as a snapshot after so many frames of the journal, and once more when the log is closed. The writer
 * asks for the state between two frames; a thread of its own writes it. One snapshot is on its way at a time.
 */
final class SnapshotTaker {

    private static final Logger LOG = Logger.getLogger(SnapshotTaker.class);

    /** An owner that takes longer is stuck, and a log that is closed does without. */
    private static final long CLOSING_SECONDS = 30;

    /** A log that is closed is opened sooner with a snapshot, unless there is little to read. */
    private static final int CLOSING_SHARE = 10;

    private final int frames;
    private final LogOwner owner;
    private final KeptText kept;
    private final OwnTopics topics;
    private final Ends ends;
    private final Places places;
    private final CellOwnership ownership;
    private final long storeId;
    private final Keeper keeper;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        var made = new Thread(task, "penstock-kafka-snapshot");
        made.setDaemon(true);
        return made;
    });

    /** Frames of the journal since the last snapshot was begun; used by the writer, and when it has ended. */
    private int since;

    private long journalOffset;
    private @Nullable CompletableFuture<Void> running;

    /** Where snapshots are kept, and by what they are written. */
    record Keeper(Snapshots snapshots, Producer<byte[], byte[]> producer, Admin admin) {

        void write(CellSnapshot snapshot) {
            snapshots.write(snapshot, producer, admin);
        }
    }

    /** What a log is opened with. */
    record Start(long storeId, long journalOffset, int framesSince) {}

    SnapshotTaker(
            int frames,
            LogOwner owner,
            KeptText kept,
            OwnTopics topics,
            Ends ends,
            Places places,
            CellOwnership ownership,
            Start start,
            Keeper keeper) {
        this.frames = frames;
        this.owner = owner;
        this.kept = kept;
        this.topics = topics;
        this.ends = ends;
        this.places = places;
        this.ownership = ownership;
        this.keeper = keeper;
        storeId = start.storeId;
        journalOffset = start.journalOffset;
        since = start.framesSince;
    }

    /** A frame was told whose last line in the journal has that offset. */
    void told(long lineOffset) {
        journalOffset = lineOffset + 1;
        since++;
        if (since >= frames && (running == null || running.isDone())) {
            running = take();
        }
    }

    private CompletableFuture<Void> take() {
        since = 0;
        long offset = journalOffset;
        long[] ended = ends.of(places);
        byte[] text = kept.now();
        var own = topics.now();
        try {
            return owner.snapshot()
                    .thenAcceptAsync(
                            state -> keeper.write(
                                    new CellSnapshot(offset, ownership.epoch(), storeId, ended, text, own, state)),
                            thread)
                    .toCompletableFuture()
                    .whenComplete((done, failure) -> {
                        if (failure != null) {
                            LOG.warn("No snapshot was taken, so the next start reads more of the journal.", failure);
                        }
                    });
        } catch (JournalException e) {
            LOG.warn("No snapshot was taken, so the next start reads more of the journal.", e);
            return CompletableFuture.completedFuture(null);
        }
    }

    /**
     * Takes a last one, if it is worth it, and ends. The writer has ended.
     *
     * @param isIntact whether all that was written was told
     */
    void close(boolean isIntact) {
        try {
            var last = running == null ? CompletableFuture.<Void>completedFuture(null) : running;
            last.handle((done, failure) -> null).get(CLOSING_SECONDS, TimeUnit.SECONDS);
            if (isIntact && since > frames / CLOSING_SHARE) {
                take().handle((done, failure) -> null).get(CLOSING_SECONDS, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("The log is closed without a last snapshot.", e);
        }
        thread.shutdownNow();
    }
}
