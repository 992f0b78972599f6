package io.penstock.broker.delivery;

import io.penstock.Delivery;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

import java.util.List;

/** The flight recorder's event for a batch that a consumer was handed. It costs nothing while nobody records it. */
@Name("io.penstock.Deliver")
@Label("Deliver")
@Description("A consumer was handed all deliveries of a turn; the duration is that of its handler")
@Category({"Penstock", "Broker"})
@StackTrace(false)
final class DeliverEvent extends Event {

    @Label("Destination")
    String destination;

    @Label("Subscription")
    String subscription;

    @Label("Consumer")
    String consumer;

    @Label("Messages")
    int messages;

    /** Hands a batch to its consumer, which is recorded unless it throws. */
    static void around(LocalSubscription from, Member to, List<Delivery> batch) {
        var event = new DeliverEvent();
        event.begin();
        int handed = batch.size();
        to.handle(batch);
        event.end();
        if (event.shouldCommit()) {
            event.destination = from.destination().name();
            event.subscription = from.name();
            event.consumer = to.options().name();
            event.messages = handed;
            event.commit();
        }
    }
}
