package io.penstock.quarkus.channel;

import io.penstock.Delivery;
import io.penstock.connector.IncomingPenstockMetadata;
import io.penstock.quarkus.observation.DeliveryContext;
import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Multi;
import io.smallrye.reactive.messaging.PublisherDecorator;
import io.smallrye.reactive.messaging.providers.locals.LocalContextMetadata;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import org.eclipse.microprofile.reactive.messaging.Message;

import java.util.List;
import java.util.Optional;
import jakarta.inject.Singleton;

/**
 * Puts the delivery of each message that comes through a channel of Penstock on the Vert.x context of the message,
 * which the method is called on, whichever thread it runs on.
 */
@Singleton
public class ChannelDeliveries implements PublisherDecorator {

    private static final String DELIVERY = ChannelDeliveries.class.getName();

    @Override
    public Multi<? extends Message<?>> decorate(
            Multi<? extends Message<?>> publisher, List<String> channels, boolean isConnector) {
        return isConnector ? publisher.onItem().invoke(ChannelDeliveries::remember) : publisher;
    }

    private static void remember(Message<?> message) {
        var metadata = message.getMetadata(IncomingPenstockMetadata.class);
        var context = message.getMetadata(LocalContextMetadata.class);
        if (metadata.isPresent() && context.isPresent()) {
            var delivery = new ChannelDelivery(metadata.get());
            context.get().context().putLocal(DELIVERY, delivery);
            nameInLog(context.get().context(), delivery);
        }
    }

    /** Names the message in the diagnostic context of its Vert.x context, which nobody has when it is processed. */
    private static void nameInLog(Context context, Delivery delivery) {
        VertxContextSafetyToggle.setContextSafe(context, true);
        DeliveryContext.put(delivery, context);
    }

    /** The delivery of the message whose context the calling thread is on. */
    static Optional<Delivery> current() {
        var context = Vertx.currentContext();
        return context != null && VertxContext.isDuplicatedContext(context)
                ? Optional.ofNullable(context.getLocal(DELIVERY))
                : Optional.empty();
    }
}
