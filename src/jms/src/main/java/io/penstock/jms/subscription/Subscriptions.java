package io.penstock.jms.subscription;

import io.penstock.Broker;
import io.penstock.Consumer;
import io.penstock.ConsumerOptions;
import io.penstock.ConsumerStatistics;
import io.penstock.DeliveryHandler;
import io.penstock.Destination;
import io.penstock.Ordering;
import io.penstock.Subscription;
import io.penstock.jms.destination.PenstockQueue;
import io.penstock.jms.destination.PenstockTopic;
import io.penstock.jms.spec.ErrorCode;
import io.penstock.jms.spec.Failures;
import io.penstock.jms.subscription.SubscriptionName.Kind;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import jakarta.jms.JMSException;

/**
 * Keeps the rules of JMS clients' subscriptions: who may join, change and remove them (section 8.3). A name belongs to
 * one topic at a time, whereas in the broker each topic has names of its own; so this looks at all topics.
 */
public final class Subscriptions {

    private final Broker broker;

    /**
     * A consumer that joins.
     *
     * @param consumer its name, which no other has
     * @param session that of its session, which works on one message after the other
     */
    public record Joiner(String consumer, String session) {}

    /**
     * Names of members whose JMS consumers are closed, and which stay joined until what they took is settled: they
     * keep a subscription from being removed, and no other consumer from joining it (section 8.3.3).
     */
    private final Set<String> leaving;

    /** Held while a subscription is changed; all that share a broker share it. */
    private final Object changing;

    public Subscriptions(Broker broker) {
        this(broker, ConcurrentHashMap.newKeySet(), new Object());
    }

    private Subscriptions(Broker broker, Set<String> leaving, Object changing) {
        this.broker = broker;
        this.leaving = leaving;
        this.changing = changing;
    }

    /** The same, as a user may use them. */
    public Subscriptions seenBy(Broker view) {
        return new Subscriptions(view, leaving, changing);
    }

    public void leaving(Consumer member) {
        leaving.add(member.options().name());
    }

    /** Closes a consumer that was leaving. */
    public void close(Consumer member) {
        try {
            member.close();
        } finally {
            leaving.remove(member.options().name());
        }
    }

    /** Joins a queue: what this consumer does not select stays for others. */
    public Consumer join(PenstockQueue queue, Selector selector, Joiner joiner, DeliveryHandler handler)
            throws JMSException {
        try {
            var options = options(queue.name(), queue.name(), joiner)
                    .copy()
                    .filter(selector.filter())
                    .build();
            return broker.consume(options, handler);
        } catch (RuntimeException e) {
            throw Failures.of(e);
        }
    }

    /**
     * Joins a topic, and declares the subscription if it does not exist. A durable subscription of that name that
     * belongs to another topic, or selects other messages, is replaced, unless it has consumers.
     */
    public Consumer join(
            PenstockTopic topic, SubscriptionName name, Selector selector, Joiner joiner, DeliveryHandler handler)
            throws JMSException {
        synchronized (changing) {
            return joinAlone(topic, name, selector, joiner, handler);
        }
    }

    private Consumer joinAlone(
            PenstockTopic topic, SubscriptionName name, Selector selector, Joiner joiner, DeliveryHandler handler)
            throws JMSException {
        try {
            requireKind(name);
            requireTopic(topic, name);
            requireSelector(topic, name, selector);
            if (!exists(topic.name(), name.inBroker())) {
                broker.declare(Subscription.ofTopic(topic.name(), name.inBroker())
                        .durable(name.kind().durable())
                        .filter(selector.filter())
                        .ordering(name.kind().shared() ? Ordering.GROUP : Ordering.NONE)
                        .build());
            } else if (!name.kind().shared() && hasActiveConsumer(topic.name(), name.inBroker())) {
                throw conflict(name, "has a consumer already, and is not shared");
            }
            return broker.consume(options(topic.name(), name.inBroker(), joiner), handler);
        } catch (RuntimeException e) {
            throw Failures.of(e);
        }
    }

    /** Removes a durable subscription, shared or not. */
    public void unsubscribe(String clientId, String name) throws JMSException {
        synchronized (changing) {
            unsubscribeAlone(clientId, name);
        }
    }

