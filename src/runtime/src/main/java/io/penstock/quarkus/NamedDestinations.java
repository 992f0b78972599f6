package io.penstock.quarkus;

import io.penstock.Broker;
import io.penstock.Destination;
import io.penstock.PenstockException;
import io.penstock.connector.ConfiguredChannels;
import io.penstock.jms.session.JmsOptions;
import io.penstock.quarkus.alert.ConfiguredAlert;
import io.penstock.quarkus.alert.Webhooks;
import io.penstock.quarkus.config.PenstockConfig;
import io.penstock.quarkus.jms.ConfiguredJms;
import io.penstock.quarkus.jms.JmsNames;
import io.penstock.quarkus.listener.PlannedListeners;
import io.penstock.quarkus.security.AuditDestination;
import org.eclipse.microprofile.config.Config;

import java.util.function.Predicate;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/**
 * Declares what configuration and annotations name: destinations, subscriptions, bindings and schedules. They exist
 * before any code of the application can use the broker. This bean needs no broker itself.
 */
@Singleton
public class NamedDestinations {

    private final PenstockConfig config;
    private final Config properties;
    private final JmsNames names;
    private final PlannedListeners listeners;
    private final TypedSenders senders;
    private boolean isDeclared;

    @Inject
    NamedDestinations(
            PenstockConfig config,
            Config properties,
            JmsNames names,
            PlannedListeners listeners,
            TypedSenders senders) {
        this.config = config;
        this.properties = properties;
        this.names = names;
        this.listeners = listeners;
        this.senders = senders;
    }

    /**
     * Declares everything, once. All settings are read before the first declaration, so that most mistakes show before
     * anything is written.
     *
     * @throws PenstockException if a setting is invalid, or contradicts what exists
     */
    synchronized void declare(Broker broker) {
        if (isDeclared) {
            return;
        }
        // An invalid setting of Jakarta Messaging has to stop the start, although its options are needed later.
        ConfiguredJms.options(config.jms());
        var destinations = new ConfiguredDestinations(config.destinations());
        var schedules = config.schedules().entrySet().stream()
                .map(each -> ConfiguredSchedule.of(each.getKey(), each.getValue()))
                .toList();
        var alerts = config.alerts().entrySet().stream()
                .map(each -> ConfiguredAlert.of(each.getKey(), each.getValue()))
                .toList();
        Webhooks.check(config);
        var mapped = names.mapped();
        var defined = names.definitions();
        var planned = listeners.plan();
        var sentTo = senders.destinations();
        var channels = ConfiguredChannels.of(properties);
        var audit = AuditDestination.of(config.security());
        audit.ifPresent(topic -> topic.requireUndeclared(config.destinations().keySet()));
        Predicate<String> isExchange = destinations::isExchange;

        destinations.declareStored(broker);
        audit.ifPresent(topic -> topic.declare(broker));
        defined.forEach(each -> declareUnlessThere(each, broker));
        mapped.stream()
                .filter(each -> !isExchange.test(each.name())
                        && broker.destination(each.name()).isEmpty())
                .forEach(each -> declareUnlessThere(each, broker));
        planned.declare(broker, isExchange);
        var policies = planned.policies();
        channels.declare(broker, isExchange.negate(), policies);
        TypedSenders.declare(sentTo, broker, isExchange);
        TypedSenders.declare(planned.resultQueues(), broker, isExchange);
        destinations.declareExchanges(broker);
        channels.declare(broker, isExchange, policies);
        schedules.forEach(schedule -> schedule.declare(broker));
        alerts.forEach(alert -> alert.declare(broker));
        isDeclared = true;
    }

    /**
     * Declares a destination that a class or a JNDI name defines. They say nothing of partitions and priorities: an
     * existing destination keeps the numbers that it has.
     */
    private static void declareUnlessThere(Destination defined, Broker broker) {
        var existing = broker.destination(defined.name());
        if (existing.isEmpty() || existing.get().kind() != defined.kind()) {
            broker.declare(
                    defined.copy().priorities(JmsOptions.DEFAULT_PRIORITIES).build());
        }
    }
}
