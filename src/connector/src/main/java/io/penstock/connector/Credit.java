package io.penstock.connector;

/**
 * Counts how many messages a channel may request: never more than downstream has asked for, and never so many that more
 * than the limit are unsettled. Not thread-safe.
 */
final class Credit {

    private final int maxUnsettled;
    private long demanded;
    private int taken;

    /** @param maxUnsettled the largest number of messages that are requested from the broker or being processed */
    Credit(int maxUnsettled) {
        this.maxUnsettled = maxUnsettled;
    }

    /** Adds messages that downstream asks for. */
    void demand(long messages) {
        long sum = demanded + messages;
        demanded = sum < 0 ? Long.MAX_VALUE : sum;
    }

    /** Notes that a message was settled, so that another may be requested. */
    void settle() {
        taken--;
    }

    /** Takes the number of messages that may be requested from the broker now. They count as unsettled from here on. */
    int take() {
        int granted = (int) Math.min(demanded, maxUnsettled - taken);
        if (demanded != Long.MAX_VALUE) {
            demanded -= granted;
        }
        taken += granted;
        return granted;
    }
}
