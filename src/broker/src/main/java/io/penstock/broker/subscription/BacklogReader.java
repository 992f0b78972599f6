package io.penstock.broker.subscription;

import io.penstock.broker.delivery.SubscriptionEngine;
import io.penstock.broker.destination.LocalDestination;
import io.penstock.broker.destination.PartitionLog;
import io.penstock.broker.loop.LoopCall;
import io.penstock.broker.loop.Outcomes;
import io.penstock.broker.record.JournalRecord;
import io.penstock.journal.JournalException;
import io.penstock.journal.log.Log;
import org.jboss.logging.Logger;

import java.util.function.Supplier;

/**
 * Reads the sizes of messages that waited in a destination before its bytes were counted: at a start, when a limit of
 * bytes is set, for a new subscription, after a seek. What is written or settled meanwhile is counted by itself.
 */
public final class BacklogReader {

    private static final Logger LOG = Logger.getLogger(BacklogReader.class);

    /** Records whose sizes are told to a subscription at once. */
    private static final int PAGE = 4_096;

    private final SubscriptionCatalog subscriptions;
    private final Log log;

    public BacklogReader(SubscriptionCatalog subscriptions, Log log) {
        this.subscriptions = subscriptions;
        this.log = log;
    }

    /** Reads all that is not settled, in the caller's thread; does nothing if bytes are not limited. */
    public void measure(LocalDestination destination) {
        subscriptions.list(destination).forEach(engine -> measure(destination, engine));
    }

    /** Measures as {@link #measure(LocalDestination)} does, for one subscription: there may be very many. */
    public void measure(LocalDestination destination, String subscription) {
        var engine = subscriptions.find(destination, subscription);
        if (engine != null) {
            measure(destination, engine);
        }
    }

    private void measure(LocalDestination destination, SubscriptionEngine engine) {
        if (engine.isDurable() && on(engine, () -> engine.backlog().countsBytes())) {
            for (int i = 0; i < destination.partitionCount(); i++) {
                measure(engine, destination.partition(i));
            }
        }
    }

    private void measure(SubscriptionEngine engine, PartitionLog partition) {
        var reader = new JournalRecord.Reader(log, partition.address());
        long at = 0;
        while (true) {
            long from = at;
            var range = on(engine, () -> engine.backlog().unmeasured(partition.index(), from));
            if (range == null) {
                return;
            }
            try {
                at = measure(engine, partition, reader, range);
            } catch (JournalException.PartitionOffline e) {
                LOG.warnf(
                        "Partition %d of '%s' is offline: what waits in it counts for no limit of bytes.",
                        partition.index(), partition.destination().name());
                at = range[1];
            }
        }
    }

    /** Returns up to where it read. */
    private static long measure(
            SubscriptionEngine engine, PartitionLog log, JournalRecord.Reader reader, long[] range) {
        var offsets = new long[(int) Math.min(PAGE, range[1] - range[0])];
        var bytes = new int[offsets.length];
        int count = 0;
        long at = range[0];
        while (at < range[1] && count < offsets.length) {
            var record = reader.from(at);
            if (record == null || record.offset() >= range[1]) {
                at = range[1];
                break;
            }
            offsets[count] = record.offset();
            bytes[count++] = record.bytes();
            at = record.offset() + 1;
        }
        int found = count;
        on(engine, () -> {
            for (int i = 0; i < found; i++) {
                engine.backlog().measured(log.index(), offsets[i], bytes[i]);
            }
            return null;
        });
        return at;
    }

    /** Asks a question on the subscription's loop, or at once if that has not been started. */
    private static <T> T on(SubscriptionEngine engine, Supplier<T> question) {
        var call = new LoopCall<>(question);
        engine.loop().deliver(call);
        return Outcomes.await(call);
    }
}
