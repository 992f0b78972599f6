package io.penstock.quarkus.config;

import io.smallrye.config.WithDefault;

import java.util.List;

/** Says which destinations are measured by themselves. Sums over all destinations are always there. */
public interface MetricsConfig {

    /**
     * The names of destinations that have meters of their own, with {@code *} for any characters. An empty list is
     * written as {@code none}.
     */
    @WithDefault("*")
    List<String> destinations();

    /**
     * How many destinations and subscriptions together may have meters of their own. Each has about ten, which a scrape
     * lists.
     */
    @WithDefault("1000")
    int limit();
}
