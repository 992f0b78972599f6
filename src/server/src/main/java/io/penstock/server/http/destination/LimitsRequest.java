package io.penstock.server.http.destination;

import io.penstock.Limits;
import io.penstock.Overflow;

/**
 * Says how much may wait in a destination. What is absent is not limited.
 *
 * @param overflow absent: more is rejected
 */
public record LimitsRequest(Long maxMessages, Long maxBytes, Integer maxMessageBytes, Overflow overflow) {

    Limits limits() {
        return new Limits(
                maxMessages == null ? 0 : maxMessages,
                maxBytes == null ? 0 : maxBytes,
                maxMessageBytes == null ? 0 : maxMessageBytes,
                overflow == null ? Overflow.REJECT : overflow);
    }
}
