package io.penstock.broker.declaration;

import io.penstock.Cleanup;
import io.penstock.Destination;
import io.penstock.PenstockException;
import io.penstock.broker.destination.LocalDestination;
import io.penstock.broker.destination.RouteGuard;
import io.penstock.broker.entry.Entry;
import io.penstock.broker.entry.GrowthEntry;

import java.util.Arrays;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Gives destinations more partitions while they are in use, in three entries. From the first one on, the new partitions
 * exist and are routed to. The second one is written when nobody routes as before any more, so that it lies behind all
 * that was. The third one says where that ends. Until then no record is handed out that has to keep an order with older
 * ones. Steps that are missing after a crash are made up for at the start.
 */
final class PartitionGrowth {

    /**
     * The largest number of growths of a destination. Each makes every reader of a key look once more, and nobody grows
     * a destination more often.
     */
    static final int MAX_GROWTHS = 64;

    private final RouteGuard routes;
    private final Consumer<Entry> journal;
    private final BooleanSupplier isLoop;

    /**
     * @param journal writes an entry and returns when it is applied
     * @param isLoop whether the calling thread is a dispatch loop: it may be one of those that would be waited for
     */
    PartitionGrowth(RouteGuard routes, Consumer<Entry> journal, BooleanSupplier isLoop) {
        this.routes = routes;
        this.journal = journal;
        this.isLoop = isLoop;
    }

    /**
     * @param altered as it is to be otherwise
     * @throws PenstockException.Conflict if it cannot grow, or has grown too often
     */
    void requireGrows(LocalDestination destination, Destination altered) {
        if (isLoop.getAsBoolean()) {
            throw new IllegalStateException("A delivery handler must not give destination '" + destination.name()
                    + "' more partitions: it would wait for itself. Do it in another thread.");
        }
        if (isCompacted(altered)) {
            throw new PenstockException.Conflict("Destination '" + destination.name() + "' keeps the newest message of"
                    + " each key (COMPACT), and cannot get more partitions: a key that moves would leave its old value"
                    + " behind for good. Declare another one with as many as it needs, and copy the messages.");
        }
        if (destination.partitions().growths().size() >= MAX_GROWTHS) {
            throw new PenstockException.Conflict("Destination '" + destination.name() + "' has grown " + MAX_GROWTHS
                    + " times, and cannot do so again: declare another one with as many partitions as it needs.");
        }
    }

    /** @throws PenstockException.Conflict if keys have moved in it, and it is to keep the newest message of each */
    static void requireFits(LocalDestination destination, Destination altered) {
        if (isCompacted(altered) && !destination.partitions().growths().isEmpty()) {
            throw new PenstockException.Conflict(
                    "Destination '" + destination.name() + "' has got more partitions since it was declared, and cannot"
                            + " keep the newest message of each key (COMPACT): older ones may lie in partitions where"
                            + " nothing takes their place.");
        }
    }

    private static boolean isCompacted(Destination destination) {
        return destination.effectiveRetention().cleanup() == Cleanup.COMPACT;
    }

    /** @param firstId of the new partitions */
    void grow(LocalDestination destination, int partitions, int firstId) {
        int first = destination.partition(0).id();
        journal.accept(new GrowthEntry.Begun(first, partitions, firstId));
        routes.awaitOthers();
        journal.accept(new GrowthEntry.Routed(first));
        finish(destination);
    }

    /** Completes a growth when nothing is on its way any more that was routed as before. */
    void finish(LocalDestination destination) {
        var table = destination.partitions();
        var growth = table.unfinished();
        if (growth != null) {
            long[] ends = Arrays.copyOf(table.endOffsets(), growth.from() * table.lanes());
            journal.accept(new GrowthEntry.Over(destination.partition(0).id(), ends));
        }
    }
}
