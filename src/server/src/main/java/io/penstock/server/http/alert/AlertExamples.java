package io.penstock.server.http.alert;

/** The examples of the API's document. */
final class AlertExamples {

    static final String REQUEST = "{\"destinations\": \"orders.#\", \"lagAbove\": 10000}";

    static final String ALERT =
            "{\"name\": \"behind\", \"destinations\": \"orders.#\", \"lagAbove\": 10000, \"firing\": 1}";

    static final String ALERTS = "{\"alerts\": [" + ALERT + "]}";

    static final String STATES = "{\"states\": [{\"alert\": \"behind\", \"destination\": \"orders.eu\","
            + " \"subscription\": \"orders.eu\", \"status\": \"FIRING\", \"since\": \"2026-01-31T12:00:00Z\","
            + " \"value\": 10250, \"text\": \"10250 messages of subscription 'orders.eu' of 'orders.eu' wait, and"
            + " 10000 are allowed.\"}]}";

    private AlertExamples() {}
}
