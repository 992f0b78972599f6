package io.penstock.broker;

import io.penstock.Broker;

import java.time.InstantSource;

/** The broker that runs inside this process, on a directory of this machine. */
public abstract class EmbeddedBroker implements Broker {

    EmbeddedBroker() {}

    /**
     * Opens a data directory, recovers what is in it and starts to serve.
     *
     * @throws io.penstock.PenstockException.DataDirectory if the directory cannot be used; the message says what to do
     */
    public static EmbeddedBroker open(BrokerOptions options) {
        return open(options, InstantSource.system());
    }

    /** As {@link #open(BrokerOptions)}, with a clock of the caller's. */
    public static EmbeddedBroker open(BrokerOptions options, InstantSource clock) {
        throw new UnsupportedOperationException("skeleton");
    }
}
