package io.penstock;

import org.jspecify.annotations.Nullable;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * An alert rule says what is worth a call, and where: in which destinations, and in which of their subscriptions. The
 * {@link DeadLetterAlert} of a subscription is such a rule as well, which is declared with the subscription. Immutable.
 */
public final class AlertRule extends Value {

    /** The longest name that is possible. */
    public static final int MAX_NAME_LENGTH = 200;

    /** The pattern that every destination matches. */
    public static final String EVERYWHERE = "#";

    /** Words of names and wildcards; what else is written in a pattern could match nothing. */
    private static final Pattern PATTERN = Pattern.compile("([A-Za-z0-9_-]+|[*#])(\\.([A-Za-z0-9_-]+|[*#]))*");

    private final String name;
    private final AlertCondition condition;
    private final String destinations;
    private final @Nullable String subscription;
    private final boolean ofSubscription;

    private AlertRule(Builder builder) {
        name = builder.name;
        condition = Objects.requireNonNull(builder.condition, "condition");
        subscription = builder.subscription;
        ofSubscription = builder.ofSubscription;
        if (!ofSubscription) {
            Destination.requireName(name, "alert");
            require(
                    name.length() <= MAX_NAME_LENGTH,
                    "its name has " + name.length() + " characters: at most " + MAX_NAME_LENGTH + " are possible.");
        }
        boolean isOfDisk = condition instanceof AlertCondition.Disk;
        require(
                !isOfDisk || builder.destinations == null && subscription == null,
                "the disk belongs to no destination and no subscription: leave them out.");
        require(
                builder.destinations != null || isOfDisk || condition instanceof AlertCondition.DeadLetters,
                "say which destinations it is for, by name or by a pattern such as 'orders.#'.");
        destinations = builder.destinations == null ? EVERYWHERE : builder.destinations;
        require(
                destinations.length() <= Binding.MAX_PATTERN_BYTES,
                "its pattern of destinations has more than " + Binding.MAX_PATTERN_BYTES + " characters.");
        require(
                ofSubscription || PATTERN.matcher(destinations).matches(),
                "its pattern of destinations is '" + destinations + "': use the words of a name with dots between them,"
                        + " * for one word and # for any number of words.");
        if (subscription != null) {
            Destination.requireName(subscription, "subscription");
        }
    }

    private void require(boolean isRight, String problem) {
        if (!isRight) {
            throw new PenstockException.InvalidConfiguration("Alert '" + name + "': " + problem);
        }
    }

    /** Starts a rule. One about the disk is for no destination; one about dead letters is for all unless it says. */
    public static Builder of(String name, AlertCondition condition) {
        return new Builder(name, condition);
    }

    /** The rule that the alert of a subscription is; its name is the destination, a slash and the subscription. */
    public static AlertRule ofSubscription(String destination, String subscription, DeadLetterAlert alert) {
        Objects.requireNonNull(destination, "destination");
        Objects.requireNonNull(subscription, "subscription");
        var builder = new Builder(destination + "/" + subscription, new AlertCondition.DeadLetters(alert));
        builder.ofSubscription = true;
        return builder.destinations(destination).subscription(subscription).build();
    }

    /** A builder that starts with everything that this one has. */
    public Builder copy() {
        var builder = new Builder(name, condition);
        builder.destinations = condition instanceof AlertCondition.Disk ? null : destinations;
        builder.subscription = subscription;
        builder.ofSubscription = ofSubscription;
        return builder;
    }

    public String name() {
        return name;
    }

    public AlertCondition condition() {
        return condition;
    }

    /**
     * The pattern of the names of destinations that it is for: words between dots, where {@code *} is any one word and
     * {@code #} any number of words, none included.
     */
    public String destinations() {
        return destinations;
    }

    /** The subscription that it is for; null for all of each destination. A queue's is named like the queue. */
    public @Nullable String subscription() {
        return subscription;
    }

    /** Whether this is the {@link DeadLetterAlert} of a subscription, which is declared and removed with that. */
    public boolean ofSubscription() {
        return ofSubscription;
    }

    @Override
    Object[] fields() {
        return new Object[] {
            "name",
            name,
            "condition",
            condition,
            "destinations",
            destinations,
            "subscription",
            subscription,
            "ofSubscription",
            ofSubscription
        };
    }

    /** Collects what the value consists of. Not thread-safe. */
    public static final class Builder {

        private final String name;
        private final AlertCondition condition;
        private @Nullable String destinations;
        private @Nullable String subscription;
        private boolean ofSubscription;

        private Builder(String name, AlertCondition condition) {
            this.name = name;
            this.condition = condition;
        }

        /** Sets the pattern of destinations: see {@link AlertRule#destinations}. */
        public Builder destinations(@Nullable String pattern) {
            this.destinations = pattern;
            return this;
        }

        /** Sets the subscription; null for all. */
        public Builder subscription(@Nullable String name) {
            this.subscription = name;
            return this;
        }

        /** @throws PenstockException.InvalidConfiguration if values do not fit; the message names them */
        public AlertRule build() {
            return new AlertRule(this);
        }
    }
}
