package io.penstock.quarkus.emitter;

import io.penstock.quarkus.jta.OutsideTransaction;
import io.quarkus.arc.DefaultBean;
import io.smallrye.reactive.messaging.ChannelRegistry;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.providers.extension.ChannelProducer;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.spi.InjectionPoint;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/**
 * Produces the emitters that {@link OutsideTransaction} asks for. They send to the same channel as all others of it. As
 * default beans they stand back where only a channel is asked for, which they would answer as well.
 */
@Singleton
public class OutsideEmitters {

    private final ChannelRegistry channels;

    @Inject
    OutsideEmitters(ChannelRegistry channels) {
        this.channels = channels;
    }

    @Produces
    @Dependent
    @DefaultBean
    @Channel("")
    @OutsideTransaction
    @SuppressWarnings("unchecked")
    <T> Emitter<T> emitter(InjectionPoint point) {
        return new OutsideEmitter<>((Emitter<T>) channels.getEmitter(nameOf(point), Emitter.class));
    }

    @Produces
    @Dependent
    @DefaultBean
    @Channel("")
    @OutsideTransaction
    @SuppressWarnings("unchecked")
    <T> MutinyEmitter<T> mutinyEmitter(InjectionPoint point) {
        return new OutsideMutinyEmitter<>((MutinyEmitter<T>) channels.getEmitter(nameOf(point), MutinyEmitter.class));
    }

    private static String nameOf(InjectionPoint point) {
        return ChannelProducer.getChannelName(point);
    }
}
