package io.penstock.connector;

import io.penstock.Broker;
import io.penstock.Message;
import io.penstock.connector.stream.Replies;
import io.penstock.connector.tracing.ObservedBroker;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.ChannelRegistry;
import io.smallrye.reactive.messaging.EmitterConfiguration;
import io.smallrye.reactive.messaging.EmitterFactory;
import io.smallrye.reactive.messaging.annotations.EmitterFactoryFor;
import io.smallrye.reactive.messaging.providers.connectors.ExecutionHolder;
import io.smallrye.reactive.messaging.providers.extension.ChannelProducer;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.reactive.messaging.Channel;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Reception;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Typed;
import jakarta.enterprise.inject.spi.InjectionPoint;
import jakarta.inject.Inject;

/** Makes the emitters of requests, and what is injected of them: each with the type of replies that is asked for. */
@EmitterFactoryFor(PenstockRequestReply.class)
@ApplicationScoped
class RequestReplyFactory implements EmitterFactory<RequestReplyEmitter> {

    private final Broker broker;
    private final ExecutionHolder execution;
    private final Config config;
    private final ChannelRegistry registry;
    private final PayloadReader reader;
    private final ChannelBeans beans;
    private final List<RequestReplyEmitter> emitters = new CopyOnWriteArrayList<>();

    @Inject
    RequestReplyFactory(
            Broker broker,
            ExecutionHolder execution,
            Config config,
            ChannelRegistry registry,
            PayloadReader reader,
            ChannelBeans beans) {
        this.broker = ObservedBroker.behind(broker);
        this.execution = execution;
        this.config = config;
        this.registry = registry;
        this.reader = reader;
        this.beans = beans;
    }

    /** Lets the container make a proxy. */
    RequestReplyFactory() {
        this(null, null, null, null, null, null);
    }

    @Override
    public RequestReplyEmitter createEmitter(EmitterConfiguration configuration, long defaultBufferSize) {
        var settings = ConfiguredChannels.outgoing(config, configuration.name());
        var source = new Replies.Source(
                broker, () -> ((VertxInternal) execution.vertx().getDelegate()).createEventLoopContext());
        var emitter = new RequestReplyEmitter(
                configuration, defaultBufferSize, settings, source, beans.replyFailureHandler(settings));
        emitters.add(emitter);
        return emitter;
    }

    /** Takes no more replies, before the broker is closed. */
    void terminate(
            @Observes(notifyObserver = Reception.IF_EXISTS) @Priority(60) @BeforeDestroyed(ApplicationScoped.class)
                    Object event) {
        emitters.forEach(RequestReplyEmitter::close);
    }

    @Produces
    @Typed(PenstockRequestReply.class)
    @Channel("")
    <Q, P> PenstockRequestReply<Q, P> produce(InjectionPoint point) {
        var emitter = (RequestReplyEmitter)
                (Object) registry.getEmitter(ChannelProducer.getChannelName(point), PenstockRequestReply.class);
        return new Requests<>(emitter, reader, ((ParameterizedType) point.getType()).getActualTypeArguments()[1]);
    }

    private record Requests<Q, P>(RequestReplyEmitter emitter, PayloadReader reader, Type type)
            implements PenstockRequestReply<Q, P> {

        @Override
        public Uni<P> request(Q request) {
            return replies(request).toUni();
        }

        @Override
        public Multi<P> requestMulti(Q request) {
            return Multi.createFrom().deferred(() -> {
                var any = new AtomicBoolean();
                return replies(request)
                        .onItem()
                        .invoke(reply -> any.set(true))
                        .onFailure(failure -> failure instanceof ReplyTimeoutException && any.get())
                        .recoverWithCompletion();
            });
        }

        private Multi<P> replies(Q request) {
            return Multi.createFrom().deferred(() -> {
                Multi<P> replies = emitter.request(request).map(this::read);
                var caller = Vertx.currentContext();
                Executor onCaller = caller == null ? Runnable::run : task -> caller.runOnContext(none -> task.run());
                return replies.emitOn(onCaller);
            });
        }

        @SuppressWarnings("unchecked")
        private P read(Message reply) {
            return (P) reader.read(reply, type);
        }

        @Override
        public int pending() {
            return emitter.pending();
        }
    }
}
