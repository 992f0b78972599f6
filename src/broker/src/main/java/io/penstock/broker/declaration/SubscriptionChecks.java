package io.penstock.broker.declaration;

import io.penstock.Destination;
import io.penstock.PenstockException;
import io.penstock.Subscription;
import io.penstock.broker.delivery.SubscriptionEngine;
import io.penstock.broker.destination.Catalog;
import io.penstock.broker.destination.LocalDestination;
import io.penstock.broker.filter.Filter;
import io.penstock.spi.ClassNames;

/** Checks whether a subscription can be declared with the policies that are asked for. */
final class SubscriptionChecks {

    private final Catalog catalog;

    SubscriptionChecks(Catalog catalog) {
        this.catalog = catalog;
    }

    /** Whether its policies make sense, wherever it is. */
    void check(Subscription wanted) {
        checkDeadLetterQueue(wanted);
        ClassNames.check(wanted);
        Filter.parse(wanted.filter());
    }

    void requireNoRule(LocalDestination destination, String subscription) {
        var rule = catalog.routing().rules().owner(destination.declared(), subscription);
        if (rule != null) {
            throw new PenstockException.Conflict("Subscription '" + subscription + "' of '" + destination.name()
                    + "' belongs to the rule of that name, for topics '" + rule.pattern()
                    + "'. Declare or remove the rule.");
        }
    }

    private void checkDeadLetterQueue(Subscription wanted) {
        for (String name : wanted.deadLetter().queues(wanted.destination(), wanted.name())) {
            if (Destination.isTemporary(name)) {
                throw new PenstockException.InvalidConfiguration("The dead letters of subscription '" + wanted.name()
                        + "' of '" + wanted.destination() + "' would go to the temporary destination '" + name
                        + "', where they would be lost. Name another dead-letter queue.");
            }
            if (name.equals(wanted.destination())) {
                throw new PenstockException.InvalidConfiguration("The dead letters of '" + name
                        + "' would go to '" + name + "' itself, where they failed. Name another dead-letter queue,"
                        + " or leave it out for the default.");
            }
            var queue = catalog.declared(name);
            if (queue != null && !queue.isQueue()) {
                throw new PenstockException.Conflict("The dead letters of subscription '" + wanted.name() + "' of '"
                        + wanted.destination() + "' would go to '" + name + "', which is "
                        + Descriptions.withArticle(queue)
                        + ", not a QUEUE. Name another one.");
            }
        }
    }

    static Subscription replaced(SubscriptionEngine engine, Subscription wanted) {
        var existing = engine.declared();
        boolean orderingFits = existing.ordering() == wanted.ordering()
                || engine.isImplicit() && engine.loop().ask(engine::consumers) == 0;
        if (existing.durable() != wanted.durable() || !orderingFits) {
            throw new PenstockException.Conflict("Subscription '" + wanted.name() + "' of '" + wanted.destination()
                    + "' exists with durable = " + existing.durable() + ", ordering = " + existing.ordering()
                    + "; durable = " + wanted.durable() + ", ordering = " + wanted.ordering() + " was asked for.");
        }
        if (wanted.exclusive() && !existing.exclusive() && engine.loop().ask(engine::hasFilteredConsumers)) {
            throw new PenstockException.Conflict("Subscription '" + wanted.name() + "' of '" + wanted.destination()
                    + "' has consumers with filters and cannot become exclusive. Close them first.");
        }
        return wanted.copy()
                .start(engine.isImplicit() ? wanted.start() : existing.start())
                .build();
    }

    static void requireNoConsumers(SubscriptionEngine engine) {
        int consumers = engine.loop().ask(engine::consumers);
        if (consumers > 0) {
            throw new PenstockException.Conflict("Subscription '" + engine.name() + "' of '"
                    + engine.destination().name() + "' has " + consumers + " consumer(s). Close them first.");
        }
    }
}
