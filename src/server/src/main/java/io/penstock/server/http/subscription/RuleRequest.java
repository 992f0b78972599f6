package io.penstock.server.http.subscription;

import io.penstock.TopicRule;

/**
 * Asks for a wildcard subscription to be declared.
 *
 * @param pattern of the names of topics
 * @param policies of each subscription; absent: the usual ones
 */
public record RuleRequest(String pattern, SubscriptionRequest policies) {

    TopicRule named(String name) {
        var usual = policies == null ? SubscriptionRequest.DEFAULTS : policies;
        return TopicRule.of(name, pattern).policies(usual.ofRule(name)).build();
    }
}
