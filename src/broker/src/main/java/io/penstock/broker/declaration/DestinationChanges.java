package io.penstock.broker.declaration;

import io.penstock.Destination;
import io.penstock.PenstockException;
import io.penstock.broker.destination.ArchiveCompression;
import io.penstock.broker.destination.Catalog;
import io.penstock.broker.destination.LocalDestination;
import io.penstock.broker.destination.StartOffsets;
import io.penstock.broker.entry.Entry;
import io.penstock.broker.entry.StoredOperation;
import io.penstock.broker.loop.Outcomes;
import io.penstock.broker.routing.RoutingTable;
import io.penstock.broker.subscription.SubscriptionCatalog;

import java.util.List;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;

/**
 * Changes the policies of destinations, gives them more partitions, and deletes them. It waits for storage; it is safe
 * for any thread.
 */
public final class DestinationChanges {

    private final Catalog catalog;
    private final SubscriptionCatalog subscriptions;
    private final DeclarationLog declarations;
    private final StartOffsets positions;
    private final PartitionGrowth growth;

    /** @param isLoop whether the calling thread is a dispatch loop, for which others wait */
    public DestinationChanges(
            Catalog catalog,
            SubscriptionCatalog subscriptions,
            DeclarationLog declarations,
            StartOffsets positions,
            BooleanSupplier isLoop) {
        this.catalog = catalog;
        this.subscriptions = subscriptions;
        this.declarations = declarations;
        this.positions = positions;
        growth = new PartitionGrowth(catalog.routes(), declarations::write, isLoop);
    }

    /** Completes growths that a crash left unfinished, before anybody sends. */
    public void finishGrowths() {
        catalog.destinations().forEach(growth::finish);
    }

    public Destination alter(Destination wanted) {
        return declarations.exclusively(() -> altered(wanted));
    }

    private Destination altered(Destination wanted) {
        var existing = requireLasting(wanted.name());
        var declared = existing.declared();
        boolean sameLanes = wanted.priorities() == null || wanted.priorities() == declared.effectivePriorities();
        if (declared.kind() != wanted.kind() || !sameLanes) {
            throw new PenstockException.Conflict(
                    "Destination '" + wanted.name() + "' is " + Descriptions.withArticle(declared)
                            + " and cannot become " + Descriptions.withArticle(wanted)
                            + ": its policies can change, and it can get more partitions.");
        }
        if (wanted.effectiveCompression() != declared.effectiveCompression()) {
            ArchiveCompression.requireWorks(wanted);
        }
        if (wanted.partitions() < declared.partitions()) {
            throw new PenstockException.Conflict("Destination '" + wanted.name() + "' has " + declared.partitions()
                    + " partitions and cannot have only " + wanted.partitions() + ": it can get more, but not fewer.");
        }
        var altered = wanted.copy()
                .priorities(declared.priorities())
                .partitions(declared.partitions())
                .build();
        var grown = altered.copy().partitions(wanted.partitions()).build();
        int more = grown.partitionNumbers() - altered.partitionNumbers();
        if (more > 0) {
            declarations.requireRoom(grown, more, subscriptions.list(existing).size());
            growth.requireGrows(existing, altered);
        }
        PartitionGrowth.requireFits(existing, altered);
        if (!declared.equals(altered) || more > 0) {
            int first = existing.partition(0).id();
            Outcomes.await(declarations.provision(grown, first, existing.hasProtectedReaders()));
        }
        if (!declared.equals(altered)) {
            declarations.write(existing.asEntry(altered));
        }
        if (more > 0) {
            growth.grow(existing, wanted.partitions(), declarations.ids().take(grown, more));
        }
        return existing.declared();
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
        return declarations.exclusively(() -> {
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
            long messages = positions.messages(destination);
            var operation = note.apply(messages, consumers);
            declarations.write(List.of(
                    new Entry.DestinationDeleted(name, destination.partition(0).id()),
                    new Entry.OperationNoted(operation)));
            engines.forEach(engine -> engine.loop().callQuietly(engine::releaseAll));
            declarations.ids().deleted(destination);
            declarations.drop(destination);
            return operation;
        });
    }

    private LocalDestination requireLasting(String name) {
        var destination = catalog.require(name);
        if (destination.isTemporary()) {
            throw new PenstockException.Conflict("'" + name
                    + "' is a temporary destination: it ends when its owner closes it, and cannot be changed.");
        }
        return destination;
    }
}
