package io.penstock.broker.declaration;

import io.penstock.ConsumerOptions;
import io.penstock.DeadLetterPolicy;
import io.penstock.DeliveryHandler;
import io.penstock.Ordering;
import io.penstock.Replay;
import io.penstock.ReplayRequest;
import io.penstock.RetryPolicy;
import io.penstock.Subscription;
import io.penstock.broker.destination.Catalog;
import io.penstock.broker.destination.StartOffsets;
import io.penstock.broker.filter.Filter;
import io.penstock.broker.subscription.LocalReplay;
import io.penstock.broker.subscription.SubscriptionCatalog;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Opens replays, which read topics and queues again through subscriptions that are not journaled. It is safe for any
 * thread.
 */
public final class Replays {

    /** The names of the subscriptions of replays begin so; they are shown among the others while they last. */
    private static final String NAME = "penstock.replay.";

    private final Catalog catalog;
    private final SubscriptionCatalog subscriptions;
    private final DeclarationLog declarations;
    private final StartOffsets positions;
    private final AtomicInteger begun = new AtomicInteger();

    public Replays(
            Catalog catalog, SubscriptionCatalog subscriptions, DeclarationLog declarations, StartOffsets positions) {
        this.catalog = catalog;
        this.subscriptions = subscriptions;
        this.declarations = declarations;
        this.positions = positions;
    }

    public Replay begin(ReplayRequest request, DeliveryHandler handler) {
        return declarations.exclusively(() -> begun(request, handler));
    }

    private Replay begun(ReplayRequest request, DeliveryHandler handler) {
        var destination = catalog.require(request.destination());
        Filter.parse(request.filter());
        var starts = positions.offsets(destination, request.from());
        var ends = positions.offsets(destination, request.to());
        String name = NAME + begun.incrementAndGet();
        var subscription = Subscription.ofTopic(destination.name(), name)
                .durable(false)
                .ordering(Ordering.PARTITION)
                .retry(RetryPolicy.NONE)
                .deadLetter(DeadLetterPolicy.DISCARD)
                .filter(request.filter())
                .build();
        declarations.memory().requireRoomForReader(name, destination.name(), destination.partitionCount());
        var engine = subscriptions.addFleeting(destination, subscription, starts, ends);
        var options = ConsumerOptions.ofTopic(destination.name(), name, name)
                .lease(Duration.ZERO)
                .build();
        var replay = new LocalReplay(engine.loop());
        var consumer = subscriptions.consumer(engine, options, handler);
        engine.loop().ask(() -> {
            engine.replay(replay);
            replay.joined(consumer);
            return consumer.join();
        });
        return replay;
    }
}
