package io.penstock.broker.declaration;

import io.penstock.ConsumerOptions;
import io.penstock.DeadLetterPolicy;
import io.penstock.DeliveryHandler;
import io.penstock.Destination;
import io.penstock.DestinationKind;
import io.penstock.Lagging;
import io.penstock.Ordering;
import io.penstock.PenstockException;
import io.penstock.Replay;
import io.penstock.ReplayRequest;
import io.penstock.RetryPolicy;
import io.penstock.Subscription;
import io.penstock.broker.delivery.DeadLetterQueues;
import io.penstock.broker.delivery.LocalReplay;
import io.penstock.broker.delivery.SubscriptionCatalog;
import io.penstock.broker.delivery.SubscriptionEngine;
import io.penstock.broker.destination.ArchiveCompression;
import io.penstock.broker.destination.Catalog;
import io.penstock.broker.destination.LocalDestination;
import io.penstock.broker.destination.StartOffsets;
import io.penstock.broker.entry.Entry;
import io.penstock.broker.entry.EntryCodec;
import io.penstock.broker.entry.RoutingEntry;
import io.penstock.broker.entry.StoredOperation;
import io.penstock.broker.filter.Filter;
import io.penstock.broker.loop.Outcomes;
import io.penstock.broker.loop.WaitingAppend;
import io.penstock.broker.routing.RoutingTable;
import io.penstock.broker.routing.TopicRules;
import io.penstock.journal.JournalException;
import io.penstock.journal.frame.Append;
import io.penstock.journal.log.Log;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Makes destinations and subscriptions exist, and checks that what is asked for does not contradict what exists. */
public final class Declarations implements DeadLetterQueues {

    /** Of the subscriptions of replays, which are shown among the others while they last. */
    private static final String REPLAY_NAME = "penstock.replay.";

    private final Catalog catalog;
    private final Log journal;
    private final boolean forced;
    private final int maxPartitions;
    private final SubscriptionCatalog subscriptions;
    private final StartOffsets positions;
    private final SubscriptionChecks checks;
    private final AtomicInteger replays = new AtomicInteger();
    private final AtomicInteger partitionIds;
    private final AtomicInteger subscriptionIds;
    private final PartitionGrowth growing;
    private final Map<String, Declaring> declaring = new ConcurrentHashMap<>();

    /** One declaration of a subscription at a time; nobody waits for it on a dispatch loop or on the writer. */
    private final Object oneAtATime = new Object();

    /** @param isLoop whether the calling thread is a dispatch loop, for which others wait */
    public Declarations(
            Catalog catalog,
            Log journal,
            boolean forced,
            int maxPartitions,
            SubscriptionCatalog subscriptions,
            BooleanSupplier isLoop) {
        this.catalog = catalog;
        this.journal = journal;
        this.forced = forced;
        this.maxPartitions = maxPartitions;
        this.subscriptions = subscriptions;
        positions = new StartOffsets(journal);
        checks = new SubscriptionChecks(catalog);
        growing = new PartitionGrowth(catalog.routes(), this::write, isLoop);
        partitionIds = new AtomicInteger(catalog.nextPartitionId());
        subscriptionIds = new AtomicInteger(subscriptions.nextId());
    }

    @Override
    public LocalDestination find(String name) {
        return catalog.find(name);
    }

    @Override
    public boolean isDeadLetterQueue(String name) {
        return subscriptions.isDeadLetterQueue(name);
    }

    @Override
    public CompletionStage<LocalDestination> declareQueue(String name) {
        return declare(Destination.queue(name).build());
    }

    /** One decision at a time about what refers to something else that must not go meanwhile. */
    <T> T exclusively(Supplier<T> decision) {
        synchronized (oneAtATime) {
            return decision.get();
        }
    }

    /** The first of so many ids of partitions that nobody else gets, not after a restart either. Waits for storage. */
    int setAside(int ids) {
        int first = partitionIds.getAndAdd(ids);
        if (first > maxPartitions - ids) {
            throw new PenstockException.Overloaded("The log has no room for " + ids + " more partitions: "
                    + Math.max(0, maxPartitions - first) + " are left. Close temporary destinations, or use larger"
                    + " journal files.");
        }
        write(new Entry.IdsUsed(first + ids, 1));
        return first;
    }

    /** Never blocks for storage, except of a topic: wildcard subscriptions must not be declared meanwhile. */
    public CompletableFuture<LocalDestination> declare(Destination wanted) {
        try {
            requireLastingName(wanted);
            ArchiveCompression.requireWorks(wanted);
        } catch (PenstockException.InvalidConfiguration e) {
            return CompletableFuture.failedFuture(e);
        }
        return wanted.kind() == DestinationKind.TOPIC ? exclusively(() -> declareNow(wanted)) : declareNow(wanted);
    }

