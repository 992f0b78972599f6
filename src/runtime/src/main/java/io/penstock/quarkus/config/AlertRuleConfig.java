package io.penstock.quarkus.config;

import io.quarkus.runtime.annotations.ConfigGroup;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;

import java.time.Duration;
import java.util.Optional;

/** The settings of one alert: what it watches for, and where. Exactly one condition is needed. */
@ConfigGroup
public interface AlertRuleConfig {

    /**
     * The destinations that the alert is for: a name, or a pattern in which {@code *} stands for one word between dots
     * and {@code #} for any number of words. An alert about the disk has none; one about dead letters is for all of
     * them by default.
     */
    Optional<String> destinations();

    /** The subscription that the alert is for. The default is every subscription of each destination. */
    Optional<String> subscription();

    /**
     * Condition: the number of dead letters of a subscription within the window above which the alert fires: 0 to
     * 10000.
     */
    Optional<@WithConverter(WrittenInt.class) Integer> moreDeadLettersThan();

    /** The time within which dead letters are counted: 1 second to 7 days. */
    @WithDefault("5m")
    @WithConverter(WrittenDuration.class)
    Duration window();

    /**
     * Condition: the age of the oldest message that a subscription has not settled, above which the alert fires: 1
     * second to 30 days.
     */
    Optional<@WithConverter(WrittenDuration.class) Duration> oldestMessageOlderThan();

    /**
     * Condition: the number of messages that a subscription has not settled, above which the alert fires: 0 to 10^12.
     */
    Optional<@WithConverter(WrittenLong.class) Long> lagAbove();

    /**
     * Condition: the time that a subscription has had no consumer, from which on the alert fires: 1 second to 30 days.
     */
    Optional<@WithConverter(WrittenDuration.class) Duration> noConsumerFor();

    /**
     * Condition: the part of the file system of the data directory that is in use, in percent, above which the alert
     * fires: 1 to 99.
     */
    Optional<@WithConverter(WrittenInt.class) Integer> diskAbove();
}
