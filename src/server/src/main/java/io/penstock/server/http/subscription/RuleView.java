package io.penstock.server.http.subscription;

import io.penstock.TopicRule;

/**
 * Shows a wildcard subscription.
 *
 * @param pattern of the names of its topics
 * @param policies of each of its subscriptions
 */
public record RuleView(String name, String pattern, SubscriptionView policies) {

    static RuleView of(TopicRule rule) {
        return new RuleView(rule.name(), rule.pattern(), SubscriptionView.of(rule.policies()));
    }
}
