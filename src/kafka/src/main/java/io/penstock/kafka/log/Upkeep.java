package io.penstock.kafka.log;

import io.penstock.journal.JournalException;
import io.penstock.kafka.topic.KafkaRetention;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What an open log does from time to time: it has the journal say what was written plainly, so that little is to be
 * looked for when it is opened, and gives old records up.
 */
final class Upkeep {

    private static final Logger LOG = Logger.getLogger(Upkeep.class);

    /** Old records may stay that long beyond their time. */
    private static final long RETENTION_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final @Nullable KafkaRetention retention;
    private final Ends ends;
    private final Map<Integer, Long> starts;
    private final Runnable note;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile @Nullable JournalException failure;
    private volatile long failedSince;

    /**
     * @param retention null if nothing is to be given up
     * @param starts the oldest offset of each partition
     * @param note has the journal say what was told
     */
    Upkeep(@Nullable KafkaRetention retention, Ends ends, Map<Integer, Long> starts, Runnable note) {
        this.retention = retention;
        this.ends = ends;
        this.starts = new ConcurrentHashMap<>(starts);
        this.note = note;
    }

    /** The oldest offset of a partition. */
    long start(int partition) {
        return starts.getOrDefault(partition, 0L);
    }

    /** Begins. */
    void begin(long pauseMillis) {
        var thread = new Thread(() -> run(pauseMillis), "penstock-kafka-upkeep");
        thread.setDaemon(true);
        thread.start();
    }

    private void run(long pauseMillis) {
        long round = System.nanoTime();
        try {
            while (!closed.await(pauseMillis, TimeUnit.MILLISECONDS)) {
                note.run();
                if (retention != null && System.nanoTime() - round >= RETENTION_NANOS) {
                    giveUpOld(retention);
                    round = System.nanoTime();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void giveUpOld(KafkaRetention old) {
        try {
            starts.putAll(old.round(ends.all()));
            failure = null;
        } catch (RuntimeException e) { // Whatever it is, it is one of this round, and the next one tries again.
            if (failure == null) {
                failedSince = System.nanoTime();
            }
            failure = e instanceof JournalException known
                    ? known
                    : new JournalException("Old records cannot be given up: " + e, e);
            LOG.warnf("Old records are not given up, which is tried again: %s", e);
        }
    }

    /** Why old records were not given up the last time; null if they were. */
    @Nullable
    JournalException failure() {
        return failure;
    }

    /** For how long they have not been given up, in milliseconds; 0 if they were. */
    long failureMillis() {
        return failure == null ? 0 : TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - failedSince);
    }

    void close() {
        closed.countDown();
    }
}
