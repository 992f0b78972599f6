package io.penstock.server.http.message;

import io.penstock.Message;
import org.jspecify.annotations.Nullable;

/**
 * Is one item of a batch as it was read: exactly one of the two is set.
 *
 * @param refusal why it cannot be a message
 */
record BatchMessage(@Nullable Message message, @Nullable RuntimeException refusal) {

    static BatchMessage of(Message message) {
        return new BatchMessage(message, null);
    }

    static BatchMessage refused(RuntimeException refusal) {
        return new BatchMessage(null, refusal);
    }
}
