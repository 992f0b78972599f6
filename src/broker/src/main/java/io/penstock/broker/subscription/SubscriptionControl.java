package io.penstock.broker.subscription;

import io.penstock.Consumer;
import io.penstock.ConsumerOptions;
import io.penstock.DeliveryHandler;
import io.penstock.PenstockException;
import io.penstock.StartPosition;
import io.penstock.broker.delivery.SubscriptionEngine;
import io.penstock.broker.destination.Catalog;
import io.penstock.broker.destination.StartOffsets;
import io.penstock.broker.entry.Entry;
import io.penstock.broker.loop.LoopCall;
import io.penstock.broker.loop.Outcomes;

/**
 * Opens consumers of subscriptions, pauses and resumes subscriptions, and moves them to other positions. It is safe for
 * any thread.
 */
public final class SubscriptionControl {

    private final Catalog catalog;
    private final SubscriptionCatalog subscriptions;
    private final StartOffsets positions;
    private final BacklogReader backlogs;

    public SubscriptionControl(
            Catalog catalog, SubscriptionCatalog subscriptions, StartOffsets positions, BacklogReader backlogs) {
        this.catalog = catalog;
        this.subscriptions = subscriptions;
        this.positions = positions;
        this.backlogs = backlogs;
    }

    /** @throws PenstockException.UnknownSubscription if there is none of that name */
    public Consumer consume(ConsumerOptions options, DeliveryHandler handler) {
        if (options.isOfRule()) {
            return subscriptions.consume(options, handler, catalog.destinations());
        }
        var destination = catalog.find(options.destination());
        if (destination == null && catalog.routing().exchange(options.destination()) != null) {
            throw catalog.missing(options.destination());
        }
        var engine = destination == null ? null : subscriptions.find(destination, options.subscription());
        return subscriptions.consume(engine, options, handler);
    }

    /** Waits until it is journaled. */
    public void seek(String destination, String subscription, StartPosition position) {
        var engine = require(destination, subscription);
        var seek = new Seek.Alone(engine, positions.offsets(engine.destination(), position));
        engine.loop().submit(seek);
        Outcomes.await(seek);
        backlogs.measure(engine.destination());
    }

    /** Waits until it is journaled, if it is a change. */
    public void pause(String destination, String subscription, boolean paused) {
        var engine = require(destination, subscription);
        if (!paused && engine.loop().ask(engine::isToBeMended)) {
            var mending = LoopCall.of(engine, engine::mend);
            engine.loop().submit(mending);
            Outcomes.await(mending);
        }
        if (engine.loop().ask(engine::isPaused) != paused) {
            var change = new SubscriptionChange(engine, new Entry.Paused(engine.id(), paused));
            engine.loop().submit(change);
            Outcomes.await(change);
        }
    }

    private SubscriptionEngine require(String destination, String subscription) {
        return subscriptions.require(catalog.require(destination), subscription);
    }
}
