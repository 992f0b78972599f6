package io.penstock.broker.declaration;

import io.penstock.Destination;
import io.penstock.DestinationKind;
import io.penstock.PenstockException;
import io.penstock.broker.delivery.DeadLetterQueues;
import io.penstock.broker.destination.ArchiveCompression;
import io.penstock.broker.destination.Catalog;
import io.penstock.broker.destination.LocalDestination;
import io.penstock.broker.entry.Entry;
import io.penstock.broker.entry.RoutingEntry;
import io.penstock.broker.loop.Outcomes;
import io.penstock.broker.routing.TopicRules;
import io.penstock.broker.subscription.SubscriptionCatalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** Declares destinations, and refuses a declaration that contradicts what exists. It is safe for any thread. */
public final class DestinationDeclarations implements DeadLetterQueues {

    private final Catalog catalog;
    private final SubscriptionCatalog subscriptions;
    private final DeclarationLog declarations;

    /** Declarations of names that are on their way into the log. */
    private final Map<String, CompletableFuture<LocalDestination>> declaring = new ConcurrentHashMap<>();

    public DestinationDeclarations(Catalog catalog, SubscriptionCatalog subscriptions, DeclarationLog declarations) {
        this.catalog = catalog;
        this.subscriptions = subscriptions;
        this.declarations = declarations;
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

    /** Never blocks for storage, except of a topic: wildcard subscriptions must not be declared meanwhile. */
    public CompletableFuture<LocalDestination> declare(Destination wanted) {
        try {
            requireLastingName(wanted);
            ArchiveCompression.requireWorks(wanted);
        } catch (PenstockException.InvalidConfiguration e) {
            return CompletableFuture.failedFuture(e);
        }
        return wanted.kind() == DestinationKind.TOPIC
                ? declarations.exclusively(() -> declareNow(wanted))
                : declareNow(wanted);
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
            declarations.requireRoom(wanted, wanted.partitionNumbers(), readers(wanted));
        } catch (PenstockException.InvalidConfiguration e) {
            return CompletableFuture.failedFuture(e);
        }
        var mine = new CompletableFuture<LocalDestination>();
        var other = declaring.putIfAbsent(wanted.name(), mine);
        if (other != null) {
            return other.thenCompose(declared -> compared(declared, wanted));
        }
        existing = catalog.find(wanted.name());
        if (existing != null || catalog.routing().exchange(wanted.name()) != null) {
            declaring.remove(wanted.name());
            mine.complete(existing);
            return compared(existing, wanted);
        }
        int partitions;
        try {
            partitions = declarations.ids().take(wanted, wanted.partitionNumbers());
        } catch (RuntimeException e) {
            // Others were quicker, or the log takes nothing more.
            declaring.remove(wanted.name());
            mine.completeExceptionally(e);
            return mine;
        }
        int queueSubscription = wanted.isQueue() ? declarations.nextSubscriptionId() : 0;
        var entries = new ArrayList<Entry>();
        entries.add(new Entry.DestinationDeclared(wanted, partitions, queueSubscription));
        if (!wanted.isQueue()) {
            addSubscriptions(wanted, entries);
        }
        var made = declarations.provision(wanted, partitions, readers(wanted) > 0);
        return declared(wanted.name(), made.thenCompose(done -> declarations.append(entries)), mine);
    }

    /** The subscriptions that it has from its beginning. */
    private long readers(Destination wanted) {
        if (wanted.isQueue()) {
            return 1;
        }
        return catalog.routing().rules().all().stream()
                .filter(rule -> TopicRules.covers(rule, wanted.name()))
                .count();
    }

    /** Ends a declaration when it is written. The name is free again then. */
    private CompletableFuture<LocalDestination> declared(
            String name, CompletableFuture<Void> writing, CompletableFuture<LocalDestination> mine) {
        writing.whenComplete((written, failure) -> {
            declaring.remove(name);
            if (failure == null) {
                mine.complete(catalog.find(name));
            } else {
                mine.completeExceptionally(PenstockException.causeOf(failure));
            }
        });
        return mine;
    }

    /** Adds the subscriptions that wildcard subscriptions have of a topic of that name, from its first message on. */
    private void addSubscriptions(Destination topic, List<Entry> entries) {
        for (var rule : catalog.routing().rules().all()) {
            if (TopicRules.covers(rule, topic.name())) {
                entries.add(new Entry.SubscriptionDeclared(
                        declarations.nextSubscriptionId(),
                        rule.subscription(topic.name()),
                        new long[topic.partitions()]));
            }
        }
    }

    /**
     * Waits until declarations that had begun are written, or have failed. It is called
     * {@link DeclarationLog#exclusively}.
     */
    void awaitDeclared() {
        for (var each : declaring.values()) {
            each.handle((declared, failure) -> null).join();
        }
    }

    /**
     * Declares an exchange, and waits for storage. It is called {@link DeclarationLog#exclusively exclusively}, when
     * there is no exchange of that name.
     */
    void declareExchange(Destination wanted) {
        requireLastingName(wanted);
        var mine = new CompletableFuture<LocalDestination>();
        for (var other = declaring.putIfAbsent(wanted.name(), mine);
                other != null;
                other = declaring.putIfAbsent(wanted.name(), mine)) {
            other.handle((declared, failure) -> null).join();
        }
        var existing = catalog.find(wanted.name());
        if (existing != null) {
            declaring.remove(wanted.name());
            mine.complete(existing);
            Outcomes.await(compared(existing, wanted));
        }
        var writing = declarations.append(List.of(new RoutingEntry.ExchangeDeclared(wanted)));
        Outcomes.await(declared(wanted.name(), writing, mine));
    }

    /** @param existing null for an exchange */
    private CompletableFuture<LocalDestination> compared(LocalDestination existing, Destination wanted) {
        if (existing == null) {
            return CompletableFuture.failedFuture(new PenstockException.Conflict("Destination '" + wanted.name()
                    + "' exists as an EXCHANGE; " + Descriptions.of(wanted) + " was asked for."));
        }
        if (existing.declared().satisfies(wanted)) {
            return CompletableFuture.completedFuture(existing);
        }
        String advice =
                wanted.partitions() > existing.declared().partitions() ? " Alter it to give it more partitions." : "";
        return CompletableFuture.failedFuture(new PenstockException.Conflict("Destination '" + wanted.name()
                + "' exists as "
                + Descriptions.withArticle(existing.declared()) + "; " + Descriptions.of(wanted) + " was asked for."
                + advice));
    }
}
