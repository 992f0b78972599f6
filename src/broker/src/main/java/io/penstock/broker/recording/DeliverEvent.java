package io.penstock.broker.recording;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** The flight recorder's event for a batch that a consumer was handed. It costs nothing while nobody records it. */
@Name("io.penstock.Deliver")
@Label("Deliver")
@Description("A consumer was handed all deliveries of a turn; the duration is that of its handler")
@Category({"Penstock", "Broker"})
@StackTrace(false)
public final class DeliverEvent extends Event {

    @Label("Destination")
    String destination;

    @Label("Subscription")
    String subscription;

    @Label("Consumer")
    String consumer;

    @Label("Messages")
    int messages;

    /** Ends the event, and fills it in if somebody records it. */
    public void delivered(String toDestination, String ofSubscription, String toConsumer, int count) {
        end();
        if (shouldCommit()) {
            destination = toDestination;
            subscription = ofSubscription;
            consumer = toConsumer;
            messages = count;
            commit();
        }
    }
}
