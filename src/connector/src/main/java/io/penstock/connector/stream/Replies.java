package io.penstock.connector.stream;

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
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The queue that the replies to the requests of one channel come to: a temporary one, unless the channel names another.
 * It is read on a context of its own, and accepted at once: who waited has it, and nobody else can use it.
 */
public final class Replies implements AutoCloseable {

    /** The replies that may be on their way at once: enough to keep the queue busy. */
    private static final int CREDIT = 256;

    private final String queue;
    private final TemporaryDestination temporary;
    private final Consumer consumer;

    /** Where the replies of a channel are opened. */
    public record Source(Broker broker, Supplier<Context> contexts) {

        public Replies open(String channel, Optional<String> named, java.util.function.Consumer<Message> arrived) {
            return new Replies(broker, channel, named, contexts.get(), arrived);
        }
    }

    private Replies(
            Broker broker,
            String channel,
            Optional<String> named,
            Context context,
            java.util.function.Consumer<Message> arrived) {
        temporary = named.isPresent() ? null : broker.temporary(DestinationKind.QUEUE);
        queue = named.orElseGet(() -> temporary.destination().name());
        if (temporary == null && broker.destination(queue).isEmpty()) {
            broker.declare(Destination.queue(queue).build());
        }
        consumer = broker.consume(
                ConsumerOptions.ofQueue(queue, channel).build(),
                deliveries -> context.runOnContext(ignored -> take(deliveries, arrived)));
        consumer.request(CREDIT);
    }

    private void take(List<Delivery> deliveries, java.util.function.Consumer<Message> arrived) {
        deliveries.forEach(delivery -> arrived.accept(delivery.message()));
        consumer.acceptAsync(deliveries).whenComplete((nothing, failure) -> consumer.request(deliveries.size()));
    }

    public String queue() {
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
