package io.penstock;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Optional;

import static io.penstock.Headers.RESERVED_PREFIX;

/**
 * A dead-letter record tells why and where a message failed, as the headers of the dead letter say.
 *
 * @param exception class name of what the handler threw; null if it threw nothing
 * @param rootCause class name and message of the innermost cause; null if there is none
 * @param stackTrace bounded to {@value #MAX_STACK_TRACE_CHARS} characters; null if there is none
 * @param attempts runs that failed
 * @param deliveries hand-outs of any kind
 * @param redrives how often it had been put back before
 */
public record DeadLetterRecord(
        DeadLetterReason reason,
        String description,
        @Nullable String exception,
        @Nullable String rootCause,
        @Nullable String stackTrace,
        int attempts,
        int deliveries,
        int redrives,
        String originDestination,
        String originSubscription,
        int originPartition,
        long originOffset,
        Instant diedAt) {

    /** A stack trace longer than this says nothing more, and a hostile one must not fill the storage. */
    public static final int MAX_STACK_TRACE_CHARS = 8_192;

    public static final String REASON = RESERVED_PREFIX + "dl-reason";
    public static final String DESCRIPTION = RESERVED_PREFIX + "dl-description";
    public static final String EXCEPTION = RESERVED_PREFIX + "dl-exception";
    public static final String ROOT_CAUSE = RESERVED_PREFIX + "dl-root-cause";
    public static final String STACK_TRACE = RESERVED_PREFIX + "dl-stack-trace";
    public static final String ATTEMPTS = RESERVED_PREFIX + "dl-attempts";
    public static final String DELIVERIES = RESERVED_PREFIX + "dl-deliveries";
    public static final String REDRIVES = RESERVED_PREFIX + "redrives";
    public static final String ORIGIN_DESTINATION = RESERVED_PREFIX + "dl-destination";
    public static final String ORIGIN_SUBSCRIPTION = RESERVED_PREFIX + "dl-subscription";
    public static final String ORIGIN_PARTITION = RESERVED_PREFIX + "dl-partition";
    public static final String ORIGIN_OFFSET = RESERVED_PREFIX + "dl-offset";
    /** The header with the time when the message would have expired: a dead letter does not expire. */
    public static final String EXPIRES_AT = RESERVED_PREFIX + "dl-expires-at";

    public static final String DIED_AT = RESERVED_PREFIX + "dl-time";

    /** Headers that belong to one death and are taken off when the message is put back. */
    public static final String HEADER_PREFIX = RESERVED_PREFIX + "dl-";

    /** Reads the headers of a message; empty if it is no dead letter. */
    public static Optional<DeadLetterRecord> of(Message message) {
        var headers = message.headers();
        if (!headers.contains(REASON)) {
            return Optional.empty();
        }
        return Optional.of(new DeadLetterRecord(
                DeadLetterReason.valueOf(headers.get(REASON)),
                headers.get(DESCRIPTION),
                headers.get(EXCEPTION),
                headers.get(ROOT_CAUSE),
                headers.get(STACK_TRACE),
                number(headers, ATTEMPTS),
                number(headers, DELIVERIES),
                number(headers, REDRIVES),
                headers.get(ORIGIN_DESTINATION),
                headers.get(ORIGIN_SUBSCRIPTION),
                number(headers, ORIGIN_PARTITION),
                Long.parseLong(headers.get(ORIGIN_OFFSET)),
                Instant.parse(headers.get(DIED_AT))));
    }

    private static int number(Headers headers, String name) {
        String text = headers.get(name);
        return text == null ? 0 : Integer.parseInt(text);
    }
}
