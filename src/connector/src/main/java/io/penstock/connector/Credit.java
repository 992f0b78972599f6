package io.penstock.connector;

/**
 * Counts how many messages a channel may take: never more than downstream has asked for, and never more unsettled ones
 * than the limit. Not thread-safe.
 */
final class Credit {

    private final int maxUnsettled;
    private long demanded;
    private int taken;

    /** @param maxUnsettled messages asked of the broker, or in work, at most */
    Credit(int maxUnsettled) {
        this.maxUnsettled = maxUnsettled;
    }

    /** Downstream asks for that many more. */
    void demand(long messages) {
        long sum = demanded + messages;
        demanded = sum < 0 ? Long.MAX_VALUE : sum;
    }

    /** One that was taken has been settled. */
    void settle() {
        taken--;
    }

    /** Takes what may be asked of the broker now; it counts as unsettled from here on. */
    int take() {
        int granted = (int) Math.min(demanded, maxUnsettled - taken);
        if (demanded != Long.MAX_VALUE) {
            demanded -= granted;
        }
        taken += granted;
        return granted;
    }
}
