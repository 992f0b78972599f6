package io.penstock.jms.session;

import io.penstock.Broker;
import io.penstock.jms.message.MessageDecoder;
import io.penstock.jms.message.TrustedClasses;
import io.penstock.jms.subscription.ClientIds;
import io.penstock.jms.subscription.Subscriptions;
import io.penstock.jms.subscription.UniqueIds;
import io.penstock.security.Caller;
import io.penstock.spi.CountingBroker;
import io.penstock.spi.HandlerObserver;

import java.time.InstantSource;
import java.util.concurrent.ThreadFactory;

/** Holds what all connections of one factory share. */
public record Provider(
        Broker broker,
        JmsOptions options,
        InstantSource clock,
        ThreadFactory threads,
        Destinations destinations,
        Subscriptions subscriptions,
        TrustedClasses trusted,
        MessageDecoder decoder,
        ClientIds clientIds,
        OpenConnections connections,
        HealthWatch watch,
        VolatileSends volatileSends,
        UniqueIds ids,
        HandlerObserver observer) {

    /** The name of senders that have told none: neither a user nor a client identifier. */
    private static final String ANONYMOUS = "anonymous";

    public static Provider of(Broker engine, JmsOptions options, InstantSource clock, ThreadFactory threads) {
        var broker = counting(engine, options.clientId());
        var trusted = new TrustedClasses(options.trustedClasses());
        return new Provider(
                broker,
                options,
                clock,
                threads,
                new Destinations(broker, options),
                new Subscriptions(broker),
                trusted,
                new MessageDecoder(trusted),
                new ClientIds(),
                new OpenConnections(),
                new HealthWatch(broker, threads),
                new VolatileSends(),
                UniqueIds.random(),
                HandlerObserver.of(broker));
    }

    /** @param clientId null for none */
    private static Broker counting(Broker broker, String clientId) {
        return CountingBroker.as(broker, "jms", clientId == null ? ANONYMOUS : clientId);
    }

    /** How many destinations were declared because a client had named them. */
    public long declaredDestinations() {
        return destinations.declared();
    }

    /** The same, for a connection of a user, whose view of the broker that is. */
    public Provider seenBy(Broker view, Caller user) {
        return new Provider(
                view,
                options,
                clock,
                threads,
                destinations.seenBy(view, user),
                subscriptions.seenBy(view),
                trusted,
                decoder,
                clientIds,
                connections,
                watch,
                volatileSends,
                ids,
                observer);
    }

    /** The same, for connections that all have that client identifier. */
    public Provider withClientId(String id) {
        return new Provider(
                counting(broker, id),
                options.withClientId(id),
                clock,
                threads,
                destinations,
                subscriptions,
                trusted,
                decoder,
                clientIds,
                connections,
                watch,
                volatileSends,
                ids,
                observer);
    }
}
