package io.penstock.connector.attribute;

import io.penstock.DeadLetterPolicy;
import io.penstock.PenstockException;
import io.penstock.Subscription;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;

/**
 * The policies that channels and listeners of an application ask for. A subscription has one policy: of two that
 * contradict each other, the one that is declared last would hold, and the other would be ignored silently.
 */
public final class SharedPolicies {

    private final Map<String, Asked> bySubscription = new HashMap<>();

    private record Asked(String who, Subscription subscription) {}

    /**
     * Notes the retry and dead-letter policies that somebody asks for.
     *
     * @param who asks for it, as an error names it behind an article
     * @throws PenstockException.InvalidConfiguration if somebody else asks for others; the message names both
     */
    public void ask(String who, Subscription wanted) {
        var other = bySubscription.putIfAbsent(wanted.destination() + "/" + wanted.name(), new Asked(who, wanted));
        if (other != null) {
            var same = other.subscription
                    .copy()
                    .retry(wanted.retry())
                    .deadLetter(wanted.deadLetter())
                    .maxDeliveries(wanted.maxDeliveries())
                    .build();
            var difference = difference(other.subscription, same);
            if (!difference.isEmpty()) {
                throw conflict(other.who, who, wanted, difference);
            }
        }
    }

    /** Makes the error for two that ask for different policies. */
    public static PenstockException.InvalidConfiguration conflict(
            String one, String other, Subscription shared, String difference) {
        return new PenstockException.InvalidConfiguration(
                "The " + one + " and the " + other + " share the subscription '"
                        + shared.name() + "' of '" + shared.destination()
                        + "', which has one policy, and ask for different ones: " + difference
                        + ". Give both the same, or each a queue or subscription of its own.");
    }

    /** Says in what two subscriptions differ; empty if they do not. */
    public static String difference(Subscription one, Subscription other) {
        var others = fields(other);
        var text = new StringJoiner("; ");
        fields(one).forEach((name, value) -> {
            var second = others.get(name);
            if (!value.equals(second)) {
                text.add(name + " = " + value + " and " + second);
            }
        });
        return text.toString();
    }

    private static Map<String, Object> fields(Subscription of) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("retry", of.retry());
        fields.put("deadLetter", named(of));
        fields.put("maxDeliveries", of.maxDeliveries());
        fields.put("ordering", of.ordering());
        fields.put("exclusive", of.exclusive());
        fields.put("filter", String.valueOf(of.filter()));
        fields.put("start", of.start());
        fields.put("durable", of.durable());
        return fields;
    }

    /** The policy with the name of its queue: who leaves it out means the same as who gives the default. */
    private static DeadLetterPolicy named(Subscription of) {
        var policy = of.deadLetter();
        return policy.discard()
                ? policy
                : policy.copy()
                        .destination(policy.queueFor(of.destination(), of.name()))
                        .build();
    }
}
