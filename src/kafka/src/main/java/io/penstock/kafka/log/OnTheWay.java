package io.penstock.kafka.log;

/**
 * What plain frames that were sent and not told yet consist of. Records that carry entries are found in their order
 * after a crash, and so are lines of the journal, but not both together: so the ones wait for the others, unless a
 * line {@linkplain io.penstock.journal.frame.Append#standsAlone() stands alone}. It is used by one thread.
 */
final class OnTheWay {

    private boolean hasCarriers;
    private boolean hasLines;

    /** Whether it may be sent without waiting for what is on the way. */
    boolean takes(Outgoing append) {
        return !(isLine(append) && hasCarriers || append.isCarrier() && hasLines);
    }

    void add(Outgoing append) {
        hasCarriers |= append.isCarrier();
        hasLines |= isLine(append);
    }

    private static boolean isLine(Outgoing append) {
        return append.hasLine() && !append.append.standsAlone();
    }

    /** All of it was told. */
    void clear() {
        hasCarriers = false;
        hasLines = false;
    }
}
