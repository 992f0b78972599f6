package io.penstock.server.http.openapi;

import java.util.Map;

/** Values of what has the same name, and means the same, in requests and in answers. */
final class CommonExamples {

    private static final Map<String, Object> VALUES = Map.ofEntries(
            Map.entry("destination", "orders"),
            Map.entry("subscription", "billing"),
            Map.entry("queue", "orders.dlq"),
            Map.entry("reason", "MAX_DELIVERIES"),
            Map.entry("exception", "java.lang.IllegalStateException"),
            Map.entry("token", "pFnz5q9Qk1cQ3oJYw8vX0mJ6t4s2dA"),
            Map.entry("key", "customer-7"),
            Map.entry("priority", 4),
            Map.entry("partition", 0),
            Map.entry("limit", 100),
            Map.entry("actor", "ada"));

    private CommonExamples() {}

    /** The usual value; null if there is none. */
    static Object of(String name) {
        return VALUES.get(name);
    }
}
