package io.penstock.broker.send;

import io.penstock.Durability;
import io.penstock.Message;
import io.penstock.PenstockException;
import io.penstock.Receipt;
import io.penstock.broker.delivery.LocalDelivery;
import io.penstock.broker.destination.Catalog;
import io.penstock.broker.destination.LocalDestination;
import io.penstock.broker.destination.PartitionLog;
import io.penstock.broker.destination.RouteGuard;
import io.penstock.broker.entry.IdHash;
import io.penstock.broker.limit.Demand;
import io.penstock.broker.limit.Limiter;
import io.penstock.broker.limit.ReservedRoom;
import io.penstock.broker.loop.Outcomes;
import io.penstock.broker.loop.WaitingAppend;
import io.penstock.broker.record.Lifetime;
import io.penstock.broker.record.MessageCodec;
import io.penstock.broker.record.MessageRules;
import io.penstock.broker.routing.LocalExchange;
import io.penstock.journal.JournalException;
import io.penstock.journal.frame.Append;
import io.penstock.journal.log.Log;
import io.penstock.journal.record.EncodedRecord;
import io.penstock.spi.EngineMessage;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** From a message to the journal, in the caller's thread: checked, routed, serialised once. Safe for any thread. */
public final class Sender {

    private final Log journal;
    private final Catalog catalog;
    private final MessageRules rules;
    private final Durability durability;
    private final long maxQueuedBytes;
    private final long maxTogetherBytes;
    private final InstantSource clock;
    private final GuardedSender guarded;
    private final AtomicSender limited;
    private final BatchSender batches;
    private final Limiter limiter;
    private final Router router;
    private final AtomicLong generatedIds = new AtomicLong();

    public Sender(
            Log journal,
            Catalog catalog,
            SendLimits limits,
            InstantSource clock,
            Limiter limiter,
            BooleanSupplier isLoop) {
        this.journal = journal;
        this.catalog = catalog;
        this.clock = clock;
        rules = new MessageRules(limits.maxMessageBytes());
        durability = limits.durability();
        maxTogetherBytes = limits.maxTogetherBytes();
        maxQueuedBytes = limits.maxQueuedBytes();
        guarded = new GuardedSender(journal, catalog.routes(), clock, this::overloaded);
        this.limiter = limiter;
        limited = new AtomicSender(journal, catalog.routes(), limiter, clock, this::overloaded, isLoop);
        batches = new BatchSender(journal, this::overloaded);
        router = new Router(catalog);
    }

    /** @throws PenstockException if the message breaks a rule, or its destination does not exist */
    public PreparedMessage prepare(Message wished) {
        var destination = catalog.find(wished.destination());
        var now = Instant.ofEpochMilli(clock.millis());
        if (destination == null) {
            return prepareRouted(wished, now);
        }
        var message = completed(destination, wished);
        destination.requireFits(rules.check(message, now));
        var wanted = durability(message, destination);
        if (wanted == Durability.MEMORY) {
            return prepareVolatile(withoutExchange(message), destination, now.toEpochMilli());
        }
        return prepare(withoutExchange(message), destination, wanted, now);
    }

    private PreparedMessage prepare(Message message, LocalDestination destination, Durability wanted, Instant now) {
        var record = MessageCodec.encode(message, null, now.toEpochMilli());
        return new PreparedMessage(
                route(destination, message), record, message.id(), wanted, unique(message, destination));
    }

    /** Only what goes through an exchange now has come by one. */
    static Message withoutExchange(Message message) {
        return message.exchange().isEmpty()
                ? message
                : EngineMessage.copyOf(message).exchange(null).build();
    }

    private PreparedMessage prepareRouted(Message message, Instant now) {
        var exchange = requireExchange(message);
        long bytes = rules.check(message, now);
        var wanted = message.durability().orElse(durability);
        boolean isVolatile = wanted == Durability.MEMORY;
        var sent = isVolatile ? named(message) : message;
        var lifetime = new Lifetime(journal.incarnation(), 0);
        var copies = copies(
                exchange,
                sent,
                each -> isVolatile
                        ? MessageCodec.encodeVolatile(each, lifetime, now.toEpochMilli())
                        : MessageCodec.encode(each, null, now.toEpochMilli()));
        copies.forEach(copy -> copy.to().destination().requireFits(bytes));
        if (isVolatile) {
            copies.forEach(copy -> copy.to().destination().aboutToSendVolatile(journal));
        }
        return PreparedMessage.ofCopies(
                exchange.name(),
                copies.stream()
                        .map(copy -> new PreparedMessage(
                                copy.to(),
                                copy.record(),
                                sent.id(),
                                wanted,
                                unique(sent, copy.to().destination()),
                                exchange.name(),
                                List.of()))
                        .toList(),
                sent.id(),
                wanted);
    }

