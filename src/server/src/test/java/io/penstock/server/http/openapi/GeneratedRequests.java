package io.penstock.server.http.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Makes requests of the API's own description: valid ones, mutated ones and hostile ones. */
final class GeneratedRequests {

    private static final String[] HOSTILE = {
        "",
        "x",
        "-1",
        "0",
        "1e9",
        "99999999999999999999",
        "true",
        "null",
        "PT-1S",
        "P9999999D",
        "../../etc",
        "%",
        "a\u0000b",
        "\ud83d\ude00",
        "'; drop--",
        "<a>",
        "${x}",
        "a\r\nb: c",
        "\"",
        // A first line of more than 16 KiB is refused by the HTTP layer, which then closes the connection.
        "x".repeat(300)
    };

    private static final List<String> NAMES = List.of("gen-queue", "gen-topic", "gen-exchange", "gen-nowhere");

    private final JsonNode document;
    private final ObjectMapper json = new ObjectMapper();
    private final Random random;
    private final List<Endpoint> endpoints = new ArrayList<>();

    private record Endpoint(String method, String path, JsonNode operation) {}

    /**
     * A request.
     *
     * @param endpoint as the document has it
     * @param body null for none
     */
    record Request(String endpoint, String method, String path, String type, String body) {}

    GeneratedRequests(JsonNode document, Random random) {
        this.document = document;
        this.random = random;
        document.get("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(operation -> endpoints.add(new Endpoint(
                                operation.getKey().toUpperCase(Locale.ROOT), path.getKey(), operation.getValue()))));
    }

    int endpoints() {
        return endpoints.size();
    }

    Request next(int number) {
        var endpoint = endpoints.get(number % endpoints.size());
        boolean hostile = random.nextInt(3) == 0;
        var path = endpoint.path();
        var query = new StringBuilder();
        for (var parameter : endpoint.operation().path("parameters")) {
            var name = parameter.get("name").asText();
            switch (parameter.get("in").asText()) {
                case "path" -> path = path.replace("{" + name + "}", encoded(pathValue(name, parameter, hostile)));
                case "query" -> {
                    if (random.nextInt(3) == 0) {
                        query.append(query.length() == 0 ? '?' : '&')
                                .append(name)
                                .append('=')
                                .append(encoded(queryValue(parameter, hostile)));
                    }
                }
                default -> {
                    // Headers are tried by the tests of each endpoint.
                }
            }
        }
        if (endpoint.path().endsWith("/deliveries") && query.indexOf("wait=") < 0) {
            query.append(query.length() == 0 ? '?' : '&').append("wait=PT0S");
        }
        var content = endpoint.operation().path("requestBody").path("content");
        var type = content.isEmpty() ? null : content.fieldNames().next();
        var body = type == null ? null : body(content.get(type), hostile);
        return new Request(
                endpoint.method() + " " + endpoint.path(),
                endpoint.method(),
                path + query,
                type == null || type.contains("*") ? "application/octet-stream" : type,
                body);
    }

    private String pathValue(String name, JsonNode parameter, boolean hostile) {
        if (hostile && random.nextInt(3) == 0) {
            var value = hostile();
            return value.isEmpty() || value.length() > 500 ? "y" : value;
        }
        return switch (name) {
            case "destination", "exchange", "queue", "subscription" -> NAMES.get(random.nextInt(NAMES.size()));
            default -> parameter.path("example").asText("x");
        };
    }

    /** Nothing waits for long: a poll waits for no message. */
    private String queryValue(JsonNode parameter, boolean hostile) {
        if (hostile && random.nextBoolean()) {
            return hostile();
        }
        return parameter.get("name").asText().equals("wait")
                ? "PT0S"
                : parameter.path("example").asText("x");
    }

    private String hostile() {
        return HOSTILE[random.nextInt(HOSTILE.length)];
    }

    private String body(JsonNode content, boolean hostile) {
        var valid = content.has("example") && random.nextBoolean()
                ? content.get("example").deepCopy()
                : ofSchema(content.path("schema"), 0);
        if (!hostile) {
            return valid.toString();
        }
        return switch (random.nextInt(4)) {
            case 0 -> hostile();
            case 1 ->
                valid.toString().substring(0, random.nextInt(valid.toString().length() + 1));
            case 2 -> "[".repeat(2_000);
            default -> mutated(valid).toString();
        };
    }

    private JsonNode mutated(JsonNode valid) {
        if (valid instanceof ObjectNode object && !object.isEmpty()) {
            var names = new ArrayList<String>();
            object.fieldNames().forEachRemaining(names::add);
            var name = names.get(random.nextInt(names.size()));
            switch (random.nextInt(4)) {
                case 0 -> object.put(name, hostile());
                case 1 -> object.put(name, random.nextLong());
                case 2 -> object.putNull(name);
                default -> object.set(name, mutated(object.get(name)));
            }
            return object;
        }
        if (valid instanceof ArrayNode array && !array.isEmpty()) {
            array.set(random.nextInt(array.size()), mutated(array.get(0)));
            return array;
        }
        return json.getNodeFactory().textNode(hostile());
    }

    private JsonNode ofSchema(JsonNode schema, int depth) {
        var nodes = json.getNodeFactory();
        if (schema.has("$ref")) {
            var name = schema.get("$ref").asText();
            return ofSchema(document.at("/components/schemas/" + name.substring(name.lastIndexOf('/') + 1)), depth + 1);
        }
        if (schema.has("enum")) {
            return schema.get("enum").get(random.nextInt(schema.get("enum").size()));
        }
        var type = schema.path("type");
        switch (type.isArray() ? type.get(0).asText() : type.asText()) {
            case "object" -> {
                var object = nodes.objectNode();
                schema.path("properties").properties().forEach(property -> {
                    if (depth < 5 && random.nextInt(3) > 0) {
                        object.set(property.getKey(), ofSchema(property.getValue(), depth + 1));
                    }
                });
                return object;
            }
            case "array" -> {
                var array = nodes.arrayNode();
                for (int i = random.nextInt(3); i >= 0 && depth < 5; i--) {
                    array.add(ofSchema(schema.path("items"), depth + 1));
                }
                return array;
            }
            case "integer", "number" -> {
                return nodes.numberNode(random.nextInt(20));
            }
            case "boolean" -> {
                return nodes.booleanNode(random.nextBoolean());
            }
            default -> {
                return nodes.textNode(random.nextBoolean() ? "PT1S" : NAMES.get(random.nextInt(NAMES.size())));
            }
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
