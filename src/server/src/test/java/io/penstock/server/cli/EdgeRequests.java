package io.penstock.server.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.penstock.conformance.tool.EdgeValues;
import io.penstock.server.cli.EdgeEndpoints.Endpoint;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Makes random requests: half of them with one unusual value, whose name a refusal has to say. */
final class EdgeRequests {

    private static final Pattern PLACE = Pattern.compile("\\{(\\w+)}");

    private final EdgeValues values;
    private final List<Endpoint> endpoints;

    EdgeRequests(Random random) {
        values = new EdgeValues(random, InstantSource.system());
        endpoints = new EdgeEndpoints(values).all();
    }

    EdgeRequest next() {
        var endpoint = values.of(endpoints);
        var fields = new ArrayList<>(endpoint.query());
        if (endpoint.body() != null) {
            fields.addAll(endpoint.body());
        }
        var open = fields.stream().filter(field -> !field.isFixed()).toList();
        EdgeField only = open.isEmpty() || values.once(2) ? null : values.of(open);
        var taken = new LinkedHashMap<EdgeField, String>();
        for (var field : fields) {
            if (field == only) {
                taken.put(field, field.edge().get());
            } else if (only == null && !field.isFixed() && values.once(4)) {
                taken.put(
                        field,
                        values.once(2) ? field.edge().get() : field.usual().get());
            } else if (field.isNeeded() && isBeside(field, only)) {
                taken.put(field, field.usual().get());
            }
        }
        return request(endpoint, taken, only);
    }

    /** What an object within the body needs, is needed only if there is that object. */
    private static boolean isBeside(EdgeField field, EdgeField only) {
        int end = field.name().lastIndexOf('.');
        return end < 0 || only != null && only.name().startsWith(field.name().substring(0, end + 1));
    }

    private EdgeRequest request(Endpoint endpoint, Map<EdgeField, String> taken, EdgeField only) {
        var headers = new ArrayList<String>();
        var query = new ArrayList<String>();
        boolean isSend =
                endpoint.path().endsWith("/messages") && endpoint.method().equals("POST");
        for (var field : endpoint.query()) {
            if (taken.containsKey(field)) {
                String text = text(taken.get(field));
                if (isSend && values.once(3)) {
                    headers.add("Penstock-" + field.name() + ": " + line(text));
                } else {
                    query.add(field.name() + "=" + percent(text));
                }
            }
        }
        if (isSend && only == null && values.once(2)) {
            headers.add("Penstock-Header-" + line(values.header()) + ": " + line(values.text()));
        }
        String body = null;
        if (endpoint.body() != null) {
            headers.add("Content-Type: application/json");
            body = object(endpoint.body(), taken);
        } else if (isSend) {
            body = only == null && values.once(2) ? values.text() : "";
        }
        String path = PLACE.matcher(endpoint.path())
                .replaceAll(place -> percent(only == null ? values.name() : usual(place.group(1))));
        return new EdgeRequest(
                endpoint.method(),
                query.isEmpty() ? path : path + "?" + String.join("&", query),
                headers,
                body,
                only == null ? null : only.word());
    }

    /** Dead letters lie in queues. */
    private String usual(String place) {
        return place.equals("queue") ? "d0" : place.equals("id") ? "1" : values.usualName();
    }

    /** As parameters and headers are written: without quotes. */
    private static String text(String json) {
        if (!json.startsWith("\"")) {
            return json;
        }
        try {
            return new ObjectMapper().readValue(json, String.class);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String line(String text) {
        String bytes = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        // Another line would be another header.
        return bytes.replaceAll("[\\r\\n]", "");
    }

    private static String percent(String text) {
        var encoded = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            if (b >= '0' && b <= '9' || b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z') {
                encoded.append((char) b);
            } else {
                encoded.append('%').append(Character.forDigit(b >> 4 & 15, 16)).append(Character.forDigit(b & 15, 16));
            }
        }
        return encoded.toString();
    }

    private static String object(List<EdgeField> fields, Map<EdgeField, String> taken) {
        var root = new LinkedHashMap<String, Object>();
        for (var field : fields) {
            if (taken.containsKey(field)) {
                put(root, field.path(), taken.get(field));
            }
        }
        return write(root);
    }

    @SuppressWarnings("unchecked")
    private static void put(Map<String, Object> object, List<String> path, String value) {
        for (String step : path.subList(0, path.size() - 1)) {
            object = (Map<String, Object>) object.computeIfAbsent(step, name -> new LinkedHashMap<String, Object>());
        }
        object.put(path.get(path.size() - 1), value);
    }

    private static String write(Object value) {
        if (!(value instanceof Map<?, ?> object)) {
            return String.valueOf(value);
        }
        return object.entrySet().stream()
                .map(entry -> EdgeFields.json((String) entry.getKey()) + ": " + write(entry.getValue()))
                .collect(Collectors.joining(", ", "{", "}"));
    }
}
