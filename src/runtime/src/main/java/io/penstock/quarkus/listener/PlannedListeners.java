package io.penstock.quarkus.listener;

import io.penstock.Broker;
import io.penstock.Destination;
import io.penstock.PenstockException;
import io.penstock.connector.attribute.SharedPolicies;
import io.penstock.jms.session.JmsOptions;
import io.penstock.quarkus.config.ListenerConfig;
import io.penstock.quarkus.config.PenstockConfig;
import io.penstock.quarkus.config.UnknownEntries;
import org.jboss.logging.Logger;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/**
 * Makes the plans of all listeners from their annotations and the configuration, and declares what they need. This bean
 * needs no broker itself.
 */
@Singleton
public class PlannedListeners {

    private static final Logger LOG = Logger.getLogger(PlannedListeners.class);

    private final ListenerRegistry registry;
    private final MessageDrivenBeans beans;
    private final PenstockConfig config;
    private final ConfigExpressions expressions;
    private List<Planned> planned;

    /** A listener that is enabled, and its plan. */
    record Planned(Source source, ListenerPlan plan) {

        /** What errors call it. */
        String described() {
            return "listener '" + plan.name() + "' (" + source.definition().method() + ")";
        }
    }

    @Inject
    PlannedListeners(
            ListenerRegistry registry, MessageDrivenBeans beans, PenstockConfig config, ConfigExpressions expressions) {
        this.registry = registry;
        this.beans = beans;
        this.config = config;
        this.expressions = expressions;
    }

    /**
     * Reads the settings of all listeners, once.
     *
     * @throws PenstockException.InvalidConfiguration if the settings of a listener are invalid
     */
    public synchronized PlannedListeners plan() {
        if (planned == null) {
            var named = named();
            warnOfUnknown(named);
            var plans = new ArrayList<Planned>();
            var subscriptions = new HashMap<String, Planned>();
            named.forEach((name, source) -> {
                var settings = config.listeners().get(name);
                if (settings.enabled()) {
                    var each = new Planned(source, plan(name, source, settings));
                    requireSamePolicies(each, subscriptions);
                    plans.add(each);
                }
            });
            planned = List.copyOf(plans);
        }
        return this;
    }

    /** The listeners that are enabled. */
    List<Planned> all() {
        return plan().planned;
    }

    /**
     * Declares what the listeners need.
     *
     * @param isExchange whether a name is that of an exchange, which nobody can listen to
     * @throws PenstockException.Conflict if what exists contradicts a listener
     */
    public void declare(Broker broker, Predicate<String> isExchange) {
        for (var each : all()) {
            if (isExchange.test(each.plan.destination().name())) {
                throw new PenstockException.Conflict("Listener '" + each.plan.name() + "' wants messages of '"
                        + each.plan.destination().name()
                        + "', which is an exchange: let it listen to a queue or a topic, and bind that.");
            }
            each.plan.declare(broker);
        }
    }

    /** What the listeners ask of their subscriptions, for others that share them. */
    public SharedPolicies policies() {
        var policies = new SharedPolicies();
        all().forEach(each -> policies.ask(each.described(), each.plan.subscription()));
        return policies;
    }

    /** The queues that results need if nobody else declares their destinations. */
    public List<Destination> resultQueues() {
        return all().stream()
                .map(each -> each.plan.sendTo())
                .filter(name -> name != null)
                .map(name -> Destination.queue(name).build())
                .toList();
    }

    private Map<String, Source> named() {
        var named = new LinkedHashMap<String, Source>();
        for (var source : sources()) {
            var definition = source.definition();
            // The name of a class is not resolved as an expression, whatever dollar signs it has.
            var name = source instanceof Listener ? expressions.resolve(definition.name()) : definition.name();
            var other = named.putIfAbsent(name, source);
            if (other != null) {
                throw new PenstockException.InvalidConfiguration(definition.method() + " and "
                        + other.definition().method() + " are both named '" + name
                        + "': give one of them another name in its annotation.");
            }
        }
        return named;
    }

    private List<Source> sources() {
        var sources = new ArrayList<Source>(registry.listeners());
        sources.addAll(registry.beans());
        return sources;
    }

    /**
     * Makes the plan of one listener. The destination of a message-driven bean is declared with the priorities that all
     * destinations of Jakarta Messaging have.
     */
    private ListenerPlan plan(String name, Source source, ListenerConfig settings) {
        var plan = ListenerPlan.of(name, definition(source), expressions, settings);
        return source instanceof MessageDrivenBean
                ? plan.ofJakartaMessaging(
                        JmsOptions.DEFAULT_PRIORITIES, settings.ordering().isEmpty())
                : plan;
    }

    private ListenerDefinition definition(Source source) {
        return source instanceof MessageDrivenBean bean ? beans.definition(bean) : source.definition();
    }

    private void warnOfUnknown(Map<String, Source> named) {
        beans.warnOfUnknown(
                registry.beans().stream().map(bean -> bean.definition().name()).toList());
        UnknownEntries.of("quarkus.penstock.listeners", config.listeners().keySet(), named.keySet(), "listener")
                .forEach(LOG::warn);
    }

    /** A subscription has one policy: of two that contradict each other one would be ignored silently. */
    private static void requireSamePolicies(Planned planned, Map<String, Planned> others) {
        var plan = planned.plan;
        var subscription = plan.subscription();
        var other = others.putIfAbsent(subscription.destination() + "/" + subscription.name(), planned);
        if (other != null && !plan.agreesWith(other.plan)) {
            throw SharedPolicies.conflict(
                    other.described(),
                    planned.described(),
                    subscription,
                    SharedPolicies.difference(other.plan.subscription(), subscription));
        }
    }
}
