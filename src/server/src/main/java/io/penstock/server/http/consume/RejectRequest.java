package io.penstock.server.http.consume;

import io.penstock.DeadLetterReason;

/**
 * Says why a message can never be processed.
 *
 * @param reason {@link DeadLetterReason#REJECTED} if absent
 */
public record RejectRequest(DeadLetterReason reason, String description) {}
