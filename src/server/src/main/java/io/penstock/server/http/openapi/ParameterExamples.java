package io.penstock.server.http.openapi;

import java.util.Map;

/** Examples of parameters by their names, and of those by their endpoints that mean something else there. */
final class ParameterExamples {

    /** Stands for a parameter without an example, which the build does not let pass. */
    private static final String UNKNOWN = "example";

    private static final Map<String, Object> EXAMPLES = Map.ofEntries(
            Map.entry("exchange", "events"),
            Map.entry("rule", "all-orders"),
            Map.entry("schedule", "nightly"),
            Map.entry("alert", "behind"),
            Map.entry("name", "sunday.tar.gz"),
            Map.entry("header", "tenant:north"),
            Map.entry("text", "no such article"),
            Map.entry("status", "NEW"),
            Map.entry("gone", false),
            Map.entry("to", "2030-01-31T06:00:00Z"),
            Map.entry("id", "1"),
            Map.entry("key-base64", "/w=="),
            Map.entry("routing-key", "orders.new"),
            Map.entry("delay", "PT30S"),
            Map.entry("deliver-at", "2030-01-31T06:00:00Z"),
            Map.entry("time-to-live", "P1D"),
            Map.entry("tombstone", false),
            Map.entry("atomic", true),
            Map.entry("max", 100),
            Map.entry("wait", "PT20S"),
            Map.entry("lease", "PT1M"),
            Map.entry("settle", "token"),
            Map.entry("from", "0"),
            Map.entry("count", 3),
            Map.entry("after", "orders"),
            Map.entry("parked", false),
            Map.entry("force", true),
            Map.entry("search", "orders"),
            Map.entry("kind", "QUEUE"),
            Map.entry("sort", "waiting"),
            Map.entry("order", "desc"),
            Map.entry("offset", 0),
            Map.entry("range", "PT1H"),
            Map.entry("destinations", "orders,payments"),
            Map.entry("filter", "penstock_reason = 'MAX_DELIVERIES'"),
            Map.entry("body", "whole"),
            Map.entry("Last-Event-ID", "0:17,1:5"));

    private static final Map<String, Object> BY_ENDPOINT = Map.ofEntries(
            Map.entry("GET /api/v1/alert-states after", "behind|orders|billing"),
            Map.entry("GET /api/v1/alerts after", "behind"),
            Map.entry("GET /api/v1/destinations/{exchange}/bindings after", "1"),
            Map.entry("GET /api/v1/dead-letters after", "orders.dlq"),
            Map.entry("GET /api/v1/destinations/{destination}/events from", "earliest"),
            Map.entry("GET /api/v1/dead-letters/{queue} after", "0:42"),
            Map.entry("GET /api/v1/destinations/{destination}/messages after", "0:42"),
            Map.entry("GET /api/v1/destinations/{destination}/subscriptions/{subscription}/messages after", "0:42"),
            Map.entry("GET /api/v1/live Last-Event-ID", "1893477600"),
            Map.entry("GET /api/v1/operations after", "17"),
            Map.entry("GET /api/v1/rules after", "all-orders"),
            Map.entry("GET /api/v1/schedules after", "nightly"),
            Map.entry("GET /api/v1/triage/letters after", "MTc5NjAzNTIwMC4wLjE"),
            Map.entry("GET /api/v1/triage/letters from", "2030-01-30T06:00:00Z"));

    private ParameterExamples() {}

    /** @param endpoint its method and path */
    static Object of(String endpoint, String name) {
        var own = BY_ENDPOINT.getOrDefault(endpoint + " " + name, EXAMPLES.get(name));
        var usual = own == null ? CommonExamples.of(name) : own;
        return usual == null ? UNKNOWN : usual;
    }
}