    private void unsubscribeAlone(String clientId, String name) throws JMSException {
        try {
            var unshared = new SubscriptionName(Kind.DURABLE, clientId, name);
            boolean removed = (clientId != null && remove(unshared)) | remove(unshared.as(Kind.SHARED_DURABLE));
            if (!removed) {
                throw Failures.invalidDestination("There is no durable subscription '" + name + "'"
                        + (clientId == null ? "." : " of client '" + clientId + "'."));
            }
        } catch (RuntimeException e) {
            throw Failures.of(e);
        }
    }

    /**
     * Refuses a name that is in use for the other kind: it is either a shared or an unshared durable subscription,
     * never both.
     */
    private void requireKind(SubscriptionName name) throws JMSException {
        if (name.kind().durable()) {
            var other = name.as(name.kind().shared() ? Kind.DURABLE : Kind.SHARED_DURABLE);
            if (!topicsWith(other.inBroker()).isEmpty()) {
                throw conflict(name, "exists and is " + (other.kind().shared() ? "shared" : "not shared"));
            }
        }
    }

    private void requireTopic(PenstockTopic topic, SubscriptionName name) throws JMSException {
        for (String other : name.kind() == Kind.NON_DURABLE ? List.<String>of() : topicsWith(name.inBroker())) {
            if (!other.equals(topic.name())) {
                if (hasConsumers(other, name.inBroker())) {
                    throw conflict(name, "belongs to topic '" + other + "' and has consumers");
                }
                broker.unsubscribe(other, name.inBroker());
            }
        }
    }

    /**
     * Removes a subscription that selects other messages, because that means to unsubscribe and to begin anew, even if
     * nobody has asked for it.
     */
    private void requireSelector(PenstockTopic topic, SubscriptionName name, Selector selector) throws JMSException {
        var existing = find(topic.name(), name.inBroker());
        if (existing.isPresent() && !SelectorText.areAlike(existing.get().filter(), selector.filter())) {
            if (hasConsumers(topic.name(), name.inBroker())) {
                throw conflict(name, "has consumers, and another selector or another noLocal");
            }
            broker.unsubscribe(topic.name(), name.inBroker());
        }
    }

    private boolean remove(SubscriptionName name) throws JMSException {
        var topics = topicsWith(name.inBroker());
        for (String topic : topics) {
            if (hasConsumers(topic, name.inBroker())) {
                throw conflict(name, "still has a consumer, or messages that were consumed and not acknowledged");
            }
            broker.unsubscribe(topic, name.inBroker());
        }
        return !topics.isEmpty();
    }

    private List<String> topicsWith(String subscription) {
        return broker.destinations().stream()
                .filter(destination -> !destination.isQueue())
                .map(Destination::name)
                .filter(topic -> exists(topic, subscription))
                .toList();
    }

    private boolean exists(String topic, String subscription) {
        return find(topic, subscription).isPresent();
    }

    private Optional<Subscription> find(String topic, String subscription) {
        return broker.subscriptions(topic).stream()
                .filter(found -> found.name().equals(subscription))
                .findAny();
    }

    private boolean hasConsumers(String topic, String subscription) {
        return members(topic, subscription).findAny().isPresent();
    }

    private boolean hasActiveConsumer(String topic, String subscription) {
        return members(topic, subscription).anyMatch(member -> !leaving.contains(member.name()));
    }

    private Stream<ConsumerStatistics> members(String topic, String subscription) {
        return broker.statistics(topic).subscriptions().stream()
                .filter(found -> found.name().equals(subscription))
                .flatMap(found -> found.members().stream());
    }

    /** No lease: the specification knows no such limit, and the end of the session gives back what it holds. */
    private static ConsumerOptions options(String destination, String subscription, Joiner joiner) {
        return ConsumerOptions.ofTopic(destination, subscription, joiner.consumer())
                .lease(Duration.ZERO)
                .worker(joiner.session())
                .build();
    }

    private static JMSException conflict(SubscriptionName name, String problem) {
        return new JMSException(
                "The subscription '" + name.name() + "' " + problem + ".", ErrorCode.SUBSCRIPTION_CONFLICT.name());
    }
}
