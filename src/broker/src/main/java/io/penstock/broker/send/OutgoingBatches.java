package io.penstock.broker.send;

import io.penstock.Destination;
import io.penstock.Message;
import io.penstock.PenstockException;
import io.penstock.Receipt;
import io.penstock.broker.destination.Catalog;
import io.penstock.broker.destination.LocalDestination;
import io.penstock.broker.destination.PartitionLog;
import io.penstock.broker.entry.EngineBounds;
import io.penstock.broker.limit.Demand;
import io.penstock.broker.record.MessageCodec;
import io.penstock.broker.record.MessageRules;
import io.penstock.journal.frame.Append;
import io.penstock.spi.EngineMessage;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.zip.CRC32C;

/**
 * Serialises messages that are sent together, in the sender's thread, into whole batches, one or more for each
 * partition. Messages without a key stay together until a batch is full, since a batch of few records is mostly header.
 */
final class OutgoingBatches {

    /** The bytes that a record takes in a batch beside its own, about: only for the size of the first array. */
    private static final int USUAL_OVERHEAD_BYTES = 16;

    private final Catalog catalog;
    private final Router router;
    private final BiFunction<LocalDestination, Message, Message> completion;
    private final MessageRules rules;
    private final Instant now;
    private final long maxBytes;
    private final Map<PartitionLog, OutgoingBatch> open = new HashMap<>();
    private final List<OutgoingBatch> batches = new ArrayList<>();
    private final BatchReceipts sent;
    private int count;
    private int records;
    private long bytes;

    /** The destination of the message before. */
    private LocalDestination destination;

    private final OutgoingBatch[] keyless = new OutgoingBatch[Destination.MAX_PRIORITIES];

    /** The batches for messages without a key that came by an exchange. */
    private final Map<LocalDestination, OutgoingBatch[]> routedKeyless = new HashMap<>();

    /** The room that exchanges demand in destinations with limits. */
    private final Demand demand = new Demand();

    /**
     * @param completion gives a message what its destination says of it
     * @param maxBytes of all batches together
     */
    OutgoingBatches(
            Catalog catalog,
            Router router,
            BiFunction<LocalDestination, Message, Message> completion,
            MessageRules rules,
            Instant now,
            int messages,
            long maxBytes) {
        this.catalog = catalog;
        this.router = router;
        this.completion = completion;
        this.rules = rules;
        this.now = now;
        this.maxBytes = maxBytes;
        requireFits(messages, 0, maxBytes);
        sent = new BatchReceipts(messages);
    }

    /** @throws PenstockException if the message breaks a rule, its destination does not exist, or it is too much */
    void add(Message wished) {
        if (destination == null || !destination.name().equals(wished.destination())) {
            destination = catalog.find(wished.destination());
        }
        if (destination == null) {
            addRouted(wished);
        } else {
            var message = Preparation.withoutExchange(completion.apply(destination, wished));
            long checked = rules.check(message, now);
            destination.requireFits(checked);
            long size = checked + USUAL_OVERHEAD_BYTES;
            var batch = message.key() == null
                    ? keyless(message.priority(), size)
                    : batch(destination.partitionFor(message.key(), message.priority()), size);
            sent.add(count, batch, batch.count(), message.id());
            encode(message, batch);
        }
        count++;
    }

    /** Gives what it takes there. */
    private long encode(Message message, OutgoingBatch batch) {
        int before = batch.length();
        batch.add(message, now.toEpochMilli());
        long taken = batch.length() - before;
        bytes += taken;
        records++;
        requireFits(records, bytes, maxBytes);
        return taken;
    }

    /**
     * Adds a message to each destination of an exchange. A batch is of one destination, so each has a copy of its own.
     */
    private void addRouted(Message message) {
        var exchange = catalog.routing().exchange(message.destination());
        if (exchange == null) {
            throw new PenstockException.UnknownDestination(message.destination());
        }
        long checked = rules.check(message, now);
        long size = checked + USUAL_OVERHEAD_BYTES;
        var routed = EngineMessage.copyOf(message).exchange(exchange.name()).build();
        var copies = new ArrayList<BatchReceipts.Copy>();
        for (var target :
                router.targets(exchange, routed, () -> MessageCodec.encode(routed, null, now.toEpochMilli()))) {
            target.requireFits(checked);
            var batch = routed.key() == null
                    ? together(target, message.priority(), size)
                    : batch(target.partitionFor(routed.key(), message.priority()), size);
            copies.add(new BatchReceipts.Copy(batch, batch.count()));
            demand.add(target, encode(completion.apply(target, routed), batch));
        }
        sent.add(count, exchange.name(), copies, message.id());
    }

    /** Finds a batch as {@link #keyless} does, where neighbours go to several destinations. */
    private OutgoingBatch together(LocalDestination target, int priority, long size) {
        var lanes = routedKeyless.computeIfAbsent(target, each -> new OutgoingBatch[Destination.MAX_PRIORITIES]);
        int lane = target.declared().laneOf(priority);
        var batch = lanes[lane];
        if (batch == null || !batch.hasRoomFor(size)) {
            batch = batch(target.partitionFor(null, priority), size);
            lanes[lane] = batch;
        }
        return batch;
    }

    private OutgoingBatch keyless(int priority, long size) {
        int lane = destination.declared().laneOf(priority);
        var before = keyless[lane];
        if (before == null || before.to().destination() != destination || !before.hasRoomFor(size)) {
            keyless[lane] = batch(destination.partitionFor(null, priority), size);
        }
        return keyless[lane];
    }

    private OutgoingBatch batch(PartitionLog to, long size) {
        var batch = open.get(to);
        if (batch == null || !batch.hasRoomFor(size)) {
            long left = size * (sent.size() - count);
            batch = new OutgoingBatch(to, (int) Math.min(left, Append.USUAL_BATCH_BYTES));
            open.put(to, batch);
            batches.add(batch);
            bytes += Append.BATCH_OVERHEAD_BYTES;
        }
        return batch;
    }

    /** Refuses messages that are too many or too large together: they are bounded as a transaction is. */
    static void requireFits(int messages, long bytes, long maxBytes) {
        if (messages > EngineBounds.TRANSACTION_OPERATIONS || bytes > maxBytes) {
            throw new PenstockException.InvalidMessage(
                    "Nothing was sent: what is sent together has at most " + EngineBounds.TRANSACTION_OPERATIONS
                            + " messages, copies by exchanges included, and " + maxBytes
                            + " bytes. Send less at once.");
        }
    }

    Demand demand() {
        return demand;
    }

    /** Puts everything into an append that has no records yet. */
    void addTo(Append append) {
        var crc = new CRC32C();
        for (var batch : batches) {
            append.addBatch(batch.to().id(), batch.finish(crc));
        }
    }

    /** The receipts of the messages in an append that is durable. */
    List<Receipt> receipts(Append append) {
        for (int i = 0; i < batches.size(); i++) {
            batches.get(i).written(append.offset(i));
        }
        return sent;
    }
}
