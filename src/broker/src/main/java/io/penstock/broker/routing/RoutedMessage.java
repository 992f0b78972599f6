package io.penstock.broker.routing;

import io.penstock.Headers;
import io.penstock.broker.filter.Fields;
import io.penstock.broker.filter.Work;

/** A routed message is what bindings may ask of a message. */
public interface RoutedMessage {

    /** Null if it has none. */
    String routingKey();

    Headers headers();

    /** What filters see of it. */
    Fields fields();

    /** Counts what the filters of all bindings have cost for it. */
    Work work();
}
