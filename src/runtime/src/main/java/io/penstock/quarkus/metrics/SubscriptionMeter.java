package io.penstock.quarkus.metrics;

import io.penstock.DestinationStatistics.SubscriptionStatistics;

import java.util.List;
import java.util.function.ToDoubleFunction;

/** Describes one meter that each subscription has, with the function that reads its value. */
record SubscriptionMeter(String name, String description, ToDoubleFunction<SubscriptionStatistics> value) {

    static final List<SubscriptionMeter> GAUGES = List.of(
            new SubscriptionMeter(
                    "penstock.subscription.waiting",
                    "Messages not settled yet: depth of a queue, lag of a topic's subscription",
                    SubscriptionStatistics::waiting),
            new SubscriptionMeter(
                    "penstock.subscription.acquired",
                    "Messages that a consumer has now",
                    SubscriptionStatistics::acquired),
            new SubscriptionMeter(
                    "penstock.subscription.scheduled",
                    "Messages that wait for their time: delayed, or to be retried",
                    SubscriptionStatistics::scheduled),
            new SubscriptionMeter(
                    "penstock.subscription.parked",
                    "Messages handed to nobody: they failed in a dead-letter queue, or cannot become dead letters",
                    SubscriptionStatistics::parked),
            new SubscriptionMeter(
                    "penstock.subscription.passed.over",
                    "Messages looked at that no consumer takes, or has room for: beyond 65,536 those behind wait",
                    SubscriptionStatistics::passedOver),
            new SubscriptionMeter(
                    "penstock.subscription.problem",
                    "1 while the subscription has failed and hands out nothing until it is resumed, otherwise 0",
                    each -> each.problem() == null ? 0 : 1),
            new SubscriptionMeter(
                    "penstock.subscription.oldest.age.seconds",
                    "Age of the oldest message not settled yet; -1 if it cannot be read",
                    each -> each.oldestAgeMillis() < 0 ? each.oldestAgeMillis() : each.oldestAgeMillis() / 1_000.0),
            new SubscriptionMeter(
                    "penstock.subscription.consumers", "Consumers that are joined", SubscriptionStatistics::consumers));

    static final List<SubscriptionMeter> COUNTERS = List.of(
            new SubscriptionMeter("penstock.deliveries", "Hand-outs of any kind", SubscriptionStatistics::delivered),
            new SubscriptionMeter(
                    "penstock.deliveries.accepted", "Messages processed", SubscriptionStatistics::accepted),
            new SubscriptionMeter(
                    "penstock.deliveries.retried",
                    "Runs that failed and are repeated",
                    SubscriptionStatistics::retried),
            new SubscriptionMeter(
                    "penstock.deliveries.deadlettered",
                    "Messages that became dead letters",
                    SubscriptionStatistics::deadLettered),
            new SubscriptionMeter(
                    "penstock.deliveries.discarded",
                    "Messages thrown away by policy",
                    SubscriptionStatistics::discarded),
            new SubscriptionMeter(
                    "penstock.deliveries.skipped",
                    "Messages that retention removed before they were settled",
                    SubscriptionStatistics::skipped),
            new SubscriptionMeter(
                    "penstock.deliveries.undecided",
                    "Filters given up because they cost too much; their messages did not match",
                    SubscriptionStatistics::undecided));
}
