package io.penstock.server.http.destination;

import io.penstock.Exchange;
import io.penstock.ExchangeType;
import io.penstock.UnroutablePolicy;

/**
 * Says how an exchange is to route.
 *
 * @param alternate absent: none
 * @param unroutable absent: REJECT
 */
public record ExchangeRequest(ExchangeType type, String alternate, UnroutablePolicy unroutable) {

    Exchange of() {
        return Exchange.of(type)
                .alternate(alternate)
                .unroutable(unroutable == null ? UnroutablePolicy.REJECT : unroutable)
                .build();
    }

    /** The same exchange with another alternate and policy: its type may be left out. */
    Exchange appliedTo(Exchange existing) {
        return new ExchangeRequest(type == null ? existing.type() : type, alternate, unroutable).of();
    }
}