    private static void requireLastingName(Destination wanted) {
        if (wanted.isTemporary()) {
            throw new PenstockException.InvalidConfiguration("'" + wanted.name()
                    + "' would be the name of a temporary destination: choose one that does not begin with '"
                    + Destination.TEMPORARY_PREFIX + "'.");
        }
    }

    private CompletableFuture<LocalDestination> declareNow(Destination wanted) {
        var existing = catalog.find(wanted.name());
        if (existing != null || catalog.routing().exchange(wanted.name()) != null) {
            return compared(existing, wanted);
        }
        try {
            requireRoom(wanted, wanted.partitionNumbers());
        } catch (PenstockException.InvalidConfiguration e) {
            return CompletableFuture.failedFuture(e);
        }
        var mine = new Declaring(wanted);
        var other = declaring.putIfAbsent(wanted.name(), mine);
        if (other != null) {
            return other.done.thenCompose(declared -> compared(declared, wanted));
        }
        existing = catalog.find(wanted.name());
        if (existing != null || catalog.routing().exchange(wanted.name()) != null) {
            declaring.remove(wanted.name());
            mine.done.complete(existing);
            return compared(existing, wanted);
        }
        int queueSubscription = wanted.isQueue() ? subscriptionIds.getAndIncrement() : 0;
        int partitions = partitionIds.getAndAdd(wanted.partitionNumbers());
        mine.addEntry(EntryCodec.encode(new Entry.DestinationDeclared(wanted, partitions, queueSubscription)));
        if (!wanted.isQueue()) {
            addSubscriptions(wanted, mine);
        }
        journal.append(mine);
        return mine.done;
    }

    /** Those that rules have for a topic of that name: from its first message on. */
    private void addSubscriptions(Destination topic, Append append) {
        for (var rule : catalog.routing().rules().all()) {
            if (TopicRules.covers(rule, topic.name())) {
                append.addEntry(EntryCodec.encode(new Entry.SubscriptionDeclared(
                        subscriptionIds.getAndIncrement(),
                        rule.subscription(topic.name()),
                        new long[topic.partitions()])));
            }
        }
    }

    /** Everything whose declaration has begun exists, or could not be; called {@link #exclusively}. */
    void awaitDeclared() {
        for (var each : declaring.values()) {
            each.done.handle((declared, failure) -> null).join();
        }
    }

    /** Waits for storage; called {@link #exclusively}, when there is no exchange of that name. */
    void declareExchange(Destination wanted) {
        requireLastingName(wanted);
        var mine = new Declaring(wanted);
        for (var other = declaring.putIfAbsent(wanted.name(), mine);
                other != null;
                other = declaring.putIfAbsent(wanted.name(), mine)) {
            other.done.handle((declared, failure) -> null).join();
        }
        var existing = catalog.find(wanted.name());
        if (existing != null) {
            declaring.remove(wanted.name());
            mine.done.complete(existing);
            Outcomes.await(compared(existing, wanted));
        }
        mine.addEntry(EntryCodec.encode(new RoutingEntry.ExchangeDeclared(wanted)));
        journal.append(mine);
        Outcomes.await(mine.done);
    }

    private void requireRoom(Destination wanted, int more) {
        if (more > maxPartitions - partitionIds.get()) {
            throw new PenstockException.InvalidConfiguration("Destination '" + wanted.name() + "' asks for "
                    + described(wanted) + "; the log has room for " + Math.max(0, maxPartitions - partitionIds.get())
                    + " more partition(s), each lane of one counted. Use fewer, or larger journal files.");
        }
    }

    /** What a crash left unfinished, before anybody sends. */
    public void finishGrowths() {
        catalog.destinations().forEach(growing::finish);
    }

    /** @param existing null for an exchange */
    private CompletableFuture<LocalDestination> compared(LocalDestination existing, Destination wanted) {
        if (existing == null) {
            return CompletableFuture.failedFuture(new PenstockException.Conflict("Destination '" + wanted.name()
                    + "' exists as EXCHANGE; " + described(wanted) + " was asked for."));
        }
        if (existing.declared().satisfies(wanted)) {
            return CompletableFuture.completedFuture(existing);
        }
        String advice =
                wanted.partitions() > existing.declared().partitions() ? " Alter it to give it more partitions." : "";
        return CompletableFuture.failedFuture(
                new PenstockException.Conflict("Destination '" + wanted.name() + "' exists as "
                        + described(existing.declared()) + "; " + described(wanted) + " was asked for." + advice));
    }

