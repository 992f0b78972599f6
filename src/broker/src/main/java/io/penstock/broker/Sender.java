package io.penstock.broker;

import io.penstock.Durability;
import io.penstock.Message;
import io.penstock.PenstockException;
import io.penstock.Receipt;
import io.penstock.journal.Append;
import io.penstock.journal.JournalException;
import io.penstock.journal.Log;
import io.penstock.journal.record.EncodedRecord;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/** From a message to the journal, in the caller's thread: checked, routed, serialised once. Safe for any thread. */
final class Sender {

    private final Log journal;
    private final Catalog catalog;
    private final MessageRules rules;
    private final Durability durability;
    private final long maxQueuedBytes;
    private final long maxTogetherBytes;
    private final InstantSource clock;
    private final GuardedSender guarded;
    private final LimitedSender limited;
    private final Limiter limiter;
    private final AtomicLong generatedIds = new AtomicLong();

    Sender(
            Log journal,
            Catalog catalog,
            BrokerOptions options,
            InstantSource clock,
            Limiter limiter,
            BooleanSupplier isLoop) {
        this.journal = journal;
        this.catalog = catalog;
        this.clock = clock;
        rules = new MessageRules(options.maxMessageBytes());
        durability = options.durability();
        maxTogetherBytes = options.maxTransactionBytes();
        maxQueuedBytes = options.journal().maxQueuedBytes();
        guarded = new GuardedSender(journal, clock, this::overloaded);
        this.limiter = limiter;
        limited = new LimitedSender(journal, limiter, clock, this::overloaded, isLoop);
    }

    /**
     * A message ready to be written.
     *
     * @param unique of the id if it may be in the destination once only, or null
     */
    record Prepared(PartitionLog to, EncodedRecord record, String id, Durability durability, IdHash unique) {

        boolean forced() {
            return durability == Durability.SYNC;
        }

        boolean isWaitedFor() {
            return durability != Durability.MEMORY;
        }

        /** Whether it is a record and nothing else. */
        boolean isPlain() {
            return unique == null && isWaitedFor();
        }

        boolean isLimited() {
            return to.destination().admission() != null;
        }

        Receipt receipt(long offset) {
            return to.receipt(id, offset);
        }
    }

    /** @throws PenstockException if the message breaks a rule, or its destination does not exist */
    Prepared prepare(Message wished) {
        var destination = catalog.find(wished.destination());
        if (destination == null) {
            throw new PenstockException.UnknownDestination(wished.destination());
        }
        var now = Instant.ofEpochMilli(clock.millis());
        var message = completed(destination, wished);
        destination.requireFits(rules.check(message, now));
        var wanted = durability(message, destination);
        if (wanted == Durability.MEMORY) {
            return prepareVolatile(message, destination, now.toEpochMilli());
        }
        var record = MessageCodec.encode(message, null, now.toEpochMilli());
        return new Prepared(route(destination, message), record, message.id(), wanted, unique(message, destination));
    }

    /** The message with what its destination says of it; before the first that expires, that is written down. */
    Message completed(LocalDestination destination, Message wished) {
        var message = destination.completed(wished);
        boolean expires =
                message.expiresAt().isPresent() || message.timeToLive().isPresent();
        if (expires) {
            destination.aboutToExpire(journal);
        }
        return message;
    }

    private Durability durability(Message message, LocalDestination destination) {
        return destination.isTemporary()
                ? Durability.MEMORY
                : message.durability().orElse(durability);
    }

    /** Where it will lie is not waited for, so an id cannot be made of that. */
    private Prepared prepareVolatile(Message message, LocalDestination destination, long nowMillis) {
        var named = message.id() != null
                ? message
                : message.copy()
                        .generatedId(Long.toHexString(journal.storeId()) + "-m" + journal.incarnation() + "-"
                                + generatedIds.getAndIncrement())
                        .build();
        destination.aboutToSendVolatile(journal);
        var lifetime = new Lifetime(journal.incarnation(), destination.generation());
        var record = MessageCodec.encodeVolatile(named, lifetime, nowMillis);
        return new Prepared(
                route(destination, message), record, named.id(), Durability.MEMORY, unique(named, destination));
    }

    private static IdHash unique(Message message, LocalDestination destination) {
        return isLookedAt(message, destination) ? IdHash.of(message.id()) : null;
    }

    private static boolean isLookedAt(Message message, LocalDestination destination) {
        return !message.isIdGenerated()
                && message.id() != null
                && destination.deduplication().isOn();
    }

    /**
     * Where a message goes; one without a key to another partition if the turn was that of one that is offline.
     *
     * @throws PenstockException.PartitionOffline if there is none
     */
    PartitionLog route(LocalDestination destination, Message message) {
        var chosen = destination.partitionFor(message.key(), message.priority());
        var offline = journal.offline();
        if (!offline.containsKey(chosen.id())) {
            return chosen;
        }
        if (message.key() == null) {
            var partitions = destination.partitions();
            for (int i = 0; i < partitions.width(); i++) {
                var other = partitions.get(partitions.lane(chosen.index()), i);
                if (!offline.containsKey(other.id())) {
                    return other;
                }
            }
        }
        throw new PenstockException.PartitionOffline(destination.name(), chosen.index(), offline.get(chosen.id()));
    }

