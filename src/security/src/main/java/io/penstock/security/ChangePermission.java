package io.penstock.security;

import io.penstock.AlertCondition;
import io.penstock.AlertRule;
import io.penstock.Destination;
import io.penstock.PenstockException;
import io.penstock.Routing;
import io.penstock.Subscription;
import io.penstock.TopicRule;

import static io.penstock.security.Action.MANAGE;
import static io.penstock.security.Action.RECEIVE;
import static io.penstock.security.Action.SEND;

/**
 * Requires that a caller may make a change, and changes nothing. The caller's view of the broker requires it with each
 * change; a front door that looks at something else first, such as conditions of a request, requires it before that.
 * All throw {@link PenstockException.Forbidden}.
 */
public final class ChangePermission {

    private final CallerRights rights;

    ChangePermission(CallerRights rights) {
        this.rights = rights;
    }

    /** To declare a destination, or to alter it so. */
    public void of(Destination destination) {
        rights.require(MANAGE, destination.name());
        var exchange = destination.exchange();
        if (exchange != null && exchange.alternate() != null) {
            rights.require(SEND, exchange.alternate());
        }
    }

    /** A consumer may declare a topic's subscription; the policies of a queue concern all its consumers. */
    public void of(Subscription subscription) {
        var topic = subscription.destination();
        boolean isQueue = subscription.name().equals(topic);
        rights.require(isQueue ? MANAGE : RECEIVE, topic);
        requireDeadLetters(subscription);
    }

    /** Whoever can let a message fail could otherwise send to any queue. */
    private void requireDeadLetters(Subscription subscription) {
        var policy = subscription.deadLetter();
        if (policy.destination() != null) {
            rights.require(SEND, policy.destination());
        }
        policy.routes().values().forEach(queue -> rights.require(SEND, queue));
    }

    /** @param routing with the rules of everybody, since one may be there that the caller does not see */
    public void of(TopicRule rule, Routing routing) {
        rights.requireAll(RECEIVE, rule.pattern());
        ofRule(rule.name(), routing);
        requireDeadLetters(rule.policies());
    }

    /** To touch the rule of that name, if there is one: it may cover more than the caller may receive. */
    void ofRule(String name, Routing routing) {
        routing.rules().stream()
                .filter(rule -> rule.name().equals(name))
                .forEach(rule -> rights.requireAll(RECEIVE, rule.pattern()));
    }

    /** An alert for all destinations, or for the disk, concerns the whole broker. */
    public void of(AlertRule rule) {
        if (isOfBroker(rule)) {
            rights.requireBroker("manage", "manage alerts of the whole broker");
        } else {
            rights.requireAll(MANAGE, rule.destinations());
        }
    }

    boolean allows(AlertRule rule) {
        return isOfBroker(rule) ? rights.allowsBroker() : rights.allowsAll(MANAGE, rule.destinations());
    }

    private static boolean isOfBroker(AlertRule rule) {
        return rule.condition() instanceof AlertCondition.Disk
                || rule.destinations().equals(AlertRule.EVERYWHERE);
    }
}
