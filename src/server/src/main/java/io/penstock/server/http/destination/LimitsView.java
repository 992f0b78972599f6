package io.penstock.server.http.destination;

import io.penstock.Limits;
import io.penstock.Overflow;

/** A destination's limits as JSON; 0 for none. */
record LimitsView(long maxMessages, long maxBytes, int maxMessageBytes, Overflow overflow) {

    static LimitsView of(Limits limits) {
        return new LimitsView(limits.maxMessages(), limits.maxBytes(), limits.maxMessageBytes(), limits.overflow());
    }
}
