package io.penstock.quarkus.config;

import io.penstock.conformance.tool.EdgeValues;
import io.quarkus.runtime.configuration.MemorySize;

import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** All properties that a configuration interface has, and values from the edges for each. */
public final class EdgeSettings {

    private static final List<String> NUMBERS = List.of(
            "",
            " ",
            " 5 ",
            "+5",
            "0x10",
            "010",
            "1e3",
            "0.5",
            "-0",
            "99999999999999999999",
            "\u0663",
            "1\u0663",
            "many",
            "1_000");
    private static final List<String> DURATIONS = List.of(
            "",
            "0",
            "5",
            "-5",
            "5 s",
            "10ms",
            "1.5s",
            "1d",
            "8d",
            "3661d",
            "1000000000d",
            "99999999999999d",
            "106751991167300d",
            "106751991167301D",
            "-106751991167301D",
            "P106751991167301D",
            "P-106751991167301D",
            "2562047788015216h",
            "9223372036854775807s",
            "9223372036854775808",
            "99999999999999999999d",
            "106751991167300h",
            "P1Y",
            "P1D",
            "pt1s",
            "PT",
            "5y",
            "\u0663",
            "\u0663s",
            "PT\u0663S",
            "1\u0663d",
            "soon");
    private static final List<String> SIZES = List.of(
            "",
            "0",
            "1",
            "-1",
            "1K",
            "1k",
            "4224K",
            "8E",
            "9223372036854775807",
            "9223372036854775808",
            "2147483647",
            "2147483648",
            "99999999999999999999999Y",
            "1.5M",
            "M",
            "1KB",
            "\u0663M");
    private static final List<String> TIMES = List.of(
            "",
            "0",
            "2030-01-31",
            "2030-01-31T06:00:00Z",
            "2030-02-30T06:00:00Z",
            "+1000000001-01-01T00:00:00Z",
            "-1000000000-01-01T00:00:00Z",
            "1969-12-31T23:59:59Z",
            "9999-12-31T23:59:59.999999999Z",
            "+10000-01-01T00:00:00Z",
            "offset:9223372036854775808",
            "offset:-1",
            "earliest");

    private static final List<Class<?>> WITH_DIGITS =
            List.of(Integer.class, Long.class, Double.class, Duration.class, MemorySize.class);

    private final EdgeValues values;

    public EdgeSettings(EdgeValues values) {
        this.values = values;
    }

    /** The type of a property is that of what it is in the end, whether optional or in a list. */
    public record Property(String name, Class<?> type) {}

    /** Whether a number is written with digits that are not those of ASCII, where each value is a number. */
    public static boolean hasForeignDigits(Property property, String value) {
        return WITH_DIGITS.contains(property.type())
                && value.chars().anyMatch(letter -> letter > 0x7f && Character.isDigit(letter));
    }

    /** The properties below a prefix; of maps, the entry {@code d0}. */
    public static List<Property> of(String prefix, Class<?> mapping) {
        var found = new ArrayList<Property>();
        for (var method : mapping.getMethods()) {
            add(found, prefix + "." + spelling(method), method.getGenericReturnType());
        }
        found.sort(Comparator.comparing(Property::name));
        return found;
    }

    private static String spelling(Method method) {
        return method.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    private static void add(List<Property> found, String name, Type type) {
        if (type instanceof ParameterizedType generic) {
            var arguments = generic.getActualTypeArguments();
            var raw = (Class<?>) generic.getRawType();
            boolean isGroup = arguments[0] instanceof Class<?> element && element.isInterface();
            String entry = raw == Map.class ? name + ".\"d0\"" : raw == List.class && isGroup ? name + "[0]" : name;
            add(found, entry, arguments[arguments.length - 1]);
        } else if (type instanceof Class<?> raw
                && raw.isInterface()
                && raw.getName().startsWith("io.penstock.")) {
            found.addAll(of(name, raw));
        } else {
            found.add(new Property(name, boxed((Class<?>) type)));
        }
    }

    private static Class<?> boxed(Class<?> type) {
        return type == int.class || type == OptionalInt.class
                ? Integer.class
                : type == OptionalDouble.class ? Double.class : type == Optional.class ? String.class : type;
    }

    public String value(Property property) {
        if (property.type() == Integer.class || property.type() == Long.class) {
            return values.once(3)
                    ? values.of(NUMBERS)
                    : String.valueOf(values.once(2) ? values.number() : values.large());
        }
        if (property.type() == Double.class) {
            return values.once(3) ? values.of(NUMBERS) : String.valueOf(values.factor());
        }
        if (property.type() == Duration.class) {
            return values.once(2) ? values.of(DURATIONS) : values.duration().toString();
        }
        if (property.type() == MemorySize.class) {
            return values.once(2) ? values.of(SIZES) : String.valueOf(values.large());
        }
        return text(property);
    }

    private String text(Property property) {
        return switch (property.name().replaceAll(".*\\.", "")) {
            case "cron" -> values.cron();
            case "zone" -> values.once(2) ? values.zone().toString() : values.text();
            case "start", "end" ->
                values.once(2) ? values.of(TIMES) : values.instant().toString();
            case "filter" -> values.filter();
            case "pattern" -> values.pattern();
            case "destination", "alternate", "queue" -> values.name();
            default -> values.text();
        };
    }
}
