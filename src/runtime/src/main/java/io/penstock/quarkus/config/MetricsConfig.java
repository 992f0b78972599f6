package io.penstock.quarkus.config;

import io.quarkus.runtime.annotations.ConfigGroup;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;

import java.util.List;

/** The settings of metrics: which destinations have meters of their own. Totals over all destinations always exist. */
@ConfigGroup
public interface MetricsConfig {

    /**
     * The names of destinations that have meters of their own. {@code *} stands for any characters, so that the default
     * selects all destinations; {@code none} selects none.
     */
    @WithDefault("*")
    List<String> destinations();

    /**
     * The largest number of destinations and subscriptions that have meters of their own: 0 to 100000. Each of them
     * adds about ten meters to a scrape. Those beyond the limit count in the totals only.
     */
    @WithDefault("1000")
    @WithConverter(WrittenInt.class)
    int limit();
}
