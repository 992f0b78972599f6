package io.penstock.connector;

import io.penstock.Broker;
import io.penstock.connector.payload.JsonPayloads;
import io.smallrye.reactive.messaging.ChannelRegistry;
import io.smallrye.reactive.messaging.EmitterConfiguration;
import io.smallrye.reactive.messaging.EmitterFactory;
import io.smallrye.reactive.messaging.annotations.EmitterFactoryFor;
import io.smallrye.reactive.messaging.providers.extension.ChannelProducer;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.reactive.messaging.Channel;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Typed;
import jakarta.enterprise.inject.spi.InjectionPoint;
import jakarta.inject.Inject;

/** Makes the transactional emitters of channels. */
@EmitterFactoryFor(PenstockTransactions.class)
@ApplicationScoped
class TransactionsFactory implements EmitterFactory<TransactionsEmitter> {

    private final Broker broker;
    private final Config config;
    private final ChannelRegistry registry;
    private final JsonPayloads json;

    @Inject
    TransactionsFactory(Broker broker, Config config, ChannelRegistry registry, JsonPayloads json) {
        this.broker = broker;
        this.config = config;
        this.registry = registry;
        this.json = json;
    }

    /** Lets the container make a proxy. */
    TransactionsFactory() {
        this(null, null, null, null);
    }

    @Override
    public TransactionsEmitter createEmitter(EmitterConfiguration configuration, long defaultBufferSize) {
        var settings = ConfiguredChannels.outgoing(config, configuration.name());
        return new TransactionsEmitter(broker, new OutgoingMapper(settings, json));
    }

    @Produces
    @Typed(PenstockTransactions.class)
    @Channel("")
    @SuppressWarnings("unchecked")
    <T> PenstockTransactions<T> produce(InjectionPoint point) {
        return (PenstockTransactions<T>)
                registry.getEmitter(ChannelProducer.getChannelName(point), PenstockTransactions.class);
    }
}
