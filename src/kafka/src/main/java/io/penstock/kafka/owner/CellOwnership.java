package io.penstock.kafka.owner;

import io.penstock.journal.JournalException;
import io.penstock.kafka.journal.JournalFormat;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The ownership of a cell, from the line that says so to the one that releases it. It writes the lines of the journal,
 * says every fifth of a lease that the owner is there, and {@link #confirm confirms} what was acknowledged.
 *
 * <p>While the lease holds, everything that Kafka acknowledged was written before anybody else could own the cell.
 * Afterwards that has to be found out by a transaction, which Kafka refuses once a candidate has taken the ids over. It
 * is not enough to read the journal and to find nobody else there: a candidate that has read it a moment before may be
 * about to write that it is the owner. It is safe for any thread.
 */
public final class CellOwnership implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(CellOwnership.class);
    private static final int LINES_OF_A_LEASE = 5;
    private static final Duration RELEASING = Duration.ofSeconds(5);

    private final Candidate.Cell cell;
    private final TransactionIds ids;
    private final Producer<byte[], byte[]> plain;
    private final LongSupplier nanoTime;
    private final Moment.Listener moments;
    private final OwnerLease lease;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile long epoch;
    private volatile List<Header> header = List.of();
    private volatile byte[] alive = JournalFormat.alive(null);

    private volatile @Nullable JournalException lost;
    private volatile @Nullable Thread thread;

    /**
     * @param ids that were taken over for it; they remain the caller's
     * @param plain for lines outside of transactions; it remains the caller's
     * @param moments is told before the owner says that it is there
     */
    public CellOwnership(
            Candidate.Cell cell,
            TransactionIds ids,
            Producer<byte[], byte[]> plain,
            LongSupplier nanoTime,
            Moment.Listener moments) {
        this.cell = cell;
        this.ids = ids;
        this.plain = plain;
        this.nanoTime = nanoTime;
        this.moments = moments;
        lease = new OwnerLease(cell.lease().toNanos(), nanoTime);
    }

    /** It begins. */
    public synchronized void begin(Candidate.Elected elected) {
        epoch = elected.epoch();
        header = List.of(new RecordHeader(JournalFormat.EPOCH, JournalFormat.epoch(epoch)));
        alive = JournalFormat.alive(elected.link());
        lease.begin(elected.sentNanos());
    }

    /** The number of this ownership: each has a higher one than those before. */
    public long epoch() {
        return epoch;
    }

    public OwnerLease lease() {
        return lease;
    }

    /** The record that a line is for Kafka. */
    public ProducerRecord<byte[], byte[]> record(byte[] line) {
        return new ProducerRecord<>(cell.journal(), 0, null, null, line, header);
    }

    /** Writes a line outside of transactions. What is acknowledged prolongs the lease. */
    public Future<RecordMetadata> write(byte[] line, Callback told) {
        long sent = nanoTime.getAsLong();
        return plain.send(record(line), (metadata, failure) -> {
            if (failure == null) {
                lease.acknowledged(sent);
            }
            told.onCompletion(metadata, failure);
        });
    }

    /** Writes lines one behind the other, and returns when Kafka has acknowledged them. */
    public void writeAndWait(List<byte[]> lines) throws InterruptedException, ExecutionException {
        for (var line : lines) {
            write(line, (metadata, failure) -> {}).get();
        }
    }

    /** A line that was sent at that time within a transaction was committed just now. */
    public void committed(long sentNanos) {
        lease.acknowledged(sentNanos);
    }

    /** Says from now on that the owner is there, and tells of it if it is not the owner any more. */
    public void keep(Consumer<JournalException> onLost) {
        var writing = new Thread(() -> beAlive(onLost), "penstock-kafka-owner");
        writing.setDaemon(true);
        thread = writing;
        writing.start();
    }

    private void beAlive(Consumer<JournalException> onLost) {
        long millis = Math.max(1, cell.lease().toMillis() / LINES_OF_A_LEASE);
        try {
            while (!closed.await(millis, TimeUnit.MILLISECONDS)) {
                moments.at(Moment.BEFORE_ALIVE);
                write(alive, (metadata, failure) -> {});
                if (cell.rules().confirms()) {
                    confirm();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (JournalException e) {
            tell(onLost, e);
        } catch (KafkaException | IllegalStateException e) {
            tell(onLost, new JournalException("The owner of the cell cannot say that it is there: " + e, e));
        }
    }

    private void tell(Consumer<JournalException> onLost, JournalException cause) {
        if (closed.getCount() > 0) {
            onLost.accept(cause);
        }
    }

    /**
     * Returns if nobody else owned the cell when what was acknowledged so far was written. It waits for Kafka if the
     * lease has ended.
     *
     * @throws JournalException if somebody else did, or if that cannot be found out
     */
    public void confirm() {
        if (!cell.rules().confirms() || lease.holds()) {
            return;
        }
        synchronized (this) {
            if (lease.holds()) {
                return;
            }
            var known = lost;
            if (known != null) {
                throw known;
            }
            try {
                prove();
            } catch (JournalException e) {
                lost = e;
                throw e;
            }
        }
    }

    /**
     * Has Kafka commit a line. It does so only if no candidate had taken the ids over before: whoever does so later
     * reads that line, and waits for the lease that begins with it.
     */
    private void prove() {
        long sent = nanoTime.getAsLong();
        try {
            ids.commitAsOwner(record(alive));
        } catch (ProducerFencedException | InvalidProducerEpochException e) {
            throw new JournalException(
                    "Another instance has taken over the cell of " + cell.journal()
                            + ", because this one was not heard of for longer than " + cell.lease() + ".",
                    e);
        } catch (KafkaException | IllegalStateException e) {
            throw new JournalException(
                    "The lease has ended, and Kafka does not say who owns the cell of " + cell.journal() + ": " + e, e);
        }
        lease.begin(sent);
        LOG.infof("The cell of %s was still owned when its lease had ended.", cell.journal());
    }

    /** Lets others own the cell without waiting, if this is still the owner. Nothing may be written afterwards. */
    public void release() {
        stop();
        if (!lease.holds()) {
            return;
        }
        try {
            plain.send(record(JournalFormat.released())).get(RELEASING.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            LOG.warnf("The cell of %s is not released, so others wait for the lease: %s", cell.journal(), e);
        }
    }

    private void stop() {
        closed.countDown();
        var writing = thread;
        if (writing != null && writing != Thread.currentThread()) {
            writing.interrupt();
        }
    }

    /** Says no longer that the owner is there; others own the cell when the lease has ended. */
    @Override
    public void close() {
        stop();
    }
}
