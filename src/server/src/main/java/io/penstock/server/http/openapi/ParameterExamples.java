package io.penstock.server.http.openapi;

import java.util.Map;

/** Examples of parameters by their names, which mean the same wherever they are. */
final class ParameterExamples {

    private static final String ANY = "example";

    private static final Map<String, Object> EXAMPLES = Map.ofEntries(
            Map.entry("destination", "orders"),
            Map.entry("subscription", "billing"),
            Map.entry("exchange", "events"),
            Map.entry("queue", "orders.dlq"),
            Map.entry("rule", "all-orders"),
            Map.entry("schedule", "nightly"),
            Map.entry("alert", "behind"),
            Map.entry("name", "sunday.tar.gz"),
            Map.entry("reason", "MAX_DELIVERIES"),
            Map.entry("exception", "java.lang.IllegalStateException"),
            Map.entry("header", "tenant:north"),
            Map.entry("text", "no such article"),
            Map.entry("status", "NEW"),
            Map.entry("gone", false),
            Map.entry("to", "2030-01-31T06:00:00Z"),
            Map.entry("token", "pFnz5q9Qk1cQ3oJYw8vX0mJ6t4s2dA"),
            Map.entry("id", "1"),
            Map.entry("key", "customer-7"),
            Map.entry("key-base64", "/w=="),
            Map.entry("routing-key", "orders.new"),
            Map.entry("delay", "PT30S"),
            Map.entry("deliver-at", "2030-01-31T06:00:00Z"),
            Map.entry("time-to-live", "P1D"),
            Map.entry("priority", 4),
            Map.entry("tombstone", false),
            Map.entry("atomic", true),
            Map.entry("max", 100),
            Map.entry("wait", "PT20S"),
            Map.entry("lease", "PT1M"),
            Map.entry("settle", "token"),
            Map.entry("from", "0"),
            Map.entry("partition", 0),
            Map.entry("limit", 100),
            Map.entry("count", 3),
            Map.entry("after", "orders"),
            Map.entry("parked", false),
            Map.entry("force", true),
            Map.entry("actor", "ada"),
            Map.entry("Last-Event-ID", "0:17,1:5"));

    private ParameterExamples() {}

    static Object of(String name) {
        return EXAMPLES.getOrDefault(name, ANY);
    }
}
