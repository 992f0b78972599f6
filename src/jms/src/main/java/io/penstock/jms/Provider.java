package io.penstock.jms;

import io.penstock.Broker;

import java.time.InstantSource;
import java.util.concurrent.ThreadFactory;

/** What all connections of one factory share. */
record Provider(
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
        UniqueIds ids) {

    static Provider of(Broker broker, JmsOptions options, InstantSource clock, ThreadFactory threads) {
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
                UniqueIds.random());
    }

    /** The same, for connections that all have that client identifier. */
    Provider withClientId(String id) {
        return new Provider(
                broker,
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
                ids);
    }
}
