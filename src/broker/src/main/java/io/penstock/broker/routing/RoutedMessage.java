package io.penstock.broker.routing;

import io.penstock.Headers;
import io.penstock.broker.filter.Fields;
import io.penstock.broker.filter.Work;

/** Gives bindings what they may ask of a message. */
public interface RoutedMessage {

    /** The routing key; null if the message has none. */
    String routingKey();

    Headers headers();

    /** The fields that filters read. */
    Fields fields();

    /** Counts what the filters of all bindings have cost for it. */
    Work work();
}
