package io.penstock.quarkus.metrics;

import io.penstock.quarkus.config.MetricsConfig;
import io.penstock.quarkus.config.Setting;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Chooses what is measured by itself.
 *
 * @param names of destinations
 * @param limit of destinations and subscriptions together
 */
record Selection(List<Pattern> names, int limit) {

    private static final Setting METRICS = new Setting("penstock.metrics");

    /** A scrape has some hundred megabytes then, and whoever asks for that wants it. */
    private static final int HIGHEST_LIMIT = 100_000;

    /** Of no destination: an empty list cannot be written in a file of properties. */
    private static final String NONE = "none";

    /** @throws io.penstock.PenstockException.InvalidConfiguration if the limit cannot be */
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
        // With limit -1, a star at the end has an empty part behind it.
        var parts = List.of(name.split("\\*", -1));
        return Pattern.compile(parts.stream().map(Pattern::quote).collect(Collectors.joining(".*")));
    }

    boolean chooses(String destination) {
        return names.stream().anyMatch(name -> name.matcher(destination).matches());
    }
}
