package io.penstock.broker.subscription;

import io.penstock.ConsumerOptions;
import io.penstock.Delivery;
import io.penstock.DeliveryHandler;
import io.penstock.PenstockException;
import io.penstock.broker.delivery.LocalDelivery;
import io.penstock.broker.delivery.Member;
import io.penstock.broker.delivery.SubscriptionEngine;
import io.penstock.broker.loop.Outcomes;
import io.penstock.broker.share.SharedCredit;

import java.util.ArrayList;
import java.util.Collection;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** A consumer of one subscription, as applications have it. Safe for any thread. */
public final class LocalConsumer implements io.penstock.Consumer {

    private final SubscriptionEngine engine;
    private final Member member;
    private final Consumer<SubscriptionEngine> ended;

    /**
     * @param credit that it shares with others; null for one of its own
     * @param ended is told if the subscription ends with this consumer
     */
    public LocalConsumer(
            SubscriptionEngine engine,
            ConsumerOptions options,
            DeliveryHandler handler,
            SharedCredit credit,
            Consumer<SubscriptionEngine> ended) {
        this.engine = engine;
        this.ended = ended;
        member = engine.member(options, handler, credit);
    }

    /** Joins, on the subscription's loop. The result is false if the subscription is gone. */
    public boolean join() {
        return engine.join(member);
    }

    @Override
    public void request(long deliveries) {
        requireSome(deliveries, options());
        member.request(deliveries);
    }

    static void requireSome(long deliveries, ConsumerOptions options) {
        if (deliveries <= 0) {
            throw new IllegalArgumentException(
                    "Consumer '" + options.name() + "' requested " + deliveries + " deliveries: at least 1 is needed.");
        }
    }

    @Override
    public void pause() {
        member.pause();
    }

    @Override
    public void drain() {
        lookLast(this::pause);
    }

    /**
     * Has the broker look at all partitions, whether or not their newest messages have been told yet, and waits until
     * it has handed over what it found.
     *
     * @param end follows before anything else is handed out
     * @return whether there was room for it until the end
     */
    boolean lookLast(Runnable end) {
        engine.loop().requireMayWait();
        return Outcomes.await(engine.lookLast(member, end).toCompletableFuture());
    }

    @Override
    public CompletionStage<Void> acceptAsync(Collection<? extends Delivery> deliveries) {
        var own = new ArrayList<LocalDelivery>(deliveries.size());
        for (var delivery : deliveries) {
            if (!(delivery instanceof LocalDelivery local) || !local.isOf(member)) {
                throw notHandedTo(options(), delivery);
            }
            own.add(local);
        }
        return engine.acceptTogether(own);
    }

    @Override
    public void accept(Collection<? extends Delivery> deliveries) {
        engine.loop().requireMayWait();
        io.penstock.Consumer.super.accept(deliveries);
    }

    static PenstockException notHandedTo(ConsumerOptions options, Delivery delivery) {
        return new PenstockException.InvalidConfiguration(
                "Consumer '" + options.name() + "' cannot accept " + delivery + ": it was handed to another.");
    }

    /** Takes no more of the credit that it shares. */
    void forfeit() {
        member.forfeit();
    }

    @Override
    public ConsumerOptions options() {
        return member.options();
    }

    /** Leaves the subscription. When this returns, the handler is not called any more. */
    @Override
    public void close() {
        engine.loop().callQuietly(() -> {
            if (engine.leave(member)) {
                ended.accept(engine);
            }
        });
    }
}
