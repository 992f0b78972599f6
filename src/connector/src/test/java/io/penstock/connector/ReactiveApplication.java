package io.penstock.connector;

import io.penstock.Broker;
import io.penstock.connector.client.ChannelControls;
import io.penstock.connector.payload.DeclaredPayloads;
import io.penstock.connector.payload.JsonPayloads;
import io.penstock.connector.payload.PayloadExtension;
import io.penstock.connector.payload.WiredMethods;
import io.penstock.connector.tracing.ChannelTracing;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.inject.ConfigExtension;
import io.smallrye.reactive.messaging.providers.IncomingInterceptorDecorator;
import io.smallrye.reactive.messaging.providers.MediatorFactory;
import io.smallrye.reactive.messaging.providers.OutgoingInterceptorDecorator;
import io.smallrye.reactive.messaging.providers.connectors.ExecutionHolder;
import io.smallrye.reactive.messaging.providers.connectors.WorkerPoolRegistry;
import io.smallrye.reactive.messaging.providers.extension.ChannelProducer;
import io.smallrye.reactive.messaging.providers.extension.EmitterFactoryImpl;
import io.smallrye.reactive.messaging.providers.extension.HealthCenter;
import io.smallrye.reactive.messaging.providers.extension.LegacyEmitterFactoryImpl;
import io.smallrye.reactive.messaging.providers.extension.MediatorManager;
import io.smallrye.reactive.messaging.providers.extension.MutinyEmitterFactoryImpl;
import io.smallrye.reactive.messaging.providers.extension.ObservationDecorator;
import io.smallrye.reactive.messaging.providers.extension.OutgoingObservationDecorator;
import io.smallrye.reactive.messaging.providers.extension.PausableChannelDecorator;
import io.smallrye.reactive.messaging.providers.extension.ReactiveMessagingExtension;
import io.smallrye.reactive.messaging.providers.impl.ConfiguredChannelFactory;
import io.smallrye.reactive.messaging.providers.impl.ConnectorFactories;
import io.smallrye.reactive.messaging.providers.impl.InternalChannelRegistry;
import io.smallrye.reactive.messaging.providers.locals.ContextDecorator;
import io.smallrye.reactive.messaging.providers.wiring.Wiring;
import org.eclipse.microprofile.config.spi.ConfigProviderResolver;
import org.eclipse.microprofile.reactive.messaging.spi.ConnectorLiteral;
import org.jboss.weld.environment.se.Weld;
import org.jboss.weld.environment.se.WeldContainer;

import java.util.HashMap;
import java.util.Map;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.enterprise.inject.spi.Extension;

/** A CDI container with Reactive Messaging, the connector and some beans, as a user's application would be. */
final class ReactiveApplication implements AutoCloseable {

    private final WeldContainer container;

    private ReactiveApplication(WeldContainer container) {
        this.container = container;
    }

    static Builder on(Broker broker) {
        return new Builder(broker);
    }

    <T> T get(Class<T> bean) {
        return container.select(bean, Any.Literal.INSTANCE).get();
    }

    /** The connector of that name. */
    <T> T get(Class<T> bean, String connector) {
        return container.select(bean, ConnectorLiteral.of(connector)).get();
    }

    HealthCenter health() {
        return get(HealthCenter.class);
    }

    @Override
    public void close() {
        container.shutdown();
        var resolver = ConfigProviderResolver.instance();
        resolver.releaseConfig(resolver.getConfig());
    }

    static final class Builder {

        private final Broker broker;
        private final Map<String, String> properties = new HashMap<>();
        private final Map<String, String> environment = new HashMap<>();

        private Builder(Broker broker) {
            this.broker = broker;
        }

        /** @param attributes names and values in turn */
        Builder incoming(String channel, String... attributes) {
            return channel("mp.messaging.incoming." + channel + ".", attributes);
        }

        /** @param attributes names and values in turn */
        Builder outgoing(String channel, String... attributes) {
            return channel("mp.messaging.outgoing." + channel + ".", attributes);
        }

        Builder property(String name, String value) {
            properties.put(name, value);
            return this;
        }

        /** Sets a variable of the environment, which takes precedence over properties. */
        Builder environment(String name, String value) {
            environment.put(name, value);
            return this;
        }

        private Builder channel(String prefix, String... attributes) {
            properties.put(prefix + "connector", PenstockConnector.NAME);
            for (int i = 0; i < attributes.length; i += 2) {
                properties.put(prefix + attributes[i], attributes[i + 1]);
            }
            return this;
        }

        ReactiveApplication start(Class<?>... beans) {
            ConfigProviderResolver.instance()
                    .registerConfig(
                            new SmallRyeConfigBuilder()
                                    .addDefaultInterceptors()
                                    .withSources(
                                            new PropertiesConfigSource(properties, "application", 500),
                                            new EnvConfigSource(environment, 600))
                                    .build(),
                            Thread.currentThread().getContextClassLoader());
            var weld = new Weld().disableDiscovery();
            weld.addExtension(new ConfigExtension());
            weld.addExtension(new ReactiveMessagingExtension());
            weld.addExtension(new PayloadExtension());
            weld.addExtension(new BrokerBean(broker));
            weld.addBeanClasses(
                    MediatorFactory.class,
                    MediatorManager.class,
                    InternalChannelRegistry.class,
                    ConnectorFactories.class,
                    ConfiguredChannelFactory.class,
                    ChannelProducer.class,
                    ExecutionHolder.class,
                    WorkerPoolRegistry.class,
                    HealthCenter.class,
                    Wiring.class,
                    EmitterFactoryImpl.class,
                    MutinyEmitterFactoryImpl.class,
                    LegacyEmitterFactoryImpl.class,
                    ContextDecorator.class,
                    IncomingInterceptorDecorator.class,
                    OutgoingInterceptorDecorator.class,
                    ObservationDecorator.class,
                    OutgoingObservationDecorator.class,
                    PausableChannelDecorator.class);
            weld.addBeanClasses(
                    PenstockConnector.class,
                    ChannelControls.class,
                    ChannelTracing.class,
                    JsonPayloads.class,
                    DeclaredPayloads.class,
                    PayloadCheck.class,
                    WiredMethods.class,
                    ChannelBeans.class,
                    RequestReplyFactory.class,
                    TransactionsFactory.class,
                    BatchPayloadConverter.class,
                    GuardedConverter.class,
                    PayloadReader.class,
                    PayloadConverter.class,
                    KeyedPayloads.class);
            weld.addBeanClasses(beans);
            try {
                return new ReactiveApplication(weld.initialize());
            } catch (RuntimeException e) {
                var resolver = ConfigProviderResolver.instance();
                resolver.releaseConfig(resolver.getConfig());
                throw e;
            }
        }
    }

    /** Makes the test's broker a bean; the test closes it. */
    static final class BrokerBean implements Extension {

        private final Broker broker;

        BrokerBean(Broker broker) {
            this.broker = broker;
        }

        void register(@Observes AfterBeanDiscovery discovery) {
            discovery
                    .<Broker>addBean()
                    .addType(Broker.class)
                    .scope(ApplicationScoped.class)
                    .produceWith(instances -> broker);
        }
    }
}
