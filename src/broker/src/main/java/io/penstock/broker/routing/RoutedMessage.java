package io.penstock.broker.routing;

import io.penstock.Headers;
import io.penstock.broker.filter.Fields;

/** Gives bindings what they may ask of a message. */
public interface RoutedMessage {

    /** Null if it has none. */
    String routingKey();

    Headers headers();

    /** What filters see of it. */
    Fields fields();
}
