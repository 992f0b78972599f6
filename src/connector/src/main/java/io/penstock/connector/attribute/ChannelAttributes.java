package io.penstock.connector.attribute;

import io.penstock.Destination;
import io.penstock.DestinationKind;
import io.penstock.Headers;
import io.penstock.PenstockException;
import io.penstock.RetryPolicy;
import io.penstock.StartPosition;
import io.penstock.spi.ClassNames;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads and checks the attributes of one channel. An error names the channel and the attribute. */
public record ChannelAttributes(String channel) {

    /**
     * The default close timeout: long enough for a slow handler, and within the time that a container is usually given
     * to stop.
     */
    public static final Duration DEFAULT_CLOSE_TIMEOUT = Duration.ofSeconds(10);

    /** The longest close timeout: whoever waits for a shutdown that takes longer believes that it hangs. */
    public static final Duration MAX_CLOSE_TIMEOUT = Duration.ofDays(1);

    /** The longest lease; zero means no limit. */
    public static final Duration MAX_LEASE = RetryPolicy.MAX_DELAY;

    /** The largest number of messages that a channel may hold; a larger one is taken for a typing error. */
    public static final int MAX_INFLIGHT = 1_000_000;

    /**
     * The suffix by which Reactive Messaging marks the copies of a channel with {@code concurrency}: {@code orders$2}.
     */
    private static final Pattern COPY = Pattern.compile("\\$\\d+$");

    /** The name of the channel as the application knows it, which is the same for all its copies. */
    public String name() {
        return COPY.matcher(channel).replaceFirst("");
    }

    public <E extends Enum<E>> Optional<E> choice(String attribute, Optional<String> value, Class<E> type) {
        return choice(attribute, value, List.of(type.getEnumConstants()));
    }

    /**
     * Reads the kind of a destination that the channel may declare. An exchange can be sent to, but has to be declared
     * with its bindings elsewhere.
     */
    public Optional<DestinationKind> kind(Optional<String> value) {
        return choice("kind", value, List.of(DestinationKind.QUEUE, DestinationKind.TOPIC));
    }

    private <E extends Enum<E>> Optional<E> choice(String attribute, Optional<String> value, List<E> choices) {
        return value.map(text -> choices.stream()
                .filter(constant -> spelling(constant).equals(text.trim().toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> wrong(
                        attribute,
                        text,
                        "use "
                                + choices.stream()
                                        .map(ChannelAttributes::spelling)
                                        .collect(Collectors.joining("', '", "'", "'")))));
    }

    public Optional<StartPosition> position(String attribute, Optional<String> value) {
        return value.map(text -> {
            try {
                return StartPosition.valueOf(text);
            } catch (PenstockException.InvalidConfiguration e) {
                throw wrong(
                        attribute,
                        text,
                        "use 'earliest', 'latest', 'offset:42' or a time such as" + " '2026-01-31T12:00:00Z'");
            }
        });
    }

    public int inflight(int value) {
        if (value < 1 || value > MAX_INFLIGHT) {
            throw wrong("max-inflight-messages", value, "use 1 to " + MAX_INFLIGHT);
        }
        return value;
    }

    public Duration closeTimeout(Optional<Duration> value) {
        return within("close-timeout", value.orElse(DEFAULT_CLOSE_TIMEOUT), MAX_CLOSE_TIMEOUT);
    }

    /** Reads a list of header names, and refuses those that the broker sets. */
    public List<String> headers(String commaSeparated) {
        var names = items(commaSeparated);
        if (names.stream().anyMatch(name -> name.startsWith(Headers.RESERVED_PREFIX))) {
            throw wrong(
                    "propagate-headers",
                    commaSeparated,
                    "leave out those that begin with '" + Headers.RESERVED_PREFIX + "', which the broker sets");
        }
        return names;
    }

    /** Reads a list of names of exceptions. */
    public List<String> classes(String attribute, String commaSeparated) {
        var names = items(commaSeparated);
        names.forEach(name -> requireClass(attribute, name));
        return names;
    }

    /** Reads for which exceptions there are queues of their own: {@code java.io.IOException=orders.io}. */
    public Map<String, String> routes(String attribute, String commaSeparated) {
        var routes = new TreeMap<String, String>();
        for (var route : items(commaSeparated)) {
            int equals = route.indexOf('=');
            if (equals < 0) {
                throw wrong(attribute, route, "use the name of an exception, '=' and the name of a queue");
            }
            var failure = route.substring(0, equals).trim();
            requireClass(attribute, failure);
            var queue = named(attribute, route.substring(equals + 1).trim());
            var other = routes.put(failure, queue);
            if (other != null) {
                throw wrong(attribute, route, "it goes to '" + other + "' already: remove one of them");
            }
        }
        return routes;
    }

    private static List<String> items(String commaSeparated) {
        return Arrays.stream(commaSeparated.split(","))
                .map(String::trim)
                .filter(item -> !item.isEmpty())
                .toList();
    }

    private void requireClass(String attribute, String name) {
        var problem = ClassNames.problem(name);
        if (problem != null) {
            throw wrong(attribute, name, problem);
        }
    }

    /** Checks that a text is a URI, or a reference to one. */
    public String uri(String attribute, String value) {
        try {
            return new URI(value).toString();
        } catch (URISyntaxException e) {
            throw wrong(attribute, value, "use a URI, or a path such as '/shop/orders'");
        }
    }

    public Duration within(String attribute, Duration value, Duration longest) {
        if (value.isNegative() || value.compareTo(longest) > 0) {
            throw wrong(attribute, value, "use PT0S to " + longest);
        }
        return value;
    }

    public Optional<Duration> within(String attribute, Optional<Duration> value, Duration longest) {
        value.ifPresent(duration -> within(attribute, duration, longest));
        return value;
    }

    public Optional<Integer> within(String attribute, Optional<Integer> value, int min, int max) {
        value.filter(number -> number < min || number > max).ifPresent(number -> {
            throw wrong(attribute, number, "use " + min + " to " + max);
        });
        return value;
    }

    /** Checks the name of a destination or of a subscription. */
    public String named(String attribute, String value) {
        try {
            return Destination.queue(value).build().name();
        } catch (PenstockException.InvalidConfiguration e) {
            throw wrong(
                    attribute, value, "use 1 to " + Destination.MAX_NAME_LENGTH + " letters, digits, '.', '_' and '-'");
        }
    }

    public PenstockException.InvalidConfiguration wrong(String attribute, Object value, String remedy) {
        return wrong("attribute '" + attribute + "' is '" + value + "': " + remedy);
    }

    public PenstockException.InvalidConfiguration wrong(String problem) {
        return new PenstockException.InvalidConfiguration(
                "Channel '" + channel + "': " + problem + (problem.endsWith(".") || problem.endsWith("?") ? "" : "."));
    }

    private static String spelling(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
