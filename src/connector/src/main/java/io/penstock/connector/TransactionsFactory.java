package io.penstock.connector;

import io.penstock.Broker;
import io.penstock.connector.payload.JsonPayloads;
import io.penstock.connector.tracing.ChannelTracing;
import io.penstock.connector.tracing.ObservedBroker;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.ChannelRegistry;
import io.smallrye.reactive.messaging.EmitterConfiguration;
import io.smallrye.reactive.messaging.EmitterFactory;
import io.smallrye.reactive.messaging.MessagePublisherProvider;
import io.smallrye.reactive.messaging.annotations.EmitterFactoryFor;
import io.smallrye.reactive.messaging.providers.extension.ChannelProducer;
import io.smallrye.reactive.messaging.providers.extension.MutinyEmitterImpl;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Typed;
import jakarta.enterprise.inject.spi.InjectionPoint;
import jakarta.inject.Inject;

/**
 * Makes the transactional emitters of channels. Where a test has put another connector in the place of this one, what
 * is sent goes through the stream of the channel, so that the test sees it.
 */
@EmitterFactoryFor(PenstockTransactions.class)
@ApplicationScoped
class TransactionsFactory implements EmitterFactory<MessagePublisherProvider<Object>> {

    private final Broker broker;
    private final Config config;
    private final ChannelRegistry registry;
    private final JsonPayloads json;
    private final ChannelTracing tracing;

    @Inject
    TransactionsFactory(
            Broker broker, Config config, ChannelRegistry registry, JsonPayloads json, ChannelTracing tracing) {
        this.broker = ObservedBroker.behind(broker);
        this.config = config;
        this.registry = registry;
        this.json = json;
        this.tracing = tracing;
    }

    /** Lets the container make a proxy. */
    TransactionsFactory() {
        this(null, null, null, null, null);
    }

    @Override
    public MessagePublisherProvider<Object> createEmitter(EmitterConfiguration configuration, long defaultBufferSize) {
        if (!ConfiguredChannels.isOutgoing(config, configuration.name())) {
            return new StandIn(configuration, defaultBufferSize);
        }
        var settings = ConfiguredChannels.outgoing(config, configuration.name());
        return new TransactionsEmitter(
                broker, new OutgoingMapper(settings, json), tracing.outgoing(settings.tracing(), settings.channel()));
    }

    @Produces
    @Typed(PenstockTransactions.class)
    @Channel("")
    @SuppressWarnings("unchecked")
    <T> PenstockTransactions<T> produce(InjectionPoint point) {
        return (PenstockTransactions<T>)
                registry.getEmitter(ChannelProducer.getChannelName(point), PenstockTransactions.class);
    }

    /** Sends when the work is done, one message after the other, and then acks what they were made from. */
    private static final class StandIn extends MutinyEmitterImpl<Object> implements PenstockTransactions<Object> {

        private StandIn(EmitterConfiguration configuration, long bufferSize) {
            super(configuration, bufferSize);
        }

        @Override
        public <R> Uni<R> withTransaction(Function<TransactionalEmitter<Object>, Uni<R>> work) {
            return Uni.createFrom().deferred(() -> {
                var sends = new Sends(new CopyOnWriteArrayList<>());
                return work.apply(sends)
                        .onItem()
                        .call(result -> Multi.createFrom()
                                .iterable(sends.messages)
                                .onItem()
                                .transformToUniAndConcatenate(this::sendMessage)
                                .onItem()
                                .ignoreAsUni());
            });
        }

        @Override
        public <R> Uni<R> withTransaction(Message<?> consumed, Function<TransactionalEmitter<Object>, Uni<R>> work) {
            return withTransaction(work)
                    .onItem()
                    .call(result -> Uni.createFrom().completionStage(consumed::ack));
        }
    }

    private record Sends(List<Message<?>> messages) implements TransactionalEmitter<Object> {

        @Override
        public void send(Object payload) {
            sendMessage(Message.of(payload));
        }

        @Override
        public void sendMessage(Message<?> message) {
            messages.add(message);
        }
    }
}
