package io.penstock;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A message progress tells what has become of one message in one subscription.
 *
 * @param attempts runs that failed; 0 once it is settled
 * @param deliveries hand-outs of any kind, as far as they are known; 0 once it is settled
 * @param consumer that has it; null if none does
 * @param dueAt before which it is not handed out; empty unless it is {@link MessageState#SCHEDULED}
 */
public record MessageProgress(
        String subscription,
        MessageState state,
        int attempts,
        int deliveries,
        @Nullable String consumer,
        Optional<Instant> dueAt) {

    public MessageProgress {
        Objects.requireNonNull(subscription, "subscription");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(dueAt, "dueAt");
    }
}
