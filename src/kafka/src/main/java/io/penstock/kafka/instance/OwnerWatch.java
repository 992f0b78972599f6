package io.penstock.kafka.instance;

import io.penstock.kafka.journal.JournalReader;
import io.penstock.kafka.journal.UnreadableJournalException;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Looks at the end of the journal, to see who owns the cell. It reads a few lines each time, however much is written:
 * a look asks Kafka for the end of the journal, and for those lines if it has moved. While its instance is connected to
 * the owner, that is a look in a fifth of a lease; while it is not, ten in a second, for as long as calls wait.
 */
final class OwnerWatch implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(OwnerWatch.class);

    /** Lines at the end in which the owner is looked for: more than marks and lines of a former owner take. */
    private static final int TAIL = 64;

    private static final Duration POLL = Duration.ofMillis(100);
    private static final long QUICK_MILLIS = 100;
    private static final long SLOWEST_MILLIS = 1_000;
    private static final int LOOKS_OF_A_LEASE = 5;
    private static final long CLOSING_MILLIS = 10_000;

    private final OwnerSight sight;
    private final Supplier<JournalReader> readers;
    private final Duration lease;
    private final Duration patience;
    private final BooleanSupplier isConnected;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "penstock-kafka-watch");
    private volatile @Nullable JournalReader reading;
    private long seenEnd;
    private String told = "";

    /**
     * @param readers opens the journal
     * @param patience for how long it looks often while it is not connected
     * @param isConnected whether the instance is connected to an owner
     */
    OwnerWatch(
            OwnerSight sight,
            Supplier<JournalReader> readers,
            Duration lease,
            Duration patience,
            BooleanSupplier isConnected) {
        this.sight = sight;
        this.readers = readers;
        this.lease = lease;
        this.patience = patience;
        this.isConnected = isConnected;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void run() {
        try (var journal = readers.get()) {
            reading = journal;
            watch(journal);
        } catch (KafkaException e) {
            tell(e);
        }
    }

    private void watch(JournalReader journal) {
        long connectedNanos = System.nanoTime();
        try {
            do {
                look(journal);
                if (isConnected.getAsBoolean()) {
                    connectedNanos = System.nanoTime();
                }
            } while (!closed.await(pauseMillis(System.nanoTime() - connectedNanos), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private long pauseMillis(long disconnectedNanos) {
        long slow = Math.min(SLOWEST_MILLIS, Math.max(QUICK_MILLIS, lease.toMillis() / LOOKS_OF_A_LEASE));
        return !isConnected.getAsBoolean() && disconnectedNanos < patience.toNanos() ? QUICK_MILLIS : slow;
    }

    private void look(JournalReader journal) {
        try {
            long end = journal.end();
            if (end < seenEnd) {
                sight.forget();
                seenEnd = 0;
            }
            if (end > seenEnd) {
                read(journal, end);
                seenEnd = end;
            }
            told = "";
        } catch (KafkaException | UnreadableJournalException e) {
            tell(e);
        }
    }

    /** An owner says where it is every fifth of a lease: only as long as that is not known, all lines are read. */
    private void read(JournalReader journal, long end) {
        long oldest = sight.isSought() ? seenEnd : Math.max(seenEnd, end - TAIL);
        journal.seek(Math.max(journal.start(), oldest));
        while (journal.position() < end && closed.getCount() > 0) {
            journal.poll(POLL).forEach(sight::hear);
        }
    }

    /** The same failure is told once. */
    private void tell(RuntimeException failure) {
        if (closed.getCount() > 0 && !told.equals(failure.toString())) {
            told = failure.toString();
            LOG.warnf("Kafka does not say who owns the cell, which is asked again: %s", failure);
        }
    }

    @Override
    public void close() {
        closed.countDown();
        var journal = reading;
        if (journal != null) {
            journal.wakeUp();
        }
        try {
            thread.join(CLOSING_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
