package io.penstock.server.http.request;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Describes what is wrong with a JSON body without the names of Java classes. */
final class JsonFault {

    /** Enough to find it in what was sent. */
    private static final int MAX_SHOWN = 200;

    private JsonFault() {}

    static String describe(JsonProcessingException failure) {
        if (failure instanceof UnrecognizedPropertyException unknown) {
            return "The JSON body has a field '" + path(unknown) + "' that this request does not know. Known: "
                    + sorted(unknown) + ".";
        }
        if (failure instanceof InvalidFormatException invalid) {
            return "The JSON field '" + path(invalid) + "' cannot be '" + shown(invalid.getValue()) + "'"
                    + expected(invalid.getTargetType()) + ".";
        }
        if (failure instanceof JsonMappingException mapping
                && !mapping.getPath().isEmpty()) {
            return "The JSON field '" + path(mapping) + "' has a value of the wrong type or none" + place(failure)
                    + ".";
        }
        return "The body is not the JSON object that this request takes" + place(failure) + ".";
    }

    private static String shown(Object value) {
        String text = String.valueOf(value);
        return text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "...";
    }

    private static String expected(Class<?> type) {
        if (type.isEnum()) {
            return Arrays.stream(type.getEnumConstants())
                    .map(String::valueOf)
                    .collect(Collectors.joining(" or ", ": use ", ""));
        }
        if (type == Duration.class) {
            return ": an ISO-8601 duration is needed, such as \"PT30S\"";
        }
        if (type == Instant.class) {
            return ": an ISO-8601 instant is needed, such as \"2030-01-31T06:00:00Z\"";
        }
        return ": a " + type.getSimpleName().toLowerCase(Locale.ROOT) + " is needed";
    }

    private static List<String> sorted(UnrecognizedPropertyException unknown) {
        return unknown.getKnownPropertyIds().stream()
                .map(String::valueOf)
                .sorted()
                .toList();
    }

    private static String path(JsonMappingException failure) {
        return failure.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
                .collect(Collectors.joining("."));
    }

    private static String place(JsonProcessingException failure) {
        var location = failure.getLocation();
        return location == null ? "" : " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
    }
}
