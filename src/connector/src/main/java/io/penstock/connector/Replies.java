package io.penstock.connector;

import io.penstock.Broker;
import io.penstock.Consumer;
import io.penstock.ConsumerOptions;
import io.penstock.Delivery;
import io.penstock.Destination;
import io.penstock.DestinationKind;
import io.penstock.Message;
import io.penstock.TemporaryDestination;
import io.vertx.core.Context;

import java.util.List;
import java.util.function.Supplier;

/**
 * The queue that the replies to the requests of one channel come to: a temporary one, unless the channel names another.
 * It is read on a context of its own, and accepted at once: who waited has it, and nobody else can use it.
 */
final class Replies implements AutoCloseable {

    /** The replies that may be on their way at once: enough to keep the queue busy. */
    private static final int CREDIT = 256;

    private final String queue;
    private final TemporaryDestination temporary;
    private final Consumer consumer;

    /** Opens the replies of a channel. */
    record Source(Broker broker, Supplier<Context> contexts) {

        Replies open(OutgoingSettings settings, java.util.function.Consumer<Message> arrived) {
            return new Replies(broker, settings, contexts.get(), arrived);
        }
    }

    private Replies(
            Broker broker, OutgoingSettings settings, Context context, java.util.function.Consumer<Message> arrived) {
        temporary = settings.replyDestination().isPresent() ? null : broker.temporary(DestinationKind.QUEUE);
        queue = settings.replyDestination()
                .orElseGet(() -> temporary.destination().name());
        if (temporary == null && broker.destination(queue).isEmpty()) {
            broker.declare(Destination.queue(queue).build());
        }
        consumer = broker.consume(
                ConsumerOptions.ofQueue(queue, settings.channel()).build(),
                deliveries -> context.runOnContext(ignored -> take(deliveries, arrived)));
        consumer.request(CREDIT);
    }

    private void take(List<Delivery> deliveries, java.util.function.Consumer<Message> arrived) {
        deliveries.forEach(delivery -> arrived.accept(delivery.message()));
        consumer.acceptAsync(deliveries).whenComplete((nothing, failure) -> consumer.request(deliveries.size()));
    }

    String queue() {
        return queue;
    }

    @Override
    public void close() {
        consumer.close();
        if (temporary != null) {
            temporary.close();
        }
    }
}
