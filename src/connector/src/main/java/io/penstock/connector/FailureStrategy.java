package io.penstock.connector;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Says what happens to a message that is nacked. */
enum FailureStrategy {

    /** The subscription's retry policy decides whether the message is retried or becomes a dead letter. */
    RETRY,

    /** The message becomes a dead letter at once. */
    DEAD_LETTER,

    /** The message is released at once; this does not count as a failed attempt. */
    RELEASE,

    /** The failure is logged, and the message is accepted: it is gone. */
    IGNORE,

    /** The message is released, and the channel stops and reports that it is not alive. */
    FAIL;

    /** The names as they are written in the configuration, for error messages. */
    static String names() {
        return Arrays.stream(values()).map(FailureStrategy::spelling).collect(Collectors.joining("', '", "'", "'"));
    }

    static Optional<FailureStrategy> named(String name) {
        return Arrays.stream(values())
                .filter(each -> each.spelling().equals(name.trim().toLowerCase(Locale.ROOT)))
                .findFirst();
    }

    private String spelling() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
