package io.penstock.postgres.triage;

import io.penstock.DeadLetterReason;
import io.penstock.PenstockException;

import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A search for dead letters. What is null selects nothing out.
 *
 * @param queue the dead-letter queue
 * @param destination where it failed
 * @param subscription where it failed
 * @param reason why it died
 * @param exception the class name of the exception, or its end: {@code PaymentException}
 * @param headers names and values that its headers have, all of them
 * @param from the earliest time of death
 * @param to the time before which it died
 * @param text a part of the description, the exception, its cause, the key, the beginning of the body, or the note
 * @param status its status
 * @param isGone true for letters that are gone from their queue, false for those that are there
 */
public record TriageSearch(
        String queue,
        String destination,
        String subscription,
        DeadLetterReason reason,
        String exception,
        Map<String, String> headers,
        Instant from,
        Instant to,
        String text,
        TriageStatus status,
        Boolean isGone) {

    /** The search that finds every letter. */
    public static final TriageSearch ALL =
            new TriageSearch(null, null, null, null, null, Map.of(), null, null, null, null, null);

    private static final int MAX_CHARS = 1_024;

    /** More headers than this are no search, but a message. */
    private static final int MAX_HEADERS = 10;

    /** The database can compare the times between these two, and no clock says others. */
    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");

    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

    public TriageSearch {
        headers = copy(headers);
        require(queue, "queue");
        require(destination, "destination");
        require(subscription, "subscription");
        require(exception, "exception");
        require(text, "text");
        if (headers.size() > MAX_HEADERS) {
            throw new PenstockException.InvalidConfiguration(
                    "The search names " + headers.size() + " headers; at most " + MAX_HEADERS + " are possible.");
        }
        headers.forEach((name, value) -> {
            require(name, "name of a header");
            require(value, "value of a header");
        });
        require(from, "from");
        require(to, "to");
        if (from != null && to != null && !from.isBefore(to)) {
            throw new PenstockException.InvalidConfiguration(
                    "The search begins at " + from + ", which is not before its end " + to + ".");
        }
    }

    private static void require(String value, String what) {
        if (value != null && (value.isEmpty() || value.length() > MAX_CHARS || value.indexOf('\0') >= 0)) {
            throw new PenstockException.InvalidConfiguration("The search has a " + what + " of " + value.length()
                    + " characters: use 1 to " + MAX_CHARS + ", none of them NUL, or leave it out.");
        }
    }

    private static Map<String, String> copy(Map<String, String> headers) {
        if (headers == null) {
            return Map.of();
        }
        headers.forEach((name, value) -> {
            if (name == null || value == null) {
                throw new PenstockException.InvalidConfiguration("The search has a null in 'headers', at '" + name
                        + "': give each header a name and a value of 1 to " + MAX_CHARS + " characters.");
            }
        });
        return Map.copyOf(headers);
    }

    private static void require(Instant time, String what) {
        if (time != null && (time.isBefore(FIRST) || time.isAfter(LAST))) {
            throw new PenstockException.InvalidConfiguration(
                    "The search has '" + what + "' = " + time + ": use a time from " + FIRST + " to " + LAST + ".");
        }
    }

    /** The condition of the search in HQL, with named parameters. */
    String condition(String logId, Map<String, Object> parameters) {
        var hql = new StringBuilder("logId = :logId");
        parameters.put("logId", logId);
        add(hql, " and queue = :queue", "queue", queue, parameters);
        add(hql, " and originDestination = :destination", "destination", destination, parameters);
        add(hql, " and originSubscription = :subscription", "subscription", subscription, parameters);
        add(hql, " and reason = :reason", "reason", reason == null ? null : reason.name(), parameters);
        add(
                hql,
                " and (exception = :exception or exception like :exceptionEnd escape '!')",
                "exception",
                exception,
                parameters);
        if (exception != null) {
            parameters.put("exceptionEnd", "%." + escaped(exception));
        }
        add(hql, " and diedAt >= :from", "from", from, parameters);
        add(hql, " and diedAt < :to", "to", to, parameters);
        add(hql, " and status = :status", "status", status, parameters);
        if (text != null) {
            hql.append(" and (description ilike :text escape '!' or exception ilike :text escape '!'"
                    + " or rootCause ilike :text escape '!' or key ilike :text escape '!'"
                    + " or bodyPreview ilike :text escape '!' or note ilike :text escape '!')");
            parameters.put("text", "%" + escaped(text) + "%");
        }
        if (isGone != null) {
            hql.append(isGone ? " and goneAt is not null" : " and goneAt is null");
        }
        if (!headers.isEmpty()) {
            // The index of the table answers this, which the entity's text of the headers could not.
            hql.append(" and cast(sql('? in (select h.id from penstock_triage_letter h"
                    + " where h.headers @> jsonb_object(?, ?))', id, :names, :values) as boolean) = true");
            var names = headers.keySet().toArray(String[]::new);
            parameters.put("names", names);
            parameters.put("values", Stream.of(names).map(headers::get).toArray(String[]::new));
        }
        return hql.toString();
    }

    private static void add(
            StringBuilder hql, String condition, String name, Object value, Map<String, Object> parameters) {
        if (value != null) {
            hql.append(condition);
            parameters.put(name, value);
        }
    }

    private static String escaped(String text) {
        return text.replace("!", "!!").replace("%", "!%").replace("_", "!_");
    }
}
