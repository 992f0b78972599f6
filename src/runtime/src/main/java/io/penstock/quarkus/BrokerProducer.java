package io.penstock.quarkus;

import io.penstock.Broker;
import io.penstock.PenstockException;
import io.penstock.broker.EmbeddedBroker;
import io.penstock.quarkus.config.PenstockConfig;
import io.penstock.quarkus.config.StartFailure;
import io.penstock.spi.PayloadCodec;
import io.quarkus.arc.DefaultBean;
import io.quarkus.runtime.configuration.ConfigurationException;
import org.jboss.logging.Logger;

import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Produces the broker as a bean. A {@code Broker} bean of the application takes its place. */
@Singleton
public class BrokerProducer {

    private static final Logger LOG = Logger.getLogger(BrokerProducer.class);

    /**
     * Opens the broker of this application and declares everything that configuration and annotations name.
     *
     * @throws ConfigurationException if the data directory cannot be used or a setting is invalid; its message is all
     *     that the start prints
     */
    @Produces
    @Singleton
    @DefaultBean
    public Broker broker(PenstockConfig config, NamedDestinations destinations, PayloadCodec codec) {
        try {
            var broker = EmbeddedBroker.open(ConfiguredBroker.options(config).withCodec(codec));
            try {
                destinations.declare(broker);
                return broker;
            } catch (RuntimeException e) {
                broker.close();
                throw e;
            }
        } catch (PenstockException e) {
            throw StartFailure.of(e);
        }
    }

    /** Closes the broker after everything that uses it: listeners and channels have drained by now. */
    void close(@Disposes Broker broker) {
        broker.close();
        LOG.debug("Closed the broker.");
    }
}
