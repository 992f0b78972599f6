package io.penstock.server.http.openapi;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Examples of the bodies of requests, by method and path. */
final class BodyExamples {

    private static final String DESTINATION = "/api/v1/destinations/{destination}";
    private static final String SUBSCRIPTION = DESTINATION + "/subscriptions/{subscription}";
    private static final String TOKEN = SUBSCRIPTION + "/deliveries/{token}";
    private static final String LETTERS = "/api/v1/dead-letters/{queue}";

    private static final Map<String, Object> EXAMPLES = Map.ofEntries(
            Map.entry("PUT " + DESTINATION, fields("kind", "QUEUE", "partitions", 3, "timeToLive", "P1D")),
            Map.entry("PATCH " + DESTINATION, fields("retention", fields("maxAge", "P30D"))),
            Map.entry("POST " + DESTINATION + "/messages", "the body of the message"),
            Map.entry(
                    "POST " + DESTINATION + "/messages:batch",
                    List.of(fields("body", "a", "key", "customer-7"), fields("bodyBase64", "AP8=", "delay", "PT10M"))),
            Map.entry(
                    "POST " + DESTINATION + "/messages:batch application/x-ndjson",
                    "{\"body\": \"a\", \"key\": \"customer-7\"}\n{\"bodyBase64\": \"AP8=\", \"delay\": \"PT10M\"}\n"),
            Map.entry(
                    "PUT " + SUBSCRIPTION,
                    fields("ordering", "KEY", "start", "earliest", "retry", fields("maxRetries", 4, "delay", "PT1S"))),
            Map.entry("POST " + SUBSCRIPTION + "/seek", fields("position", "earliest")),
            Map.entry(
                    "POST " + SUBSCRIPTION + "/deliveries/settle",
                    fields("items", List.of(fields("token", "pFnz5q9Qk1cQ3oJYw8vX0mJ6t4s2dA", "action", "ACCEPT")))),
            Map.entry("POST " + TOKEN + "/release", fields("delay", "PT30S", "countsAsAttempt", true)),
            Map.entry("POST " + TOKEN + "/fail", fields("description", "no stock")),
            Map.entry("POST " + TOKEN + "/reject", fields("reason", "UNREADABLE", "description", "no order")),
            Map.entry("POST " + TOKEN + "/renew", fields("lease", "PT5M")),
            Map.entry(
                    "POST /api/v1/destinations/{exchange}/bindings",
                    fields("destination", "orders", "pattern", "orders.#")),
            Map.entry("POST /api/v1/destinations/{exchange}/route", fields("routingKey", "orders.new")),
            Map.entry("PUT /api/v1/rules/{rule}", fields("pattern", "orders.#")),
            Map.entry("POST " + LETTERS + "/redrive", fields("messageIds", List.of("order-1"), "dryRun", true)),
            Map.entry("POST " + LETTERS + "/count", fields("filter", "tenant = 'north'")),
            Map.entry("POST " + LETTERS + "/redrive/start", fields("perSecond", 100, "actor", "ada", "delay", "PT10S")),
            Map.entry("POST " + LETTERS + "/discard/start", fields("reason", "test data", "actor", "ada")),
            Map.entry("POST /api/v1/session", fields("user", "ada", "password", "correct horse battery staple")),
            Map.entry("POST /api/v1/backups", fields("to", "sunday.tar.gz")),
            Map.entry("POST /api/v1/triage/letters/{id}", fields("status", "IN_WORK", "note", "the price is missing")),
            Map.entry("POST /api/v1/triage/redrive", fields("queue", "orders.dlq", "status", "NEW", "dryRun", true)),
            Map.entry(
                    "PUT /api/v1/schedules/{schedule}",
                    fields("destination", "orders", "cron", "0 3 * * *", "body", "nightly run")));

    private BodyExamples() {}

    /** A JSON object whose fields keep their order, so that the description is the same each time. */
    static Map<String, Object> fields(Object... namesAndValues) {
        var fields = new LinkedHashMap<String, Object>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return fields;
    }

    /**
     * The example of a body; null if there is none.
     *
     * @param type of the body's content
     */
    static Object of(String endpoint, String type) {
        return EXAMPLES.getOrDefault(endpoint + " " + type, EXAMPLES.get(endpoint));
    }
}
