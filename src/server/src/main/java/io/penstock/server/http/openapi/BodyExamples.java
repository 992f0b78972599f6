package io.penstock.server.http.openapi;

import java.util.List;
import java.util.Map;

/** Examples of the bodies of requests, by method and path. */
final class BodyExamples {

    private static final String DESTINATION = "/api/v1/destinations/{destination}";
    private static final String SUBSCRIPTION = DESTINATION + "/subscriptions/{subscription}";
    private static final String TOKEN = SUBSCRIPTION + "/deliveries/{token}";
    private static final String LETTERS = "/api/v1/dead-letters/{queue}";

    private static final Map<String, Object> EXAMPLES = Map.ofEntries(
            Map.entry("PUT " + DESTINATION, Map.of("kind", "QUEUE", "partitions", 3, "timeToLive", "P1D")),
            Map.entry("PATCH " + DESTINATION, Map.of("retention", Map.of("maxAge", "P30D"))),
            Map.entry("POST " + DESTINATION + "/messages", "the body of the message"),
            Map.entry(
                    "POST " + DESTINATION + "/messages:batch",
                    List.of(Map.of("body", "a", "key", "customer-7"), Map.of("bodyBase64", "AP8=", "delay", "PT10M"))),
            Map.entry(
                    "PUT " + SUBSCRIPTION,
                    Map.of("ordering", "KEY", "start", "earliest", "retry", Map.of("maxRetries", 4, "delay", "PT1S"))),
            Map.entry("POST " + SUBSCRIPTION + "/seek", Map.of("position", "earliest")),
            Map.entry(
                    "POST " + SUBSCRIPTION + "/deliveries/settle",
                    Map.of("items", List.of(Map.of("token", "pFnz5q9Qk1cQ3oJYw8vX0mJ6t4s2dA", "action", "ACCEPT")))),
            Map.entry("POST " + TOKEN + "/release", Map.of("delay", "PT30S", "countsAsAttempt", true)),
            Map.entry("POST " + TOKEN + "/fail", Map.of("description", "no stock")),
            Map.entry("POST " + TOKEN + "/reject", Map.of("reason", "UNREADABLE", "description", "no order")),
            Map.entry("POST " + TOKEN + "/renew", Map.of("lease", "PT5M")),
            Map.entry(
                    "POST /api/v1/destinations/{exchange}/bindings",
                    Map.of("destination", "orders", "pattern", "orders.#")),
            Map.entry("PUT /api/v1/rules/{rule}", Map.of("pattern", "orders.#")),
            Map.entry("POST " + LETTERS + "/redrive", Map.of("messageIds", List.of("order-1"), "dryRun", true)),
            Map.entry("POST " + LETTERS + "/count", Map.of("filter", "tenant = 'north'")),
            Map.entry("POST " + LETTERS + "/redrive/start", Map.of("perSecond", 100, "actor", "ada")),
            Map.entry("POST " + LETTERS + "/discard/start", Map.of("reason", "test data", "actor", "ada")),
            Map.entry("POST /api/v1/backups", Map.of("to", "sunday.tar.gz")),
            Map.entry("POST /api/v1/triage/letters/{id}", Map.of("status", "IN_WORK", "note", "the price is missing")),
            Map.entry("POST /api/v1/triage/redrive", Map.of("queue", "orders.dlq", "status", "NEW", "dryRun", true)),
            Map.entry(
                    "PUT /api/v1/schedules/{schedule}",
                    Map.of("destination", "orders", "cron", "0 3 * * *", "body", "nightly run")));

    private BodyExamples() {}

    /** The example of a body; null if there is none. */
    static Object of(String endpoint) {
        return EXAMPLES.get(endpoint);
    }
}