    private LocalExchange requireExchange(Message message) {
        var exchange = catalog.routing().exchange(message.destination());
        if (exchange == null) {
            throw new PenstockException.UnknownDestination(message.destination());
        }
        return exchange;
    }

    /** A message in one of the destinations that it goes to. */
    public record Copy(PartitionLog to, EncodedRecord record) {}

    /**
     * For all destinations of an exchange. A message is serialised once for all that say the same about its time to
     * live.
     */
    private List<Copy> copies(LocalExchange exchange, Message message, Function<Message, EncodedRecord> encoding) {
        var sent = EngineMessage.copyOf(message).exchange(exchange.name()).build();
        var records = new HashMap<Optional<Duration>, EncodedRecord>();
        Function<Message, EncodedRecord> encoded =
                each -> records.computeIfAbsent(each.timeToLive(), age -> encoding.apply(each));
        return router.targets(exchange, sent, () -> encoded.apply(sent)).stream()
                .map(target -> new Copy(route(target, sent), encoded.apply(completed(target, sent))))
                .toList();
    }

    /** Of a message that goes where its schedule says, which nothing is checked of. */
    public List<Copy> copies(Message message, long nowMillis) {
        Function<Message, EncodedRecord> encoding = each -> MessageCodec.encode(each, null, nowMillis);
        var destination = catalog.find(message.destination());
        if (destination == null) {
            return copies(requireExchange(message), message, encoding);
        }
        var completed = completed(destination, withoutExchange(message));
        return List.of(new Copy(route(destination, completed), encoding.apply(completed)));
    }

