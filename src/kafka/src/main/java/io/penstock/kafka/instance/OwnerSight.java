package io.penstock.kafka.instance;

import io.penstock.kafka.journal.JournalKind;
import io.penstock.kafka.journal.JournalLine;
import io.penstock.kafka.journal.OwnerLink;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.function.LongSupplier;

/**
 * What is known of the owner of a cell from the lines at the end of the journal. Only the newest ownership counts: what
 * a former owner writes after it was replaced tells nothing. It is safe for any thread.
 */
final class OwnerSight {

    private final String cell;
    private final long patienceNanos;
    private final LongSupplier nanoTime;
    private final InstantSource clock;
    private long epoch;
    private @Nullable OwnerLink link;
    private boolean isOver = true;
    private long heardNanos;
    private Instant heard;
    private String unreadable = "";

    /**
     * @param patienceNanos after which an owner that is not heard of counts as gone
     * @param clock for people
     */
    OwnerSight(String cell, long patienceNanos, LongSupplier nanoTime, InstantSource clock) {
        this.cell = cell;
        this.patienceNanos = patienceNanos;
        this.nanoTime = nanoTime;
        this.clock = clock;
        heardNanos = nanoTime.getAsLong();
        heard = clock.instant();
    }

    synchronized void hear(JournalLine line) {
        if (line.epoch() < epoch) {
            return;
        }
        if (line.epoch() > epoch) {
            epoch = line.epoch();
            link = null;
        }
        var said = line.link();
        link = said == null ? link : said;
        isOver = line.kind() == JournalKind.RELEASED;
        heardNanos = nanoTime.getAsLong();
        heard = clock.instant();
    }

    /**
     * Whether the journal can be read now.
     *
     * @param why it cannot, for people; empty if it can
     */
    synchronized void readable(String why) {
        unreadable = why;
    }

    /** The journal begins anew: its topic was made again. */
    synchronized void forget() {
        epoch = 0;
        link = null;
        isOver = true;
    }

    /** Whether somebody owns the cell, as far as is known. */
    synchronized boolean hasOwner() {
        return !isOver && nanoTime.getAsLong() - heardNanos <= patienceNanos;
    }

    /** Whether somebody owns the cell, and it is not known yet where. */
    synchronized boolean isSought() {
        return link == null && !isOver;
    }

    /** Where the owner is reached; null if there is no owner, or if it is not known where. */
    synchronized @Nullable OwnerLink link() {
        return hasOwner() ? link : null;
    }

    /** The number of the newest ownership; 0 if none is known. */
    synchronized long epoch() {
        return epoch;
    }

    /** Since when nobody owns the cell, for people; empty if somebody does. */
    synchronized String missing() {
        if (hasOwner()) {
            return link == null ? "The owner of the cell '" + cell + "' does not say where it is reached." : "";
        }
        if (!unreadable.isEmpty()) {
            return "Kafka does not say who owns the cell '" + cell + "': " + unreadable;
        }
        return "The cell '" + cell + "' has no owner since " + heard.truncatedTo(ChronoUnit.SECONDS) + ".";
    }
}
