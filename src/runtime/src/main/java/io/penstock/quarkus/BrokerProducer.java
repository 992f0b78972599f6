package io.penstock.quarkus;

import io.penstock.Broker;
import io.penstock.PenstockException;
import io.penstock.connector.tracing.ChannelTracing;
import io.penstock.connector.tracing.ObservedBroker;
import io.penstock.quarkus.config.Engine;
import io.penstock.quarkus.config.PenstockConfig;
import io.penstock.quarkus.config.StartFailure;
import io.penstock.quarkus.jta.JtaBroker;
import io.penstock.quarkus.jta.JtaTransactions;
import io.penstock.quarkus.jta.OutsideTransaction;
import io.penstock.quarkus.observation.DeliveryContext;
import io.penstock.quarkus.observation.Observers;
import io.penstock.spi.CountingBroker;
import io.penstock.spi.HandlerObserver;
import io.penstock.spi.PayloadCodec;
import io.penstock.spi.SenderCounts;
import io.penstock.spi.TestTime;
import io.quarkus.arc.DefaultBean;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.configuration.ConfigurationException;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

import java.time.InstantSource;
import java.util.ServiceLoader;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Singleton;

/**
 * Produces the broker as two beans: one that takes part in the JTA transaction of the calling thread, and one that does
 * not. They are the same object in an application without a transaction manager. A {@code Broker} bean of the
 * application takes the place of both.
 */
@Singleton
public class BrokerProducer {

    private static final Logger LOG = Logger.getLogger(BrokerProducer.class);

    /** The broker that was opened here; null if the application has one of its own. */
    private Broker opened;

    private final String applicationName;

    BrokerProducer(
            @ConfigProperty(name = "quarkus.application.name", defaultValue = "application") String applicationName) {
        this.applicationName = applicationName;
    }

    /** Makes the broker that applications inject: what they send in a transaction is part of it. */
    @Produces
    @Singleton
    @DefaultBean
    public Broker broker(@OutsideTransaction Broker broker, JtaTransactions transactions) {
        return JtaBroker.joining(broker, transactions);
    }

    /**
     * Opens the broker of this application and declares everything that configuration and annotations name. If the
     * application has a broker of its own, this is that one.
     *
     * @param application the broker that applications inject, which is made of this one or is their own
     * @throws ConfigurationException if the data directory cannot be used or a setting is invalid; its message is all
     *     that the start prints
     */
    @Produces
    @Singleton
    @OutsideTransaction
    @DefaultBean
    public Broker outsideTransaction(
            BeanManager beans,
            Instance<Broker> application,
            PenstockConfig config,
            NamedDestinations destinations,
            PayloadCodec codec,
            ChannelTracing tracing,
            @Any Instance<HandlerObserver> observers) {
        if (isOfApplication(beans)) {
            return observed(counting(JtaBroker.outside(application.get())), tracing, observers);
        }
        try {
            var broker = ConfiguredBroker.open(config, codec, clock());
            try {
                destinations.declare(broker);
                opened = broker;
                if (config.engine() == Engine.EMBEDDED) {
                    tracing.keepIn(config.data());
                }
                return observed(counting(broker), tracing, observers);
            } catch (RuntimeException e) {
                broker.close();
                throw e;
            }
        } catch (PenstockException e) {
            throw StartFailure.of(e);
        }
    }

    /** What comes through no door that tells its clients apart is sent by the application itself. */
    private Broker counting(Broker broker) {
        return new CountingBroker(broker, new SenderCounts().sender("application", applicationName));
    }

    /** What is sent through it has spans, and log lines of handlers name their message. */
    private static Broker observed(Broker broker, ChannelTracing tracing, Instance<HandlerObserver> beans) {
        HandlerObserver observer = new DeliveryContext();
        for (var bean : beans) {
            observer = Observers.both(observer, bean);
        }
        return new ObservedBroker(
                broker, tracing.sends(), tracing.deliveries(), Observers.both(observer, tracing.handlers()));
    }

    /** The time of the machine, or in tests that which a test kit lets pass. */
    private static InstantSource clock() {
        return LaunchMode.current() == LaunchMode.TEST
                ? ServiceLoader.load(TestTime.class)
                        .findFirst()
                        .<InstantSource>map(time -> time)
                        .orElseGet(InstantSource::system)
                : InstantSource.system();
    }

    /** Whether the application makes its broker itself. */
    static boolean isOfApplication(BeanManager beans) {
        return beans.resolve(beans.getBeans(Broker.class)).getBeanClass() != BrokerProducer.class;
    }

    /** Closes the broker after everything that uses it: listeners and channels have drained by now. */
    void close(@Disposes @OutsideTransaction Broker broker) {
        if (opened != null) {
            opened.close();
            LOG.debug("Closed the broker.");
        }
    }
}
