package io.penstock.server.http.destination;

import io.penstock.Limits;
import io.penstock.Overflow;

/** Shows the limits of a destination as JSON; 0 means no limit. */
record LimitsView(long maxMessages, long maxBytes, int maxMessageBytes, Overflow overflow) {

    static LimitsView of(Limits limits) {
        return new LimitsView(limits.maxMessages(), limits.maxBytes(), limits.maxMessageBytes(), limits.overflow());
    }
}
