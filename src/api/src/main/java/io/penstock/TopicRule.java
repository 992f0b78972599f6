package io.penstock;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * A topic rule is a wildcard subscription: every topic whose name matches the pattern has a durable subscription named
 * like the rule, those included that are declared later. Of topics that exist, it begins where the policies say; of
 * later ones, with their first message. Immutable.
 */
public final class TopicRule extends Value {

    private final String name;
    private final String pattern;
    private final Subscription policies;

    private TopicRule(Builder builder) {
        name = builder.name;
        pattern = builder.pattern;
        var wanted = builder.policies;
        Destination.requireName(name, "rule");
        Objects.requireNonNull(wanted, "policies");
        if (pattern == null || pattern.getBytes(StandardCharsets.UTF_8).length > Binding.MAX_PATTERN_BYTES) {
            throw new PenstockException.InvalidConfiguration("Rule '" + name + "' has no pattern, or one of more than "
                    + Binding.MAX_PATTERN_BYTES + " bytes: say which topics it is for, such as 'orders.#'.");
        }
        Utf8.require(pattern, "The pattern of rule '" + name + "'");
        if (!wanted.durable()) {
            throw new PenstockException.InvalidConfiguration("Rule '" + name
                    + "' asks for subscriptions that are not durable: those begin with a consumer, not with a topic.");
        }
        policies = wanted.copyTo(name, name).build();
    }

    /** Starts a rule with default policies, which reads what is sent from now on. */
    public static Builder of(String name, String pattern) {
        return new Builder(name, pattern)
                .policies(Subscription.ofTopic(Objects.requireNonNull(name, "name"), name)
                        .build());
    }

    /** A builder that starts with everything that this one has. */
    public Builder copy() {
        var builder = new Builder(name, pattern);
        builder.policies = policies;
        return builder;
    }

    /** The name of the rule, and of the subscription of each topic. */
    public String name() {
        return name;
    }

    /**
     * The pattern of the names of topics: words between dots, where {@code *} is any one word and {@code #} any number
     * of words, none included.
     */
    public String pattern() {
        return pattern;
    }

    /** The policies of each subscription; its destination is of no meaning. */
    public Subscription policies() {
        return policies;
    }

    /** The subscription that the rule makes of a topic. */
    public Subscription subscription(String topic) {
        return policies.copyTo(Objects.requireNonNull(topic, "topic"), name).build();
    }

    @Override
    Object[] fields() {
        return new Object[] {"name", name, "pattern", pattern, "policies", policies};
    }

    /** Collects what the value consists of. Not thread-safe. */
    public static final class Builder {

        private final String name;
        private final String pattern;
        private Subscription policies;

        private Builder(String name, String pattern) {
            this.name = name;
            this.pattern = pattern;
        }

        /** Sets the policies of each subscription; its destination is of no meaning. */
        public Builder policies(Subscription policies) {
            this.policies = policies;
            return this;
        }

        /** Changes the policies of each subscription. */
        public Builder policies(UnaryOperator<Subscription.Builder> change) {
            Objects.requireNonNull(change, "change");
            return policies(change.apply(policies.copy()).build());
        }

        /** @throws PenstockException.InvalidConfiguration if values do not fit; the message names them */
        public TopicRule build() {
            return new TopicRule(this);
        }
    }
}
