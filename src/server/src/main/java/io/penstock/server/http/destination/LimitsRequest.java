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
        return Limits.builder()
                .maxMessages(maxMessages == null ? 0 : maxMessages)
                .maxBytes(maxBytes == null ? 0 : maxBytes)
                .maxMessageBytes(maxMessageBytes == null ? 0 : maxMessageBytes)
                .overflow(overflow == null ? Overflow.REJECT : overflow)
                .build();
    }
}
