package io.penstock.quarkus.alert;

import io.penstock.AlertCondition;
import io.penstock.AlertRule;
import io.penstock.Broker;
import io.penstock.DeadLetterAlert;
import io.penstock.PenstockException;
import io.penstock.quarkus.config.AlertRuleConfig;
import io.penstock.quarkus.config.Setting;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** An alert that configuration declares. */
public record ConfiguredAlert(AlertRule rule) {

    private static final int MAX_PERCENT = 99;

    /**
     * Checks the settings of an alert and makes the rule from them.
     *
     * @throws PenstockException.InvalidConfiguration if a setting is invalid; the message names the property
     */
    public static ConfiguredAlert of(String name, AlertRuleConfig config) {
        var setting = setting(name);
        var window = setting.of("window")
                .within(config.window(), Duration.ofSeconds(1), Duration.ofDays(DeadLetterAlert.MAX_WINDOW_DAYS));
        var conditions = new ArrayList<AlertCondition>();
        config.moreDeadLettersThan()
                .map(number ->
                        setting.of("more-dead-letters-than").within((int) number, 0, DeadLetterAlert.MAX_LETTERS))
                .map(number -> new AlertCondition.DeadLetters(
                        DeadLetterAlert.of(number, window).build()))
                .ifPresent(conditions::add);
        config.oldestMessageOlderThan()
                .map(time -> within(setting.of("oldest-message-older-than"), time))
                .map(AlertCondition.OldestMessage::new)
                .ifPresent(conditions::add);
        config.lagAbove()
                .map(number -> setting.of("lag-above").within((long) number, 0, AlertCondition.MAX_LAG))
                .map(AlertCondition.Lag::new)
                .ifPresent(conditions::add);
        config.noConsumerFor()
                .map(time -> within(setting.of("no-consumer-for"), time))
                .map(AlertCondition.NoConsumer::new)
                .ifPresent(conditions::add);
        config.diskAbove()
                .map(percent -> setting.of("disk-above").within((int) percent, 1, MAX_PERCENT))
                .map(AlertCondition.Disk::new)
                .ifPresent(conditions::add);
        return new ConfiguredAlert(rule(name, setting, one(setting, conditions), config));
    }

    private static Setting setting(String name) {
        return Setting.entry("quarkus.penstock.alerts", name);
    }

    private static Duration within(Setting setting, Duration time) {
        return setting.within(time, AlertCondition.MIN_TIME, AlertCondition.MAX_TIME);
    }

    private static AlertCondition one(Setting setting, List<AlertCondition> conditions) {
        if (conditions.size() != 1) {
            throw new PenstockException.InvalidConfiguration(setting.property() + " has " + conditions.size()
                    + " conditions: set exactly one of more-dead-letters-than, oldest-message-older-than, lag-above,"
                    + " no-consumer-for and disk-above.");
        }
        return conditions.get(0);
    }

    private static AlertRule rule(String name, Setting setting, AlertCondition condition, AlertRuleConfig config) {
        try {
            return AlertRule.of(name, condition)
                    .destinations(config.destinations().orElse(null))
                    .subscription(config.subscription().orElse(null))
                    .build();
        } catch (PenstockException.InvalidConfiguration e) {
            throw setting.wrong(e);
        }
    }

    /** @throws PenstockException.InvalidConfiguration if the broker refuses it; the message names the property */
    public void declare(Broker broker) {
        try {
            broker.alerts().declare(rule);
        } catch (PenstockException.InvalidConfiguration | PenstockException.Unsupported e) {
            throw setting(rule.name()).wrong(e);
        }
    }
}
