package io.penstock.server.http.openapi;

import java.util.Map;

/** Statuses of success that the signature of a resource's method does not tell, by method and path. */
final class SuccessStatuses {

    private static final String DESTINATION = "/api/v1/destinations/{destination}";
    private static final String LETTERS = "/api/v1/dead-letters/{queue}";

    private static final String NEW = "201";
    private static final String BEGUN = "202";
    private static final String NOTHING = "204";

    private static final Map<String, String> STATUSES = Map.ofEntries(
            Map.entry("PUT " + DESTINATION, NEW),
            Map.entry("PUT " + DESTINATION + "/subscriptions/{subscription}", NEW),
            Map.entry("POST " + DESTINATION + "/messages", NEW),
            Map.entry("GET " + DESTINATION + "/messages/newest", NOTHING),
            Map.entry("POST /api/v1/destinations/{exchange}/bindings", NEW),
            Map.entry("PUT /api/v1/rules/{rule}", NEW),
            Map.entry("PUT /api/v1/alerts/{alert}", NEW),
            Map.entry("PUT /api/v1/schedules/{schedule}", NEW),
            Map.entry("POST " + LETTERS + "/redrive/start", BEGUN),
            Map.entry("POST " + LETTERS + "/discard/start", BEGUN));

    private static final Map<String, String> MEANINGS = Map.of(
            NEW, "It is new.",
            BEGUN, "It has begun, and goes on by itself.",
            NOTHING, "There is none.");

    private SuccessStatuses() {}

    /** The further status of an operation; null if it has none. */
    static String of(String endpoint) {
        return STATUSES.get(endpoint);
    }

    static String meaning(String status) {
        return MEANINGS.get(status);
    }
}
