package io.penstock.kafka.owner;

import io.penstock.kafka.journal.JournalFormat;
import io.penstock.kafka.journal.JournalKind;
import io.penstock.kafka.journal.JournalLine;
import io.penstock.kafka.journal.JournalReader;
import io.penstock.kafka.journal.OwnerLink;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Waits until nobody owns the cell, and then owns it. These are the rules: a candidate waits until it has heard nothing
 * for somewhat more than a lease, or that the owner has released the cell. Then it takes all transactional ids over,
 * which ends what others had begun, and reads the journal to its end: if somebody has written meanwhile, it waits anew.
 * Otherwise it writes that it owns the cell, in a transaction, which fails if another candidate was quicker.
 */
public final class Candidate {

    private static final Logger LOG = Logger.getLogger(Candidate.class);

    /** Lines at the end of the journal in which the last owner is looked for. */
    private static final int TAIL = 64;

    private static final Duration POLL = Duration.ofMillis(50);

    private final Cell cell;
    private final TransactionIds ids;
    private final LongSupplier nanoTime;
    private final long formerEpoch;
    private final OwnerDoor door;
    private long highestEpoch;
    private boolean free;
    private long heardNanos;

    /**
     * What a candidate has to know of the cell.
     *
     * @param journal the topic
     * @param instance which one this is, for people
     * @param lease how long an owner owns the cell after its last line
     * @param rules that it keeps
     */
    public record Cell(String journal, String instance, Duration lease, OwnershipRules rules) {

        /** The clocks of two machines may run at different rates: nobody waits for less than that. */
        long patienceNanos() {
            return lease.toNanos() / 10 * 11;
        }
    }

    /**
     * A candidate that has written that it owns the cell.
     *
     * @param offset of that line
     * @param sentNanos when it was sent
     * @param link where others reach it; null if they do not
     */
    public record Elected(
            long epoch,
            long offset,
            long sentNanos,
            @Nullable OwnerLink link) {}

    /**
     * @param formerEpoch in which this instance owned the cell last: nobody has to wait for that; 0 for none
     * @param door is opened before it owns the cell
     */
    public Candidate(Cell cell, TransactionIds ids, LongSupplier nanoTime, long formerEpoch, OwnerDoor door) {
        this.door = door;
        this.cell = cell;
        this.ids = ids;
        this.nanoTime = nanoTime;
        this.formerEpoch = formerEpoch;
    }

    /**
     * Waits until it owns the cell, or until it is to give up: then it returns null.
     *
     * @param isPreferred whether another one is not to be let first: if it is, this one waits a lease longer for a cell
     *     that is free. Where an owner was lost, the one that is preferred is lost with it, and nobody waits longer
     */
    public @Nullable Elected await(JournalReader journal, BooleanSupplier givesUp, BooleanSupplier isPreferred) {
        long end = journal.end();
        free = end == 0;
        journal.seek(Math.max(journal.start(), end - TAIL));
        heardNanos = nanoTime.getAsLong();
        hear(journal, end);
        while (awaitSilence(journal, givesUp, isPreferred)) {
            door.open();
            if (takeOver() && !(cell.rules().readsAgain() && hasOther(journal))) {
                var elected = own(highestEpoch + 1);
                if (elected != null) {
                    return elected;
                }
            }
            free = false;
            heardNanos = nanoTime.getAsLong();
        }
        return null;
    }

    private boolean awaitSilence(JournalReader journal, BooleanSupplier givesUp, BooleanSupplier isPreferred) {
        while (nanoTime.getAsLong() - heardNanos <= patienceNanos(isPreferred.getAsBoolean())) {
            if (givesUp.getAsBoolean()) {
                return false;
            }
            journal.poll(POLL).forEach(this::hear);
        }
        return !givesUp.getAsBoolean();
    }

    private long patienceNanos(boolean isPreferred) {
        if (!free) {
            return cell.patienceNanos();
        }
        return isPreferred ? -1 : cell.lease().toNanos();
    }

    private void hear(JournalReader journal, long end) {
        while (journal.position() < end) {
            journal.poll(POLL).forEach(this::hear);
        }
    }

    /** Returns whether the line tells something: what a former owner writes after it was replaced does not. */
    private boolean hear(JournalLine line) {
        if (line.epoch() < highestEpoch) {
            return false;
        }
        highestEpoch = line.epoch();
        heardNanos = nanoTime.getAsLong();
        free = line.kind() == JournalKind.RELEASED || line.epoch() == formerEpoch;
        return true;
    }

    private boolean takeOver() {
        try {
            ids.takeOver();
            return true;
        } catch (CompletionException e) {
            LOG.warnf("The cell of %s is not taken over: %s. That is tried again.", cell.journal(), e.getCause());
            return false;
        }
    }

    /** Whoever became owner meanwhile did so before it was fenced off; its lease is to be waited for as well. */
    private boolean hasOther(JournalReader journal) {
        long end = journal.end();
        boolean other = false;
        while (journal.position() < end) {
            for (var line : journal.poll(POLL)) {
                if (hear(line)) {
                    other = !free;
                }
            }
        }
        return other;
    }

    /**
     * Writes that this instance owns the cell, or returns null if another candidate was quicker.
     *
     * @param epoch that is higher than all before
     */
    public @Nullable Elected own(long epoch) {
        var link = door.open();
        long sent = nanoTime.getAsLong();
        var line = JournalFormat.owned(storeId(), cell.instance(), link);
        var header = new RecordHeader(JournalFormat.EPOCH, JournalFormat.epoch(epoch));
        try {
            long offset = ids.commitAsOwner(new ProducerRecord<>(cell.journal(), 0, null, null, line, List.of(header)))
                    .offset();
            return new Elected(epoch, offset, sent, link);
        } catch (ProducerFencedException | InvalidProducerEpochException e) {
            return null;
        }
    }

    /** The first one that is in a journal counts. */
    private static long storeId() {
        var random = new Random();
        long id = random.nextLong();
        while (id == 0) {
            id = random.nextLong();
        }
        return id;
    }
}