    static String described(Destination destination) {
        if (destination.isExchange()) {
            return destination.kind() + " with " + destination.exchange();
        }
        return destination.kind() + " with " + destination.partitions() + " partition(s) and "
                + destination.effectivePriorities() + " lane(s) by priority, "
                + destination.effectiveRetention() + ", compression " + destination.effectiveCompression()
                + ", deduplication "
                + destination.effectiveDeduplication() + ", " + destination.effectiveLimits() + ", time to live "
                + destination.effectiveTimeToLive();
    }

    /** Waits for storage. */
    public Destination alter(Destination wanted) {
        synchronized (oneAtATime) {
            return altered(wanted);
        }
    }

    private Destination altered(Destination wanted) {
        var existing = requireLasting(wanted.name());
        var declared = existing.declared();
        boolean sameLanes = wanted.priorities() == null || wanted.priorities() == declared.effectivePriorities();
        if (declared.kind() != wanted.kind() || !sameLanes) {
            throw new PenstockException.Conflict("Destination '" + wanted.name() + "' is a " + described(declared)
                    + " and cannot become a " + described(wanted)
                    + ": its policies can change, and it can get more partitions.");
        }
        if (wanted.effectiveCompression() != declared.effectiveCompression()) {
            ArchiveCompression.requireWorks(wanted);
        }
        if (wanted.partitions() < declared.partitions()) {
            throw new PenstockException.Conflict("Destination '" + wanted.name() + "' has " + declared.partitions()
                    + " partitions and cannot have only " + wanted.partitions() + ": it can get more, but not fewer.");
        }
        var altered = wanted.copy().priorities(declared.priorities()).partitions(declared.partitions()).build();
        int more = altered.copy().partitions(wanted.partitions()).build().partitionNumbers() - altered.partitionNumbers();
        if (more > 0) {
            requireRoom(altered.copy().partitions(wanted.partitions()).build(), more);
            growing.requireGrows(existing, altered);
        }
        PartitionGrowth.requireFits(existing, altered);
        if (!declared.equals(altered)) {
            write(existing.asEntry(altered));
        }
        if (more > 0) {
            growing.grow(existing, wanted.partitions(), partitionIds.getAndAdd(more));
        }
        return existing.declared();
    }

    private final class Declaring extends Append {

        private final Destination wanted;
        private final CompletableFuture<LocalDestination> done = new CompletableFuture<>();

        private Declaring(Destination wanted) {
            super(forced);
            this.wanted = wanted;
        }

        @Override
        public void durable() {
            declaring.remove(wanted.name());
            done.complete(catalog.find(wanted.name()));
        }

        @Override
        public void failed(JournalException cause) {
            declaring.remove(wanted.name());
            done.completeExceptionally(Outcomes.refused(cause));
        }
    }

    public Subscription declare(Subscription asked) {
        synchronized (oneAtATime) {
            var destination = require(asked.destination());
            var wanted = destination.isTemporary() ? TemporaryDestinations.fitting(asked) : asked;
            checks.check(wanted);
            checks.requireNoRule(destination, wanted.name());
            var engine = subscriptions.find(destination, wanted.name());
            if (destination.declared().isQueue() && (engine == null || wanted.durable() == destination.isTemporary())) {
                throw new PenstockException.Conflict("Queue '" + destination.name()
                        + "' has exactly one subscription, which is durable and named like the queue; '"
                        + wanted.name() + "' (durable = " + wanted.durable() + ") was asked for.");
            }
            if (destination.declared().isQueue() && wanted.lagging() == Lagging.SKIP) {
                throw new PenstockException.InvalidConfiguration("The subscription of queue '" + destination.name()
                        + "' cannot have lagging = SKIP: a queue keeps a message until it is settled.");
            }
            if (engine == null) {
                create(destination, wanted);
            } else {
                replacePolicies(engine, wanted);
            }
            return subscriptions.require(destination, wanted.name()).declared();
        }
    }

    /** What declares a subscription of a rule, or gives it other policies; called {@link #exclusively}. */
    Entry declared(LocalDestination destination, SubscriptionEngine engine, Subscription wanted) {
        checks.check(wanted);
        return engine == null
                ? new Entry.SubscriptionDeclared(
                        subscriptionIds.getAndIncrement(), wanted, positions.offsets(destination, wanted.start()))
                : new Entry.SubscriptionDeclared(engine.id(), SubscriptionChecks.replaced(engine, wanted), new long[0]);
    }

    private void create(LocalDestination destination, Subscription wanted) {
        var starts = positions.offsets(destination, wanted.start());
        if (!wanted.durable()) {
            subscriptions.addFleeting(destination, wanted, starts, null);
            return;
        }
        write(new Entry.SubscriptionDeclared(subscriptionIds.getAndIncrement(), wanted, starts));
    }

    /** Begins to read again, through a subscription that nothing is journaled of. */
    public Replay replay(ReplayRequest request, DeliveryHandler handler) {
        synchronized (oneAtATime) {
            return begin(request, handler);
        }
    }

