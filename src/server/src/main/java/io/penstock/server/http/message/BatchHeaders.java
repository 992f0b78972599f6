package io.penstock.server.http.message;

import io.penstock.server.http.request.ConsoleHeader;
import io.penstock.server.http.request.RequestException;

import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import jakarta.ws.rs.core.HttpHeaders;

/**
 * Refuses headers that say something of one message, or of one event, in a request that sends many: ids and delays
 * would be lost otherwise.
 */
final class BatchHeaders {

    private static final String OWN_PREFIX = "penstock-";
    private static final String EVENT_PREFIX = "ce-";

    /** The fields of an item, by the names of the headers that say the same of a single message. */
    private static final Map<String, String> FIELDS = Map.of(
            "penstock-key", "key",
            "penstock-key-base64", "keyBase64",
            "penstock-id", "id",
            "penstock-routing-key", "routingKey",
            "penstock-delay", "delay",
            "penstock-deliver-at", "deliverAt",
            "penstock-time-to-live", "timeToLive",
            "penstock-priority", "priority",
            "penstock-tombstone", "tombstone");

    private BatchHeaders() {}

    /** @throws RequestException if there is such a header */
    static void check(HttpHeaders headers) {
        for (var name : headers.getRequestHeaders().keySet()) {
            var lower = name.toLowerCase(Locale.ROOT);
            if (lower.startsWith(OWN_PREFIX) && !ConsoleHeader.is(name)) {
                throw refusal(lower);
            }
            if (lower.startsWith(EVENT_PREFIX)) {
                throw RequestException.malformed("The header '" + lower + "' is of one event, and this request is a"
                        + " batch: put the attribute into each event of an array of the type"
                        + " application/cloudevents-batch+json.");
            }
        }
    }

    private static RequestException refusal(String name) {
        var isOfMessage = name.startsWith(SendParameters.HEADER_PREFIX);
        var field = isOfMessage ? "headers" : FIELDS.get(name);
        if (field == null) {
            return RequestException.malformed("The header '" + name + "' means nothing here: this request is a batch,"
                    + " and what is said of a message belongs into each item. Known fields: "
                    + String.join(", ", new TreeSet<>(FIELDS.values())) + ", headers.");
        }
        return RequestException.malformed("The header '" + name + "' is of one message, and this request is a batch:"
                + " put it into each item, as '" + field + "'.");
    }
}
