package io.penstock.quarkus.link;

import io.penstock.Broker;
import io.penstock.quarkus.config.PenstockConfig;
import io.penstock.quarkus.jta.OutsideTransaction;
import io.penstock.remote.BrokerServer;
import io.penstock.security.AccessControl;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** The port at which the broker of this application serves other processes, if the configuration wants one. */
@Singleton
public class ServedPort {

    private final Broker broker;
    private final PenstockConfig config;
    private final AccessControl access;
    private BrokerServer server;

    @Inject
    ServedPort(@OutsideTransaction Broker broker, PenstockConfig config, AccessControl access) {
        this.broker = broker;
        this.config = config;
        this.access = access;
    }

    /**
     * Opens the port.
     *
     * @throws io.penstock.PenstockException.InvalidConfiguration if a setting is invalid, or if everybody in a network
     *     could do everything and nobody has said that this is wanted
     * @throws io.penstock.PenstockException.Unavailable if the port cannot be listened on
     */
    public void open() {
        if (config.serve().enabled()) {
            server = BrokerServer.serve(broker, ServedOptions.of(config.serve(), config.security(), access));
        }
    }

    /** Lets nobody in any more, and releases what others hold. Does nothing if the port is not open. */
    @PreDestroy
    public void close() {
        if (server != null) {
            server.close();
            server = null;
        }
    }
}
