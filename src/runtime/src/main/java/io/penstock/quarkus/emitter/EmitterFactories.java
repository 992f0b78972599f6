package io.penstock.quarkus.emitter;

import io.penstock.Broker;
import io.penstock.connector.ConfiguredChannels;
import io.penstock.quarkus.jta.JtaTransactions;
import io.penstock.quarkus.jta.OutsideTransaction;
import io.quarkus.smallrye.reactivemessaging.runtime.ContextualEmitter;
import io.quarkus.smallrye.reactivemessaging.runtime.ContextualEmitterImpl;
import io.smallrye.reactive.messaging.EmitterConfiguration;
import io.smallrye.reactive.messaging.EmitterFactory;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.annotations.EmitterFactoryFor;
import io.smallrye.reactive.messaging.providers.extension.EmitterImpl;
import io.smallrye.reactive.messaging.providers.extension.MutinyEmitterImpl;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.reactive.messaging.Emitter;

import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;

/**
 * Takes the place of the factories of Reactive Messaging in applications with a transaction manager: the emitters of
 * Penstock's channels take part in transactions, those of other connectors are as they were.
 */
@Singleton
public class EmitterFactories {

    private final Config config;
    private final Joining joining;

    @Inject
    EmitterFactories(Config config, @OutsideTransaction Broker broker, JtaTransactions transactions) {
        this.config = config;
        joining = new Joining(broker, transactions);
    }

    private boolean joins(EmitterConfiguration configuration) {
        return ConfiguredChannels.isOutgoing(config, configuration.name());
    }

    /** Makes what is injected as {@code Emitter}. */
    @Singleton
    @Alternative
    @Priority(Interceptor.Priority.LIBRARY_BEFORE)
    @EmitterFactoryFor(Emitter.class)
    public static class OfEmitter implements EmitterFactory<EmitterImpl<Object>> {

        @Inject
        EmitterFactories factories;

        @Override
        public EmitterImpl<Object> createEmitter(EmitterConfiguration configuration, long bufferSize) {
            return factories.joins(configuration)
                    ? new JoiningEmitter(configuration, bufferSize, factories.joining)
                    : new EmitterImpl<>(configuration, bufferSize);
        }
    }

    /** Makes what is injected as {@code MutinyEmitter}. */
    @Singleton
    @Alternative
    @Priority(Interceptor.Priority.LIBRARY_BEFORE)
    @EmitterFactoryFor(MutinyEmitter.class)
    public static class OfMutinyEmitter implements EmitterFactory<MutinyEmitterImpl<Object>> {

        @Inject
        EmitterFactories factories;

        @Override
        public MutinyEmitterImpl<Object> createEmitter(EmitterConfiguration configuration, long bufferSize) {
            return factories.joins(configuration)
                    ? new JoiningMutinyEmitter(configuration, bufferSize, factories.joining)
                    : new MutinyEmitterImpl<>(configuration, bufferSize);
        }
    }

    /** Makes what is injected as {@code ContextualEmitter}. */
    @Singleton
    @Alternative
    @Priority(Interceptor.Priority.LIBRARY_BEFORE)
    @EmitterFactoryFor(ContextualEmitter.class)
    public static class OfContextualEmitter implements EmitterFactory<ContextualEmitterImpl<Object>> {

        @Inject
        EmitterFactories factories;

        @Override
        public ContextualEmitterImpl<Object> createEmitter(EmitterConfiguration configuration, long bufferSize) {
            return factories.joins(configuration)
                    ? new JoiningContextualEmitter(configuration, bufferSize, factories.joining)
                    : new ContextualEmitterImpl<>(configuration, bufferSize);
        }
    }
}
