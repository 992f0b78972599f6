package io.penstock.broker.subscription;

import io.penstock.Consumer;
import io.penstock.ConsumerOptions;
import io.penstock.Delivery;
import io.penstock.DeliveryHandler;
import io.penstock.PenstockException;
import io.penstock.broker.delivery.AcceptTogether;
import io.penstock.broker.delivery.LocalDelivery;
import io.penstock.broker.delivery.SubscriptionEngine;
import io.penstock.broker.loop.LoopCall;
import io.penstock.broker.share.SharedCredit;
import org.jboss.logging.Logger;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A consumer of all topics of a wildcard subscription: a member of each subscription, with one credit for all. */
public final class RuleConsumer implements Consumer {

    private static final Logger LOG = Logger.getLogger(RuleConsumer.class);

    /** Rounds of looks at all subscriptions, while those that share a little credit take turns with it. */
    private static final int MOST_ROUNDS = 100;

    private final RuleConsumers rules;
    private final java.util.function.Consumer<SubscriptionEngine> ended;
    private final ConsumerOptions options;
    private final DeliveryHandler handler;
    private final SharedCredit credit = new SharedCredit();
    private final Map<SubscriptionEngine, LocalConsumer> members = new HashMap<>();
    private boolean closed;

    public RuleConsumer(
            RuleConsumers rules,
            ConsumerOptions options,
            DeliveryHandler handler,
            java.util.function.Consumer<SubscriptionEngine> ended) {
        this.rules = rules;
        this.ended = ended;
        this.options = options;
        this.handler = new SerialHandler(handler);
    }

    /**
     * Joins a subscription and waits for it. This has no effect if it has joined before, or if the subscription is
     * gone.
     */
    public void joinNow(SubscriptionEngine engine) {
        var member = added(engine);
        if (member == null) {
            return;
        }
        try {
            if (!engine.loop().ask(member::join)) {
                forget(engine);
            }
        } catch (PenstockException e) {
            forget(engine);
            throw e;
        }
    }

    /** Joins a subscription as {@link #joinNow} does, without waiting. */
    public void join(SubscriptionEngine engine) {
        var member = added(engine);
        if (member != null) {
            var joining = new LoopCall<>(member::join);
            joining.whenComplete((joined, failure) -> {
                if (failure != null || !joined) {
                    forget(engine);
                }
                if (failure != null) {
                    LOG.warnf(failure, "Consumer '%s' does not get the messages of %s", options.name(), engine);
                }
            });
            engine.loop().deliver(joining);
        }
    }

    private synchronized LocalConsumer added(SubscriptionEngine engine) {
        if (closed || members.containsKey(engine)) {
            return null;
        }
        var own = ConsumerOptions.ofTopic(engine.destination().name(), engine.name(), options.name())
                .lease(options.lease())
                .maxProcessingTime(options.maxProcessingTime())
                .settleFirst(options.settleFirst())
                .build();
        var member = new LocalConsumer(engine, own, handler, credit, ended);
        members.put(engine, member);
        return member;
    }

    /** The subscription is gone. */
    public void forget(SubscriptionEngine engine) {
        LocalConsumer member;
        synchronized (this) {
            member = members.remove(engine);
        }
        if (member != null) {
            member.forfeit();
        }
    }

    @Override
    public void request(long deliveries) {
        LocalConsumer.requireSome(deliveries, options);
        credit.add(deliveries);
    }

    @Override
    public void pause() {
        credit.clear();
    }

    @Override
    public void drain() {
        List<LocalConsumer> all;
        synchronized (this) {
            all = List.copyOf(members.values());
        }
        for (int round = 0; round < MOST_ROUNDS && !lookEverywhere(all) && !credit.isSpent(); round++) {
            // Somewhere, others had all the credit when it was looked, and have had no use for some of it.
        }
        pause();
        all.forEach(member -> member.lookLast(() -> {}));
    }

    private static boolean lookEverywhere(List<LocalConsumer> all) {
        boolean hadRoom = true;
        for (var member : all) {
            hadRoom &= member.lookLast(() -> {});
        }
        return hadRoom;
    }

    @Override
    public void accept(Collection<? extends Delivery> deliveries) {
        for (var delivery : deliveries) {
            if (delivery instanceof LocalDelivery local && local.isOf(credit)) {
                local.loop().requireMayWait();
            }
        }
        Consumer.super.accept(deliveries);
    }

    @Override
    public CompletionStage<Void> acceptAsync(Collection<? extends Delivery> deliveries) {
        var own = new ArrayList<LocalDelivery>(deliveries.size());
        for (var delivery : deliveries) {
            if (!(delivery instanceof LocalDelivery local) || !local.isOf(credit)) {
                throw LocalConsumer.notHandedTo(options, delivery);
            }
            own.add(local);
        }
        var all = AcceptTogether.submitEach(own).toArray(CompletableFuture<?>[]::new);
        var result = new CompletableFuture<Void>();
        CompletableFuture.allOf(all).whenComplete((done, failure) -> {
            if (failure == null) {
                result.complete(null);
            } else {
                result.completeExceptionally(PenstockException.causeOf(failure));
            }
        });
        return result;
    }

    @Override
    public ConsumerOptions options() {
        return options;
    }

    @Override
    public void close() {
        List<LocalConsumer> all;
        synchronized (this) {
            closed = true;
            all = List.copyOf(members.values());
            members.clear();
        }
        rules.remove(this);
        all.forEach(LocalConsumer::close);
    }
}
