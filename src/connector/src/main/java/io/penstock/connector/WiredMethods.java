package io.penstock.connector;

import io.penstock.connector.payload.DeclaredPayloads;
import io.penstock.connector.payload.PayloadDeclaration;
import io.smallrye.reactive.messaging.providers.wiring.Wiring;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/**
 * Counts the methods that read a channel. Injected streams do not count: it is for the application to say whether and
 * when they are subscribed to.
 */
@ApplicationScoped
class WiredMethods {

    private final Wiring wiring;
    private final DeclaredPayloads declared;

    @Inject
    WiredMethods(Wiring wiring, DeclaredPayloads declared) {
        this.wiring = wiring;
        this.declared = declared;
    }

    /** Lets the container make a proxy. */
    WiredMethods() {
        this(null, null);
    }

    /** The number of methods that read the channel; at least 1, also before the application is wired. */
    int of(String channel) {
        var graph = wiring.getGraph();
        if (graph == null) {
            return 1;
        }
        long streams = declared.of(new ChannelAttributes(channel).name()).stream()
                .filter(PayloadDeclaration::isInjected)
                .count();
        int readers = graph.getInbound().stream()
                .filter(source -> source.outgoings().contains(channel))
                .mapToInt(source -> source.downstreams().size())
                .sum();
        return (int) Math.max(1, readers - streams);
    }
}