    /**
     * Room for one record of the broker's own sending, which does not wait for others to be settled.
     *
     * @return null if none is needed
     * @throws PenstockException.LimitReached if there is none
     */
    Room roomFor(LocalDestination destination, EncodedRecord record) {
        return destination.admission() == null
                ? null
                : limiter.await(Demand.of(destination, record.bytes().length), false);
    }

    /** For what goes to destinations with limits. */
    LimitedSender limited() {
        return limited;
    }

    /** Whether a delivery is one of this broker's. */
    boolean owns(LocalDelivery delivery) {
        var destination = delivery.engine.destination();
        return catalog.find(destination.name()) == destination;
    }

    Receipt send(Message message) {
        var prepared = prepare(message);
        if (prepared.isLimited()) {
            return limited.send(prepared);
        }
        if (!prepared.isPlain()) {
            return guarded.send(prepared);
        }
        var append = new WaitingAppend(prepared.forced());
        append.addRecord(prepared.to().id(), prepared.record());
        append.write(journal);
        return prepared.receipt(append.offset(0));
    }

    CompletableFuture<Receipt> sendAsync(Message message) {
        try {
            var prepared = prepare(message);
            if (prepared.isLimited()) {
                return limited.sendAsync(List.of(prepared)).thenApply(receipts -> receipts.get(0));
            }
            if (!prepared.isPlain()) {
                return guarded.sendAsync(prepared);
            }
            var append = new Sending(prepared);
            return journal.tryAppend(append) ? append.receipt : CompletableFuture.failedFuture(overloaded());
        } catch (PenstockException e) {
            return CompletableFuture.failedFuture(e);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(
                    new PenstockException.InvalidMessage(message + " cannot be written: " + e));
        }
    }

    CompletableFuture<List<Receipt>> sendAll(List<Message> messages) {
        if (messages.isEmpty()) {
            return CompletableFuture.completedFuture(List.of());
        }
        try {
            if (messages.stream().anyMatch(this::isLimited)) {
                return sendLimited(messages);
            }
            if (!messages.stream().allMatch(this::isPlain)) {
                return sendEach(messages);
            }
            var now = Instant.ofEpochMilli(clock.millis());
            var outgoing =
                    new Outgoing(catalog, this::completed, rules, durability, now, messages.size(), maxTogetherBytes);
            messages.forEach(outgoing::add);
            var append = new SendingAll(outgoing);
            return journal.tryAppend(append) ? append.receipts : CompletableFuture.failedFuture(overloaded());
        } catch (PenstockException e) {
            return CompletableFuture.failedFuture(e);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(new PenstockException.InvalidMessage(
                    "These " + messages.size() + " messages cannot be written together: " + e));
        }
    }

    /** Whether a message is a record and nothing else, if its destination exists. */
    private boolean isPlain(Message message) {
        var destination = catalog.find(message.destination());
        return destination == null
                || durability(message, destination) != Durability.MEMORY && !isLookedAt(message, destination);
    }

    private boolean isLimited(Message message) {
        var destination = catalog.find(message.destination());
        return destination != null && destination.admission() != null;
    }

    private CompletableFuture<List<Receipt>> sendLimited(List<Message> messages) {
        long bytes = 0;
        var prepared = new ArrayList<Prepared>(messages.size());
        for (var message : messages) {
            var each = prepare(message);
            prepared.add(each);
            bytes += each.record().bytes().length + Append.BATCH_OVERHEAD_BYTES;
            Outgoing.requireFits(prepared.size(), bytes, maxTogetherBytes);
        }
        return limited.sendAsync(prepared);
    }

    /** Each by itself: some may be written though others are refused. */
    private CompletableFuture<List<Receipt>> sendEach(List<Message> messages) {
        var sends = messages.stream().map(this::sendAsync).toList();
        return CompletableFuture.allOf(sends.toArray(CompletableFuture<?>[]::new))
                .handle((sent, failure) -> {
                    if (failure == null) {
                        return CompletableFuture.completedFuture(
                                sends.stream().map(CompletableFuture::join).toList());
                    }
                    return CompletableFuture.<List<Receipt>>failedFuture(Commit.cause(failure));
                })
                .thenCompose(result -> result);
    }

    PenstockException.Overloaded overloaded() {
        return new PenstockException.Overloaded("Nothing was written: " + maxQueuedBytes
                + " bytes are on their way to the log already. Wait for some of those, then send it again; a sender"
                + " with a bounded number of messages on their way does not come here.");
    }

    private static final class SendingAll extends Append {

        private final Outgoing outgoing;
        private final CompletableFuture<List<Receipt>> receipts = new CompletableFuture<>();

        private SendingAll(Outgoing outgoing) {
            super(outgoing.isForced());
            this.outgoing = outgoing;
            outgoing.addTo(this);
        }

        @Override
        protected void durable() {
            receipts.complete(outgoing.receipts(this));
        }

        @Override
        protected void failed(JournalException cause) {
            receipts.completeExceptionally(Outcomes.refused(cause));
        }
    }

    private static final class Sending extends Append {

        private final Prepared prepared;
        private final CompletableFuture<Receipt> receipt = new CompletableFuture<>();

        private Sending(Prepared prepared) {
            super(prepared.forced());
            this.prepared = prepared;
            addRecord(prepared.to().id(), prepared.record());
        }

        @Override
        protected void durable() {
            receipt.complete(prepared.receipt(offset(0)));
        }

        @Override
        protected void failed(JournalException cause) {
            receipt.completeExceptionally(Outcomes.refused(cause));
        }
    }
}
