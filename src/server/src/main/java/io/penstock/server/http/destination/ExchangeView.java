package io.penstock.server.http.destination;

import io.penstock.Exchange;
import io.penstock.ExchangeType;
import io.penstock.UnroutablePolicy;

/**
 * Shows how an exchange routes, as JSON.
 *
 * @param alternate null for none
 */
record ExchangeView(ExchangeType type, String alternate, UnroutablePolicy unroutable) {

    /** The view of an exchange; null for a queue or a topic. */
    static ExchangeView of(Exchange exchange) {
        return exchange == null ? null : new ExchangeView(exchange.type(), exchange.alternate(), exchange.unroutable());
    }
}
