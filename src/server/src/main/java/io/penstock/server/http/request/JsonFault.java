package io.penstock.server.http.request;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.penstock.PenstockException;
import io.penstock.PlainText;
import io.penstock.StartPosition;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Describes what is wrong with a JSON body without the names of Java classes. */
final class JsonFault {

    /** Enough to find it in what was sent. */
    private static final int MAX_SHOWN = 200;

    /** As in: Cannot coerce String value ("abc") to `java.lang.Integer`; Numeric value (99999999999) out of range. */
    private static final Pattern QUOTED = Pattern.compile(" value \\((.*)\\) (?:to|out of)", Pattern.DOTALL);

    private static final Pattern DUPLICATE = Pattern.compile("^Duplicate field '(.*)'", Pattern.DOTALL);

    private static final Map<Class<?>, String> NEEDED = Map.of(
            Double.class, ": a number is needed, such as 2 or 1.5",
            Boolean.class, ": true or false is needed",
            String.class, ": a text is needed, in quotation marks",
            Duration.class, ": an ISO-8601 duration is needed, such as \"PT30S\"",
            Instant.class, ": an ISO-8601 instant is needed, such as \"2030-01-31T06:00:00Z\"",
            StartPosition.class,
                    ": use \"earliest\", \"latest\", \"offset:<number>\", or a time of 1970 to 9999, such as"
                            + " \"2026-01-31T12:00:00Z\"");

    private JsonFault() {}

    static String describe(JsonProcessingException failure) {
        if (failure instanceof UnrecognizedPropertyException unknown) {
            var names = sorted(unknown);
            return "The JSON field '" + path(unknown) + "' means nothing here"
                    + RequestException.known(unknown.getPropertyName(), names);
        }
        var duplicate = DUPLICATE.matcher(failure.getOriginalMessage());
        if (duplicate.find()) {
            return "The JSON field " + PlainText.quoted(shortened(duplicate.group(1))) + " is there twice"
                    + place(failure) + ".";
        }
        if (!(failure instanceof JsonMappingException mapping)
                || mapping.getPath().isEmpty()) {
            return "The body is not the JSON object that this request takes" + place(failure) + ".";
        }
        String field = "The JSON field '" + path(mapping) + "'";
        if (failure instanceof InvalidFormatException invalid) {
            return field + " cannot be " + shown(invalid.getValue()) + expected(invalid.getTargetType()) + ".";
        }
        if (failure.getCause() instanceof InputCoercionException tooLarge) {
            return field + quoted(tooLarge).orElse(" is too large a number") + expected(tooLarge.getTargetType()) + ".";
        }
        if (failure.getCause() instanceof PenstockException refused) {
            return field + " is refused: " + refused.getMessage();
        }
        return failure instanceof MismatchedInputException mismatched && mismatched.getTargetType() != null
                ? field + quoted(failure).orElse(" has a value of another type") + expected(mismatched.getTargetType())
                        + place(failure) + "."
                : field + " cannot be read" + place(failure) + ".";
    }

    /** The value that the parser's own message quotes, which is all that is left of it. */
    private static Optional<String> quoted(JsonProcessingException failure) {
        return Optional.of(QUOTED.matcher(failure.getOriginalMessage()))
                .filter(Matcher::find)
                .map(found -> found.group(1))
                .map(value -> " cannot be " + PlainText.of(shortened(value)));
    }

    private static String shortened(String text) {
        return text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "...";
    }

    /** The value as JSON writes it. */
    private static String shown(Object value) {
        String some = shortened(String.valueOf(value));
        return value instanceof Number ? some : PlainText.quoted(some);
    }

    private static String expected(Class<?> type) {
        if (type.isEnum()) {
            return Arrays.stream(type.getEnumConstants())
                    .map(String::valueOf)
                    .collect(Collectors.joining(" or ", ": use ", ""));
        }
        if (type == Integer.class || type == int.class) {
            return ": a whole number is needed, of " + Integer.MIN_VALUE + " to " + Integer.MAX_VALUE + " at most";
        }
        if (type == Long.class || type == long.class) {
            return ": a whole number is needed, of " + Long.MIN_VALUE + " to " + Long.MAX_VALUE + " at most";
        }
        if (Collection.class.isAssignableFrom(type)) {
            return ": a list is needed, such as [\"a\", \"b\"]";
        }
        return NEEDED.getOrDefault(type, ": a JSON object is needed, such as {}");
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
