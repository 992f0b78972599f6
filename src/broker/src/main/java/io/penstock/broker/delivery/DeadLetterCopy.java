package io.penstock.broker.delivery;

import io.penstock.DeadLetterRecord;
import io.penstock.Message;
import io.penstock.ToldFailure;
import io.penstock.Utf8;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.function.Function;

/**
 * Makes a dead letter from a delivery: a copy of its message with id, key and timestamp, and with headers that tell why
 * it died.
 */
final class DeadLetterCopy {

    /** The longest description or root cause: enough for a sentence, too little to fill the log. */
    static final int MAX_TEXT_CHARS = 1_024;

    private DeadLetterCopy() {}

    /** @param queue that takes it */
    static Message of(LocalDelivery delivery, DeadLetterCause cause, String queue, long nowMillis) {
        var message = delivery.record.message();
        var known = delivery.counted();
        var headers = cause.headers()
                .copy()
                .set(DeadLetterRecord.REASON, cause.reason().name())
                .set(DeadLetterRecord.ATTEMPTS, Integer.toString(known.failed() + failedRuns(delivery)))
                .set(DeadLetterRecord.DELIVERIES, Integer.toString(known.deliveries()))
                .set(
                        DeadLetterRecord.ORIGIN_DESTINATION,
                        delivery.owner().destination().name())
                .set(DeadLetterRecord.ORIGIN_SUBSCRIPTION, delivery.owner().name())
                .set(DeadLetterRecord.ORIGIN_PARTITION, Integer.toString(delivery.partition()))
                .set(DeadLetterRecord.ORIGIN_OFFSET, Long.toString(delivery.offset))
                .set(DeadLetterRecord.DIED_AT, Instant.ofEpochMilli(nowMillis).toString());
        if (cause.description() != null) {
            headers.set(DeadLetterRecord.DESCRIPTION, cause.shortDescription());
        }
        var failure = cause.failure();
        if (failure != null) {
            headers.set(DeadLetterRecord.EXCEPTION, ToldFailure.className(failure))
                    .set(
                            DeadLetterRecord.ROOT_CAUSE,
                            bounded(told(failure, thrown -> rootCause(thrown).toString()), MAX_TEXT_CHARS))
                    .set(
                            DeadLetterRecord.STACK_TRACE,
                            bounded(told(failure, DeadLetterCopy::stackTrace), DeadLetterRecord.MAX_STACK_TRACE_CHARS));
        }
        message.expiresAt().ifPresent(at -> headers.set(DeadLetterRecord.EXPIRES_AT, at.toString()));
        // What is dead does not expire, and outlives the process whatever its sender asked for.
        return message.copyTo(queue)
                .deliverAt(null)
                .expiresAt(null)
                .durability(null)
                .headers(headers.build())
                .build();
    }

    /** A rejected run has failed; one that never came to an end has not. */
    private static int failedRuns(LocalDelivery delivery) {
        return delivery.member == null ? 0 : 1;
    }

    private static Throwable rootCause(Throwable failure) {
        var seen = Collections.newSetFromMap(new IdentityHashMap<Throwable, Boolean>());
        var cause = failure;
        while (cause.getCause() != null && seen.add(cause)) {
            cause = cause.getCause();
        }
        return cause;
    }

    /** The answer of an exception. Its methods are code of the application, which may fail in its turn. */
    private static String told(Throwable failure, Function<Throwable, String> question) {
        try {
            return question.apply(failure);
        } catch (RuntimeException | StackOverflowError e) {
            return "A " + ToldFailure.className(failure) + " that cannot be described: "
                    + e.getClass().getName();
        }
    }

    private static String stackTrace(Throwable failure) {
        var text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    /** A text of anybody as a header can hold it: not too long, and without halves of characters. */
    static String bounded(String text, int maxChars) {
        return Utf8.whole(text.length() <= maxChars ? text : text.substring(0, maxChars - 1) + "…");
    }
}