    private Replay begin(ReplayRequest request, DeliveryHandler handler) {
        var destination = require(request.destination());
        Filter.parse(request.filter());
        var starts = positions.offsets(destination, request.from());
        var ends = positions.offsets(destination, request.to());
        String name = REPLAY_NAME + replays.incrementAndGet();
        var subscription = Subscription.ofTopic(destination.name(), name)
                .durable(false)
                .ordering(Ordering.PARTITION)
                .retry(RetryPolicy.NONE)
                .deadLetter(DeadLetterPolicy.DISCARD)
                .filter(request.filter())
                .build();
        var engine = subscriptions.addFleeting(destination, subscription, starts, ends);
        var options = ConsumerOptions.ofTopic(destination.name(), name, name).lease(Duration.ZERO).build();
        var replay = new LocalReplay(engine.loop());
        var consumer = subscriptions.consumer(engine, options, handler);
        engine.loop().ask(() -> {
            engine.replay(replay);
            replay.joined(consumer);
            return consumer.join();
        });
        return replay;
    }

    private void replacePolicies(SubscriptionEngine engine, Subscription wanted) {
        var existing = engine.declared();
        var replaced = SubscriptionChecks.replaced(engine, wanted);
        if (!existing.durable()) {
            subscriptions.redeclare(engine, replaced);
        } else if (engine.isImplicit() || !replaced.equals(existing)) {
            write(new Entry.SubscriptionDeclared(engine.id(), replaced, new long[0]));
        }
    }

    public void remove(String destinationName, String name) {
        synchronized (oneAtATime) {
            var destination = require(destinationName);
            var engine = subscriptions.require(destination, name);
            if (destination.declared().isQueue()) {
                throw new PenstockException.Conflict(
                        "'" + name + "' is the subscription of a queue, which cannot be without it.");
            }
            checks.requireNoRule(destination, name);
            SubscriptionChecks.requireNoConsumers(engine);
            if (engine.isDurable()) {
                write(new Entry.SubscriptionRemoved(engine.id()));
            } else {
                subscriptions.remove(engine);
            }
        }
    }

    static void requireNoAlternate(RoutingTable table, String name) {
        var exchanges = table.alternateOf(name);
        if (!exchanges.isEmpty()) {
            throw new PenstockException.Conflict("Destination '" + name + "' is the alternate of exchange(s) "
                    + String.join(", ", exchanges) + ". Give them another alternate, or none, first.");
        }
    }

    /**
     * Deletes a destination with everything in it, and the bindings that lead to it.
     *
     * @param note makes the record of it, from the messages and the consumers that it had
     */
    public StoredOperation delete(String name, boolean force, BiFunction<Long, Integer, StoredOperation> note) {
        synchronized (oneAtATime) {
            var destination = requireLasting(name);
            requireNoAlternate(catalog.routing(), name);
            var engines = subscriptions.list(destination);
            int consumers = 0;
            for (var engine : engines) {
                consumers += engine.loop().ask(engine::consumers);
            }
            if (consumers > 0 && !force) {
                throw new PenstockException.Conflict(
                        "Destination '" + name + "' has " + consumers + " consumer(s). Close them first, or force it.");
            }
            long messages = 0;
            for (int i = 0; i < destination.partitionCount(); i++) {
                var log = destination.partition(i);
                messages += log.endOffset() - journal.startOffset(log.id());
            }
            var operation = note.apply(messages, consumers);
            var append = new WaitingAppend(forced);
            append.addEntry(EntryCodec.encode(
                    new Entry.DestinationDeleted(name, destination.partition(0).id())));
            append.addEntry(EntryCodec.encode(new Entry.OperationNoted(operation)));
            append.write(journal);
            engines.forEach(engine -> engine.loop().callQuietly(engine::releaseAll));
            return operation;
        }
    }

    private void write(Entry entry) {
        write(List.of(entry));
    }

    /** Together, or not at all. */
    void write(List<? extends Entry> entries) {
        var append = new WaitingAppend(forced);
        entries.forEach(entry -> append.addEntry(EntryCodec.encode(entry)));
        try {
            append.write(journal);
        } catch (JournalException.TooLarge e) {
            throw new PenstockException.InvalidConfiguration("The declaration is too large: " + e.getMessage());
        }
    }

    private LocalDestination requireLasting(String name) {
        var destination = require(name);
        if (destination.isTemporary()) {
            throw new PenstockException.Conflict("'" + name
                    + "' is a temporary destination: it ends when its owner closes it, and cannot be changed.");
        }
        return destination;
    }

    /** A queue or topic of that name. */
    public LocalDestination require(String name) {
        return catalog.require(name);
    }
}
