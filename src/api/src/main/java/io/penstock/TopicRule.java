package io.penstock;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * A wildcard subscription: every topic whose name matches the pattern has a durable subscription named like the rule,
 * those included that are declared later. Of topics that exist, it begins where the policies say; of later ones, with
 * their first message.
 *
 * @param name of the rule, and of the subscription of each topic
 * @param pattern of the names of topics: words between dots, where {@code *} is any one word and {@code #} any number
 *     of words, none included
 * @param policies of each subscription; its destination is of no meaning
 */
public record TopicRule(String name, String pattern, Subscription policies) {

    public TopicRule {
        Destination.requireName(name, "rule");
        Objects.requireNonNull(policies, "policies");
        if (pattern == null || pattern.getBytes(StandardCharsets.UTF_8).length > Binding.MAX_PATTERN_BYTES) {
            throw new PenstockException.InvalidConfiguration("Rule '" + name + "' has no pattern, or one of more than "
                    + Binding.MAX_PATTERN_BYTES + " bytes: say which topics it is for, such as 'orders.#'.");
        }
        if (!policies.durable()) {
            throw new PenstockException.InvalidConfiguration("Rule '" + name
                    + "' asks for subscriptions that are not durable: those begin with a consumer, not with a topic.");
        }
        policies = policies.copyTo(name, name).build();
    }

    /** With default policies, reading what is sent from now on. */
    public static TopicRule of(String name, String pattern) {
        return new TopicRule(name, pattern, Subscription.ofTopic(name, name).build());
    }

    /** The same with other policies. */
    public TopicRule with(UnaryOperator<Subscription.Builder> change) {
        return new TopicRule(name, pattern, change.apply(policies.toBuilder()).build());
    }

    /** What it makes of a topic. */
    public Subscription subscription(String topic) {
        return policies.copyTo(topic, name).build();
    }
}
