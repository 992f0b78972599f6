package io.penstock.broker.feed;

import io.penstock.broker.entry.Attempts;
import io.penstock.broker.record.RecordView;

/**
 * The result of a search for the next record of a feed: a record that may be handed out now, or none. Each feed uses
 * one object again and again, so that a search costs no memory: a caller takes what it needs before the feed searches
 * again. It belongs to the subscription's loop.
 */
public final class FoundRecord {

    /** The result that no record was found yet, and there is more to look at. */
    public static final FoundRecord MORE = new FoundRecord(null, 0);

    /** The result that there is no record until something changes. */
    public static final FoundRecord NOTHING = new FoundRecord(null, 0);

    /** The result that the next record has to be fetched first: the feed is activated when it is here. */
    public static final FoundRecord AWAITED = new FoundRecord(null, 0);

    private final RecordView.Source source;
    private final long suspectEnd;
    private long offset;
    private RecordView record;
    private Attempts before = Attempts.NONE;
    private boolean isMarked;

    /** @param suspectEnd below it, records may have been handed out by a process that died without telling */
    FoundRecord(RecordView.Source source, long suspectEnd) {
        this.source = source;
        this.suspectEnd = suspectEnd;
    }

    /**
     * Loads a record. The result is false if it is not in the log any more; then {@link #record} is the next one, or
     * null.
     */
    boolean load(long at, Attempts known, boolean itsMarkerIsJournaled) {
        offset = at;
        before = known;
        isMarked = itsMarkerIsJournaled;
        record = source.from(at);
        return record != null && record.offset() == at;
    }

    /** Whether there is one. */
    public boolean isRecord() {
        return source != null;
    }

    public long offset() {
        return offset;
    }

    public RecordView record() {
        return record;
    }

    /** What is known of hand-outs of the record before this one. */
    public Attempts before() {
        return before;
    }

    /** Whether the journal counts this hand-out already. */
    public boolean isMarked() {
        return isMarked;
    }

    /** Whether it was handed out before, or may have been, by a process that died without telling. */
    public boolean mayHaveBeenHandedOut() {
        return needsMarker(offset, before);
    }

    /** Whether this hand-out must be in the journal before it happens. */
    public boolean needsMarker() {
        return !isMarked && needsMarker(offset, before);
    }

    /** Whether a process that died may have had it. */
    public boolean isSuspect() {
        return offset < suspectEnd;
    }

    /** Whether it was, or may have been, handed out before: then this time must be in the journal first. */
    boolean needsMarker(long at, Attempts known) {
        return known.deliveries() > 0 || at < suspectEnd;
    }
}
