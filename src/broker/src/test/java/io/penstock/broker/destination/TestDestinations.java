package io.penstock.broker.destination;

import io.penstock.Destination;
import io.penstock.broker.entry.Entry;
import io.penstock.broker.limit.Waiting;

/**
 * Destinations by themselves: with no log, and with no subscriptions but those that a test says its limits are about.
 */
public final class TestDestinations {

    private static final long STORE_ID = 0xabc;

    private TestDestinations() {}

    /** @param waiting what its limits are about */
    public static LocalDestination of(Destination declared, Waiting... waiting) {
        return new LocalDestination(
                new Entry.DestinationDeclared(declared, 0, 1),
                () -> STORE_ID,
                new RouteGuard(),
                0,
                made -> new OnlyWaiting(waiting));
    }

    /** So many offsets at the end of a partition have no record. */
    public static void hole(LocalDestination destination, int partition, int offsets) {
        var log = destination.partition(partition);
        log.hole(log.endOffset(), log.endOffset() + offsets, id -> 0);
    }

    /** Messages of it may expire from here on. */
    public static void expire(LocalDestination destination) {
        destination.applyExpires();
    }

    private record OnlyWaiting(Waiting[] waiting) implements Subscribers {

        @Override
        public void written(int partition) {
            // Nobody is told.
        }

        @Override
        public void holes(int partition, Holes all) {
            // Nobody is told.
        }

        @Override
        public void sized(int partition, long baseOffset, int[] bytes) {
            // Nobody is told.
        }

        @Override
        public void beginBytes(long told, long[] ends) {
            // Nobody counts.
        }

        @Override
        public void endBytes() {
            // Nobody counts.
        }

        @Override
        public void grown() {
            // Nobody is told.
        }

        @Override
        public boolean hasProtected() {
            return waiting.length > 0;
        }

        @Override
        public boolean deliver(Runnable action) {
            action.run();
            return true;
        }
    }
}
