package io.penstock.server.http.consume;

import io.penstock.DeadLetterReason;

import java.time.Duration;
import java.util.List;

/** Asks for messages to be settled, each by its token. */
public record SettleRequest(List<Item> items) {

    /** Says what is to become of a message. */
    public enum Action {
        ACCEPT,
        RELEASE,
        FAIL,
        REJECT,
        RENEW
    }

    /**
     * Settles one message.
     *
     * @param delay of {@link Action#RELEASE}
     * @param countsAsAttempt of {@link Action#RELEASE}
     * @param reason of {@link Action#REJECT}
     * @param description of {@link Action#REJECT} and {@link Action#FAIL}: what was wrong
     * @param lease of {@link Action#RENEW}
     */
    public record Item(
            String token,
            Action action,
            Duration delay,
            Boolean countsAsAttempt,
            DeadLetterReason reason,
            String description,
            Duration lease) {}
}
