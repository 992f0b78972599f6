package io.penstock.server.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.penstock.conformance.tool.EdgeValues;

import java.util.List;
import java.util.function.Supplier;

/** Makes fields of each kind, whose values are JSON. */
final class EdgeFields {

    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    /** Of whichever field: what is no value of its type. */
    private static final List<String> STRANGE = List.of(
            "null",
            "true",
            "[]",
            "{}",
            "[1]",
            "\"\"",
            "\" \"",
            "\"a\"",
            "0",
            "-0",
            "0.5",
            "1e2",
            "1e400",
            "-1e400",
            "1e-400",
            "99999999999999999999",
            "\"5\"",
            "\"NaN\"",
            "\"\\u0000\"",
            "\"\\uD800\"");

    private static final List<String> DURATIONS = List.of(
            "PT",
            "P1Y",
            "P1M",
            "P1W",
            "PT1H ",
            "pt1s",
            "PT-1S",
            "-PT-1S",
            "PT0.9999999999S",
            "P9223372036854775807D",
            "PT99999999999999999999S",
            "PT0S",
            "1s",
            "P0D");

    private static final List<String> INSTANTS = List.of(
            "2026-02-30T00:00:00Z",
            "2026-01-01T24:00:00Z",
            "2026-01-01T00:00:00+18:00",
            "2026-01-01T00:00:00+19:00",
            "2026-01-01",
            "+1000000001-01-01T00:00:00Z",
            "2016-12-31T23:59:60Z",
            "-0001-01-01T00:00:00Z",
            "now");

    private static final List<String> ZONES = List.of(
            "", " ", "Z", "utc", "GMT+25", "UTC+18:00", "+18:01", "Europe/Atlantis", "CET", "SystemV/PST8", "-0");

    private static final List<String> POSITIONS = List.of(
            "earliest",
            "LATEST",
            "offset:0",
            "offset:-1",
            "offset:9223372036854775807",
            "offset:9223372036854775808",
            "offset:",
            "offset: 1",
            "",
            "+1000000000-12-31T23:59:59.999999999Z",
            "1969-12-31T23:59:59Z",
            "0");

    private final EdgeValues values;

    EdgeFields(EdgeValues values) {
        this.values = values;
    }

    static String json(String text) {
        try {
            return JSON.writeValueAsString(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private EdgeField field(String name, Supplier<String> usual, Supplier<String> edge) {
        return new EdgeField(name, usual, () -> values.once(3) ? values.of(STRANGE) : edge.get(), false);
    }

    EdgeField fixed(String name, String value) {
        return new EdgeField(name, () -> json(value), null, true);
    }

    EdgeField number(String name, int usual) {
        return field(
                name,
                () -> String.valueOf(usual),
                () -> values.once(2) ? String.valueOf(values.number()) : String.valueOf(values.large()));
    }

    EdgeField factor(String name) {
        return field(name, () -> "2", () -> values.once(3) ? "1e308" : factor());
    }

    /** JSON has no numbers that are none. */
    private String factor() {
        double factor = values.factor();
        return Double.isFinite(factor) ? String.valueOf(factor) : json(String.valueOf(factor));
    }

    EdgeField flag(String name) {
        return field(name, () -> "false", () -> values.once(2) ? "true" : json(values.text()));
    }

    EdgeField duration(String name, String usual) {
        return field(
                name,
                () -> json(usual),
                () -> json(
                        values.once(3)
                                ? values.of(DURATIONS)
                                : values.duration().toString()));
    }

    EdgeField instant(String name) {
        return field(
                name,
                () -> json("2030-01-31T06:00:00Z"),
                () -> json(
                        values.once(3) ? values.of(INSTANTS) : values.instant().toString()));
    }

    EdgeField zone(String name) {
        return field(name, () -> json("Europe/Berlin"), () -> json(values.of(ZONES)));
    }

    EdgeField position(String name) {
        return field(name, () -> json("earliest"), () -> json(values.of(POSITIONS)));
    }

    EdgeField name(String name) {
        return field(name, () -> json(values.usualName()), () -> json(values.name()));
    }

    EdgeField filter(String name) {
        return field(name, () -> json("a = 'x'"), () -> json(values.filter()));
    }

    EdgeField pattern(String name) {
        return field(name, () -> json("d0.#"), () -> json(values.pattern()));
    }

    EdgeField cron(String name) {
        return field(name, () -> json("0 0 6 * * ?"), () -> json(values.cron()));
    }

    EdgeField text(String name) {
        return field(name, () -> json("x"), () -> json(values.text()));
    }

    EdgeField texts(String name) {
        return field(
                name,
                () -> "[\"x\"]",
                () -> values.once(4) ? "[null]" : "[" + json(values.text()) + "," + json(values.text()) + "]");
    }

    /** A map from headers, or from names of classes, to texts. */
    EdgeField map(String name, Supplier<String> value) {
        return field(
                name,
                () -> "{\"a\": \"d1\"}",
                () -> "{" + json(values.once(2) ? values.header() : values.text()) + ": "
                        + (values.once(6) ? values.of(STRANGE) : json(value.get())) + "}");
    }

    EdgeField choice(String name, Enum<?>[] choices) {
        return field(
                name,
                () -> json(choices[0].name()),
                () -> values.once(2)
                        ? json(values.of(choices).name())
                        : values.of(List.of("1", "-1", "99", "\"0\"", "\"queue\"", "\"QUEUE \"")));
    }
}
