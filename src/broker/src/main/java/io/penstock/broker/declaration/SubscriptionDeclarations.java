package io.penstock.broker.declaration;

import io.penstock.Lagging;
import io.penstock.PenstockException;
import io.penstock.Subscription;
import io.penstock.broker.delivery.SubscriptionEngine;
import io.penstock.broker.destination.Catalog;
import io.penstock.broker.destination.LocalDestination;
import io.penstock.broker.destination.StartOffsets;
import io.penstock.broker.entry.Entry;
import io.penstock.broker.subscription.SubscriptionCatalog;

/**
 * Declares subscriptions, changes their policies, and removes them. It waits for storage; it is safe for any thread.
 */
public final class SubscriptionDeclarations {

    private final Catalog catalog;
    private final SubscriptionCatalog subscriptions;
    private final DeclarationLog declarations;
    private final StartOffsets positions;
    private final SubscriptionChecks checks;

    public SubscriptionDeclarations(
            Catalog catalog, SubscriptionCatalog subscriptions, DeclarationLog declarations, StartOffsets positions) {
        this.catalog = catalog;
        this.subscriptions = subscriptions;
        this.declarations = declarations;
        this.positions = positions;
        checks = new SubscriptionChecks(catalog);
    }

    public Subscription declare(Subscription asked) {
        return declarations.exclusively(() -> {
            var destination = catalog.require(asked.destination());
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
        });
    }

    /**
     * The entry that declares a subscription of a rule, or gives it other policies. It is called
     * {@link DeclarationLog#exclusively exclusively}.
     */
    Entry declared(LocalDestination destination, SubscriptionEngine engine, Subscription wanted) {
        checks.check(wanted);
        if (engine == null) {
            requireMemory(destination, wanted);
        }
        return engine == null
                ? new Entry.SubscriptionDeclared(
                        declarations.nextSubscriptionId(), wanted, positions.offsets(destination, wanted.start()))
                : new Entry.SubscriptionDeclared(engine.id(), SubscriptionChecks.replaced(engine, wanted), new long[0]);
    }

    private void create(LocalDestination destination, Subscription wanted) {
        requireMemory(destination, wanted);
        var starts = positions.offsets(destination, wanted.start());
        if (!wanted.durable()) {
            subscriptions.addFleeting(destination, wanted, starts, null);
            return;
        }
        declarations.write(new Entry.SubscriptionDeclared(declarations.nextSubscriptionId(), wanted, starts));
    }

    private void requireMemory(LocalDestination destination, Subscription wanted) {
        declarations.memory().requireRoomForReader(wanted.name(), destination.name(), destination.partitionCount());
    }

    private void replacePolicies(SubscriptionEngine engine, Subscription wanted) {
        var existing = engine.declared();
        var replaced = SubscriptionChecks.replaced(engine, wanted);
        if (!existing.durable()) {
            subscriptions.redeclare(engine, replaced);
        } else if (engine.isImplicit() || !replaced.equals(existing)) {
            declarations.write(new Entry.SubscriptionDeclared(engine.id(), replaced, new long[0]));
        }
    }

    public void remove(String destinationName, String name) {
        declarations.exclusively(() -> {
            var destination = catalog.require(destinationName);
            var engine = subscriptions.require(destination, name);
            if (destination.declared().isQueue()) {
                throw new PenstockException.Conflict(
                        "'" + name + "' is the subscription of a queue, which cannot be without it.");
            }
            checks.requireNoRule(destination, name);
            SubscriptionChecks.requireNoConsumers(engine);
            if (engine.isDurable()) {
                declarations.write(new Entry.SubscriptionRemoved(engine.id()));
            } else {
                subscriptions.remove(engine);
            }
            return null;
        });
    }
}
