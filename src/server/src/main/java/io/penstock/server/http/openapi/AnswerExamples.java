package io.penstock.server.http.openapi;

import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes an example of each body of an answer out of its schema, with values that such fields really have. */
final class AnswerExamples {

    private static final String JSON = "application/json";

    /** The field of a page that is the parameter 'after' of the next one. */
    private static final String NEXT = "next";

    /** Stands for a field without a usual value, which the build does not let pass. */
    private static final String UNKNOWN = "example";

    /** Deeper ones are cut off: no answer is. */
    private static final int MAX_DEPTH = 6;

    /** What is there only if something is wrong, or in another form than usual, or was chosen by few. */
    private static final Set<String> OMITTED = Set.of(
            "problem",
            "problems",
            "failure",
            "keyBase64",
            "bodyBase64",
            "tombstone",
            "parked",
            "discarded",
            "others",
            "exchange",
            "routing",
            "limitUse",
            "alternate",
            "idleReason",
            "bodyPreviewBase64");

    /** Values of fields by their names, which mean the same wherever they are. */
    private static final Map<String, Object> VALUES = Map.ofEntries(
            Map.entry("name", "orders"),
            Map.entry("destinations", "orders.#"),
            Map.entry("id", "96841c6c4ada6611-0-17"),
            Map.entry("messageId", "96841c6c4ada6611-0-17"),
            Map.entry("routingKey", "orders.new"),
            Map.entry("body", "a parcel"),
            Map.entry("bodyPreview", "a parcel"),
            Map.entry("bodyBytes", 8),
            Map.entry("priorities", 1),
            Map.entry("pattern", "orders.#"),
            Map.entry("filter", "tenant = 'north'"),
            Map.entry("changedBy", "ada"),
            Map.entry("note", "asked the customer"),
            Map.entry("selection", "all"),
            Map.entry("description", "no such article"),
            Map.entry("rootCause", "java.lang.IllegalStateException"),
            Map.entry("stackTrace", "java.lang.IllegalStateException: no such article"),
            Map.entry("cron", "0 3 * * *"),
            Map.entry("zone", "Europe/Berlin"),
            Map.entry("place", "/var/backups/penstock/sunday.tar.gz"),
            Map.entry("store", "96841c6c4ada6611"),
            Map.entry("retryOn", "java.io.IOException"),
            Map.entry("abortOn", "java.lang.IllegalArgumentException"),
            Map.entry("action", "IN_WORK"),
            Map.entry("user", "ada"),
            Map.entry("roles", "operator"),
            Map.entry("version", "0.1.0"),
            Map.entry("engine", "EMBEDDED"),
            Map.entry("step", "PT15S"),
            Map.entry("consumer", "billing-1"),
            Map.entry("may", "browse"),
            Map.entry("from", "sender:http/ada"),
            Map.entry("to", "destination:orders"),
            Map.entry("factor", 2.0));

    private static final Map<String, Object> FORMATS = Map.of("date-time", "2030-01-31T06:00:00Z", "duration", "PT30S");

    private final Map<String, Schema> schemas;

    AnswerExamples(Components components) {
        schemas = components.getSchemas();
    }

    /**
     * Gives an example to each successful answer that has a body of JSON and none yet.
     *
     * @param next what a page of a list says of where the next one begins; null if it has no pages
     */
    void addTo(APIResponses responses, Object next) {
        responses.getAPIResponses().forEach((status, answer) -> {
            var content = answer.getContent();
            var type = content == null || !status.startsWith("2") ? null : content.getMediaType(JSON);
            boolean lacksOne = type != null && type.getExample() == null && type.getExamples() == null;
            if (lacksOne && type.getSchema() != null) {
                type.setExample(withNext(of("", type.getSchema(), 0), next));
            }
        });
    }

    private static Object withNext(Object example, Object next) {
        if (next != null && example instanceof Map<?, ?> object && object.containsKey(NEXT)) {
            var page = new LinkedHashMap<Object, Object>(object);
            page.put(NEXT, next);
            return page;
        }
        return example;
    }

    private Object of(String name, Schema given, int depth) {
        var schema = resolved(given);
        if (schema.getEnumeration() != null && !schema.getEnumeration().isEmpty()) {
            return schema.getEnumeration().get(0);
        }
        if (schema.getItems() != null) {
            return depth < MAX_DEPTH ? List.of(of(name, schema.getItems(), depth + 1)) : List.of();
        }
        if (schema.getProperties() != null) {
            return object(schema, depth);
        }
        if (is(schema, Schema.SchemaType.OBJECT)) {
            return Map.of("tenant", "north");
        }
        return value(name, schema);
    }

    private Map<String, Object> object(Schema schema, int depth) {
        var object = new LinkedHashMap<String, Object>();
        schema.getProperties().forEach((name, property) -> {
            if (depth < MAX_DEPTH && !OMITTED.contains(name)) {
                object.put(name, of(name, property, depth + 1));
            }
        });
        return object;
    }

    private static Object value(String name, Schema schema) {
        var usual = VALUES.getOrDefault(name, CommonExamples.of(name));
        if (is(schema, Schema.SchemaType.BOOLEAN)) {
            return false;
        }
        if (is(schema, Schema.SchemaType.INTEGER) || is(schema, Schema.SchemaType.NUMBER)) {
            return usual instanceof Number ? usual : 17;
        }
        var formatted = schema.getFormat() == null ? null : FORMATS.get(schema.getFormat());
        return formatted != null ? formatted : usual instanceof String ? usual : UNKNOWN;
    }

    private static boolean is(Schema schema, Schema.SchemaType type) {
        return schema.getType() != null && schema.getType().contains(type);
    }

    /** What a reference stands for, also one that stands among alternatives with null. */
    private Schema resolved(Schema schema) {
        var found = schema;
        for (int i = 0; i < MAX_DEPTH; i++) {
            if (found.getRef() != null) {
                found = schemas.get(found.getRef().substring(found.getRef().lastIndexOf('/') + 1));
            } else if (found.getAnyOf() != null && !found.getAnyOf().isEmpty()) {
                found = found.getAnyOf().get(0);
            } else if (found.getAllOf() != null && !found.getAllOf().isEmpty()) {
                found = found.getAllOf().get(0);
            } else {
                return found;
            }
        }
        return found;
    }
}
