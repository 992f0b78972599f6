package io.penstock.connector;

import io.penstock.Broker;
import io.penstock.Destination;
import io.penstock.DestinationKind;
import io.penstock.Ordering;
import io.penstock.PenstockException;
import io.penstock.Subscription;
import io.penstock.connector.attribute.ChannelAttributes;
import io.penstock.connector.attribute.SharedPolicies;

/**
 * Finds or declares the destination and the subscription of a channel. Its methods block until these are durable.
 *
 * @param policies what channels and others in the application ask of subscriptions
 */
record Topology(Broker broker, SharedPolicies policies) {

    /** A topology for one channel, whose policies have been compared with those of others, or cannot be. */
    Topology(Broker broker) {
        this(broker, new SharedPolicies());
    }

    /** The destination and the subscription that an incoming channel reads from. */
    record Source(String destination, String subscription) {}

    /** Finds or declares the destination and the subscription of an incoming channel. */
    Source source(IncomingSettings settings) {
        var destination = destination(settings);
        var subscription = subscriptionName(settings, destination);
        var existing = broker.subscriptions(destination.name()).stream()
                .filter(candidate -> candidate.name().equals(subscription))
                .findFirst();
        if (settings.autoDeclare()) {
            var ordering = settings.ordering()
                    .or(() -> existing.map(Subscription::ordering))
                    .orElse(destination.isQueue() ? Ordering.NONE : Ordering.KEY);
            var wanted = describe(settings, destination, subscription)
                    .ordering(ordering)
                    .build();
            policies.ask("channel '" + attributes(settings).name() + "'", wanted);
            broker.declare(wanted);
        } else if (existing.isEmpty()) {
            throw attributes(settings)
                    .wrong("'" + destination.name() + "' has no subscription '" + subscription
                            + "', and 'auto-declare' is off: declare it, or switch 'auto-declare' on");
        } else {
            requireNoPolicies(settings);
        }
        return new Source(destination.name(), subscription);
    }

    /** Finds or declares the destination of an outgoing channel. */
    void target(OutgoingSettings settings) {
        destination(settings);
    }

    private Destination destination(ChannelSettings settings) {
        var existing = broker.destination(settings.destination());
        if (existing.isPresent()) {
            return requireMatch(settings, existing.get());
        }
        if (!settings.autoDeclare()) {
            throw attributes(settings)
                    .wrong("there is no destination '" + settings.destination()
                            + "', and 'auto-declare' is off: declare it, or switch 'auto-declare' on");
        }
        var wanted = Destination.builder(settings.destination(), settings.kind().orElse(DestinationKind.QUEUE))
                .partitions(settings.partitions().orElse(1))
                .build();
        return broker.declare(wanted);
    }

    private static Destination requireMatch(ChannelSettings settings, Destination existing) {
        var kind = settings.kind().orElse(existing.kind());
        int partitions = settings.partitions().orElse(existing.partitions());
        if (kind != existing.kind() || partitions != existing.partitions()) {
            throw new PenstockException.Conflict("Channel '" + settings.channel() + "' asks for '"
                    + settings.destination() + "' as a " + describe(kind, partitions) + ", but it is a "
                    + describe(existing.kind(), existing.partitions())
                    + ". Mend 'kind' and 'partitions' of the channel, or choose another 'destination'.");
        }
        return existing;
    }

    private static String describe(DestinationKind kind, int partitions) {
        if (kind == DestinationKind.EXCHANGE) {
            return "exchange";
        }
        return (kind == DestinationKind.QUEUE ? "queue" : "topic") + " with " + partitions
                + (partitions == 1 ? " partition" : " partitions");
    }

    private static String subscriptionName(IncomingSettings settings, Destination destination) {
        if (!destination.isQueue()) {
            return settings.subscription().orElse(attributes(settings).name());
        }
        settings.subscription().filter(name -> !name.equals(destination.name())).ifPresent(name -> {
            throw attributes(settings)
                    .wrong("subscription", name, "'" + destination.name() + "' is a queue, which has no subscriptions");
        });
        return destination.name();
    }

    private static Subscription.Builder describe(
            IncomingSettings settings, Destination destination, String subscription) {
        var builder = destination.isQueue()
                ? Subscription.ofQueue(subscription)
                : Subscription.ofTopic(destination.name(), subscription);
        settings.start().ifPresent(builder::start);
        return settings.policies().applyTo(builder);
    }

    private static void requireNoPolicies(IncomingSettings settings) {
        if (settings.policies().configured()) {
            throw attributes(settings)
                    .wrong("it sets retry or dead-letter attributes, which are without effect while 'auto-declare' is "
                            + "off: remove them, or switch 'auto-declare' on");
        }
    }

    private static ChannelAttributes attributes(ChannelSettings settings) {
        return new ChannelAttributes(settings.channel());
    }
}
