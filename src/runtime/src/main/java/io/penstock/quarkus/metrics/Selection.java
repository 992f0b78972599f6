package io.penstock.quarkus.metrics;

import io.penstock.quarkus.config.MetricsConfig;
import io.penstock.quarkus.config.Setting;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Chooses the destinations and subscriptions that have meters of their own.
 *
 * @param names the patterns of destination names
 * @param limit the largest number of destinations and subscriptions together
 */
record Selection(List<Pattern> names, int limit) {

    private static final Setting METRICS = new Setting("quarkus.penstock.metrics");

    /** The highest limit: a scrape then has some hundred megabytes, and whoever asks for it wants that. */
    private static final int HIGHEST_LIMIT = 100_000;

    /** The value that selects no destination, because an empty list cannot be written in a file of properties. */
    private static final String NONE = "none";

    /**
     * Reads the selection from the configuration.
     *
     * @throws io.penstock.PenstockException.InvalidConfiguration if the limit is out of range
     */
    static Selection of(MetricsConfig config) {
        int limit = METRICS.of("limit").within(config.limit(), 0, HIGHEST_LIMIT);
        var names = config.destinations().stream()
                .map(String::strip)
                .filter(name -> !name.isEmpty() && !name.equals(NONE))
                .map(Selection::pattern)
                .toList();
        return new Selection(names, limit);
    }

    private static Pattern pattern(String name) {
        // With limit -1, split() keeps the empty part behind a star at the end.
        var parts = List.of(name.split("\\*", -1));
        return Pattern.compile(parts.stream().map(Pattern::quote).collect(Collectors.joining(".*")));
    }

    boolean chooses(String destination) {
        return names.stream().anyMatch(name -> name.matcher(destination).matches());
    }
}