    /** The message with what its destination says of it; before the first that expires, that is written down. */
    public Message completed(LocalDestination destination, Message wished) {
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

    private Message named(Message message) {
        return message.id() != null
                ? message
                : EngineMessage.copyOf(message)
                        .generatedId(Long.toHexString(journal.storeId()) + "-m" + journal.incarnation() + "-"
                                + generatedIds.getAndIncrement())
                        .build();
    }

    /** Where it will lie is not waited for, so an id cannot be made of that. */
    private PreparedMessage prepareVolatile(Message message, LocalDestination destination, long nowMillis) {
        var named = named(message);
        destination.aboutToSendVolatile(journal);
        var lifetime = new Lifetime(journal.incarnation(), destination.generation());
        var record = MessageCodec.encodeVolatile(named, lifetime, nowMillis);
        return new PreparedMessage(
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
    public PartitionLog route(LocalDestination destination, Message message) {
        var chosen = destination.partitionFor(message.key(), message.priority());
        var offline = journal.offline(chosen.id());
        if (offline == null) {
            return chosen;
        }
        if (message.key() == null) {
            var partitions = destination.partitions();
            for (int i = 0; i < partitions.width(); i++) {
                var other = partitions.get(partitions.lane(chosen.index()), i);
                if (journal.offline(other.id()) == null) {
                    return other;
                }
            }
        }
        throw new PenstockException.PartitionOffline(destination.name(), chosen.index(), offline);
    }

    /**
     * Room for one record of the broker's own sending, which does not wait for others to be settled.
     *
     * @return null if none is needed
     * @throws PenstockException.LimitReached if there is none
     */
    public ReservedRoom roomFor(LocalDestination destination, EncodedRecord record) {
        return roomFor(Demand.of(destination, record.bytes().length));
    }

    /** As {@link #roomFor(LocalDestination, EncodedRecord)}, for several. */
    public ReservedRoom roomFor(Demand demand) {
        return demand.isEmpty() ? null : limiter.await(demand, false);
    }

    /** For what goes to destinations with limits. */
    AtomicSender limited() {
        return limited;
    }

    /** Whoever sends enters it before it asks where to. */
    public RouteGuard routes() {
        return catalog.routes();
    }

    /** Whether a delivery is one of this broker's. */
    public boolean owns(LocalDelivery delivery) {
        var destination = delivery.owner().destination();
        return catalog.find(destination.name()) == destination;
    }

    public Receipt send(Message message) {
        var prepared = prepare(message);
        if (prepared.exchange() != null || prepared.isLimited()) {
            return limited.send(prepared);
        }
        if (!prepared.isPlain()) {
            return guarded.send(prepared);
        }
        var append = new WaitingAppend(prepared.forced());
        int inside = catalog.routes().enter();
        try {
            prepared = prepared.now();
            append.addRecord(prepared.to().id(), prepared.record());
            append.write(journal);
        } finally {
            catalog.routes().leave(inside);
        }
        return prepared.receipt(append.offset(0));
    }

    public CompletableFuture<Receipt> sendAsync(Message message) {
        try {
            var prepared = prepare(message);
            if (prepared.exchange() != null || prepared.isLimited()) {
                return limited.sendAsync(List.of(prepared)).thenApply(receipts -> receipts.get(0));
            }
            if (!prepared.isPlain()) {
                return guarded.sendAsync(prepared);
            }
            int inside = catalog.routes().enter();
            try {
                var append = new Sending(prepared.now());
                return journal.tryAppend(append) ? append.receipt : CompletableFuture.failedFuture(overloaded());
            } finally {
                catalog.routes().leave(inside);
            }
        } catch (PenstockException e) {
            return CompletableFuture.failedFuture(e);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(
                    new PenstockException.InvalidMessage(message + " cannot be written: " + e));
        }
    }

    public CompletableFuture<List<Receipt>> sendAll(List<Message> messages) {
        if (messages.isEmpty()) {
            return CompletableFuture.completedFuture(List.of());
        }
        try {
            boolean arePlain = messages.stream().allMatch(this::isPlain);
            if (messages.stream().anyMatch(each -> isLimited(each) || !arePlain && isRouted(each))) {
                return sendLimited(messages);
            }
            if (!arePlain) {
                return sendEach(messages);
            }
            return sendTogether(messages);
        } catch (PenstockException e) {
            return CompletableFuture.failedFuture(e);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(new PenstockException.InvalidMessage(
                    "These " + messages.size() + " messages cannot be written together: " + e));
        }
    }

    private CompletableFuture<List<Receipt>> sendTogether(List<Message> messages) {
        int inside = catalog.routes().enter();
        try {
            var now = Instant.ofEpochMilli(clock.millis());
            var outgoing = new OutgoingBatches(
                    catalog, router, this::completed, rules, durability, now, messages.size(), maxTogetherBytes);
            messages.forEach(outgoing::add);
            if (outgoing.demand().isEmpty()) {
                return batches.send(outgoing);
            }
        } finally {
            catalog.routes().leave(inside);
        }
        // Exchanges lead into destinations with limits: who waits for room must be able to go elsewhere afterwards.
        return sendLimited(messages);
    }

    /** Whether a message is a record and nothing else, if its destination exists. */
    private boolean isPlain(Message message) {
        var destination = catalog.find(message.destination());
        if (destination == null) {
            // Where a message to an exchange goes is not known yet: if somebody may look for its id, somebody will.
            return message.durability().orElse(durability) != Durability.MEMORY
                    && (message.isIdGenerated() || message.id() == null);
        }
        return durability(message, destination) != Durability.MEMORY && !isLookedAt(message, destination);
    }

    private boolean isLimited(Message message) {
        var destination = catalog.find(message.destination());
        return destination != null && destination.admission() != null;
    }

    /** Then it may go to destinations with limits, and it may be that it goes nowhere: all together, or nothing. */
    private boolean isRouted(Message message) {
        return catalog.find(message.destination()) == null;
    }

    private CompletableFuture<List<Receipt>> sendLimited(List<Message> messages) {
        long bytes = 0;
        int records = 0;
        var prepared = new ArrayList<PreparedMessage>(messages.size());
        for (var message : messages) {
            var each = prepare(message);
            prepared.add(each);
            bytes += each.bytes();
            records += each.records();
            OutgoingBatches.requireFits(records, bytes, maxTogetherBytes);
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
                    return CompletableFuture.<List<Receipt>>failedFuture(PenstockException.causeOf(failure));
                })
                .thenCompose(result -> result);
    }

    PenstockException.Overloaded overloaded() {
        return new PenstockException.Overloaded("Nothing was written: " + maxQueuedBytes
                + " bytes are on their way to the log already. Wait for some of those, then send it again; a sender"
                + " with a bounded number of messages on their way does not come here.");
    }

    private static final class Sending extends Append {

        private final PreparedMessage prepared;
        private final CompletableFuture<Receipt> receipt = new CompletableFuture<>();

        private Sending(PreparedMessage prepared) {
            super(prepared.forced());
            this.prepared = prepared;
            addRecord(prepared.to().id(), prepared.record());
        }

        @Override
        public void durable() {
            receipt.complete(prepared.receipt(offset(0)));
        }

        @Override
        public void failed(JournalException cause) {
            receipt.completeExceptionally(Outcomes.refused(cause));
        }
    }
}
