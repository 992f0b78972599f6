package io.penstock.broker.recovery;

import io.penstock.broker.destination.Catalog;
import io.penstock.broker.destination.Guarantees;
import io.penstock.broker.entry.Entry;
import io.penstock.broker.entry.GrowthEntry;
import io.penstock.broker.entry.RoutingEntry;
import io.penstock.broker.entry.UnreadableEntryException;
import io.penstock.broker.operation.OperationLog;
import io.penstock.broker.routing.RoutingTable;
import io.penstock.broker.schedule.Timetable;
import io.penstock.broker.subscription.EngineFactory;
import io.penstock.broker.subscription.SubscriptionCatalog;

/**
 * Holds all journaled state of a broker, by subject. It changes by applying entries only, by one thread at a time: in
 * recovery, then by the journal's writer.
 *
 * @param destinations with their partitions
 * @param subscriptions with their progress
 * @param routing exchanges, bindings, wildcard subscriptions
 * @param guarantees ids of messages, producers, prepared transactions
 * @param timetable messages that are sent by the clock
 * @param operations what was done by hand
 */
public record BrokerState(
        Catalog destinations,
        SubscriptionCatalog subscriptions,
        RoutingTable routing,
        Guarantees guarantees,
        Timetable timetable,
        OperationLog operations) {

    /** A state in which nothing exists yet. */
    public static BrokerState empty(EngineFactory engines) {
        var routing = new RoutingTable();
        var subscriptions = new SubscriptionCatalog(engines, routing.rules());
        var destinations = new Catalog(routing, subscriptions::subscribers);
        return new BrokerState(
                destinations,
                subscriptions,
                routing,
                new Guarantees(destinations),
                new Timetable(),
                new OperationLog());
    }

    /** @throws UnreadableEntryException if it cannot follow what was applied before */
    void apply(Entry entry) {
        if (entry instanceof Entry.Progress progress) {
            subscriptions.apply(progress);
        } else if (entry instanceof Entry.Guarantee guarantee) {
            guarantees.apply(guarantee);
        } else if (entry instanceof Entry.DestinationDeclared declared) {
            apply(declared);
        } else if (entry instanceof Entry.SubscriptionDeclared declared) {
            subscriptions.apply(
                    declared, destinations.find(declared.subscription().destination()));
        } else if (entry instanceof Entry.SubscriptionRemoved removed) {
            subscriptions.apply(removed);
        } else if (entry instanceof RoutingEntry change) {
            apply(change);
        } else if (entry instanceof Entry.Scheduling scheduling) {
            timetable.apply(scheduling);
        } else if (entry instanceof Entry.DestinationDeleted deleted) {
            apply(deleted);
        } else if (entry instanceof GrowthEntry growth) {
            destinations.apply(growth);
        } else if (entry instanceof Entry.VolatileSent sent) {
            destinations.apply(sent);
        } else if (entry instanceof Entry.Operating operating) {
            operations.apply(operating);
        } else if (entry instanceof Entry.DestinationExpires expires) {
            destinations.apply(expires);
        } else if (entry instanceof Entry.IdsUsed ids) {
            destinations.used(ids.nextPartitionId());
            subscriptions.used(ids.nextSubscriptionId());
        } else if (entry instanceof Entry.OffsetsLost lost) {
            destinations.apply(lost);
        }
    }

    /** A queue has its subscription before anybody finds it. */
    private void apply(Entry.DestinationDeclared entry) {
        var created = destinations.apply(entry);
        if (created == null) {
            return;
        }
        if (created.declared().isQueue()) {
            subscriptions.declareQueue(created, entry.queueSubscription());
        }
        destinations.publish(created);
    }

    private void apply(RoutingEntry entry) {
        routing.apply(entry);
        if (entry instanceof RoutingEntry.RuleRemoved removed) {
            subscriptions.ruleRemoved(removed.name());
        }
    }

    /** Deletes a destination and what refers to it. */
    private void apply(Entry.DestinationDeleted entry) {
        var deleted = destinations.apply(entry);
        subscriptions.deleted(deleted);
        routing.destinationDeleted(entry.name());
        destinations.forget(deleted);
    }
}
