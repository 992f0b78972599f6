package io.penstock.quarkus.listener;

import io.penstock.Broker;
import io.penstock.PenstockException;
import io.penstock.Subscription;
import io.penstock.jms.session.JmsOptions;
import io.penstock.quarkus.ListenerConfig;
import io.penstock.quarkus.PenstockConfig;
import io.quarkus.virtual.threads.VirtualThreadsRecorder;
import org.jboss.logging.Logger;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** All listeners of this application. Started once, and stopped once. */
@Singleton
public class Listeners {

    private static final Logger LOG = Logger.getLogger(Listeners.class);

    private final ListenerRegistry registry;
    private final MessageDrivenBeans beans;
    private final Broker broker;
    private final PenstockConfig config;
    private final ConfigExpressions expressions;
    private final Calls calls;
    private final ScheduledExecutorService workers;

    private final List<ListenerContainer> running = new ArrayList<>();

    @Inject
    Listeners(
            ListenerRegistry registry,
            MessageDrivenBeans beans,
            Broker broker,
            PenstockConfig config,
            ConfigExpressions expressions,
            Calls calls,
            ScheduledExecutorService workers) {
        this.registry = registry;
        this.beans = beans;
        this.broker = broker;
        this.config = config;
        this.expressions = expressions;
        this.calls = calls;
        this.workers = workers;
    }

    /**
     * Declares what the listeners need, then opens their consumers.
     *
     * @throws PenstockException.InvalidConfiguration if configuration makes no sense of a listener
     * @throws PenstockException.Conflict if what exists contradicts a listener
     */
    public void start() {
        var named = named();
        warnOfUnknown(named);
        var subscriptions = new HashMap<String, Subscription>();
        named.forEach((name, source) -> {
            var settings = config.listeners().get(name);
            if (settings.enabled()) {
                var plan = plan(name, source, settings);
                requireSamePolicies(plan, subscriptions);
                running.add(
                        new ListenerContainer(plan, calls.of(source, plan.destination()), workersOf(source), workers));
            }
        });
        running.forEach(container -> container.declare(broker));
        running.forEach(container -> container.open(broker));
    }

    private Map<String, Source> named() {
        var named = new LinkedHashMap<String, Source>();
        for (var source : sources()) {
            var definition = source.definition();
            // The name of a class is no expression, whatever dollars it has.
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

    /** A destination that a message-driven bean brings about is as any other that Jakarta Messaging does. */
    private ListenerPlan plan(String name, Source source, ListenerConfig settings) {
        var plan = ListenerPlan.of(name, definition(source), expressions, settings);
        return source instanceof MessageDrivenBean ? plan.withPriorities(JmsOptions.DEFAULT_PRIORITIES) : plan;
    }

    private ListenerDefinition definition(Source source) {
        return source instanceof MessageDrivenBean bean ? beans.definition(bean) : source.definition();
    }

    private void warnOfUnknown(Map<String, Source> named) {
        beans.warnOfUnknown(
                registry.beans().stream().map(bean -> bean.definition().name()).toList());
        var unknown = new TreeSet<>(config.listeners().keySet());
        unknown.removeAll(named.keySet());
        if (!unknown.isEmpty()) {
            LOG.warnf("penstock.listeners configures %s, but the listeners are %s.", unknown, named.keySet());
        }
    }

    /** A subscription has one policy: of two that contradict each other one would be ignored silently. */
    private static void requireSamePolicies(ListenerPlan plan, Map<String, Subscription> others) {
        var subscription = plan.subscription();
        var other = others.putIfAbsent(subscription.destination() + "/" + subscription.name(), subscription);
        if (other != null && !other.equals(subscription)) {
            throw new PenstockException.InvalidConfiguration("Two listeners share the subscription '"
                    + subscription.name() + "' of '" + subscription.destination()
                    + "' and ask for different policies: " + other + " and " + subscription + ".");
        }
    }

    private Executor workersOf(Source source) {
        return source.definition().virtualThread() ? VirtualThreadsRecorder.getCurrent() : workers;
    }

    /** Lets what is running end, as long as that takes at most, and releases the rest. */
    public void stop(Duration timeout) {
        var drained = new LinkedHashMap<ListenerContainer, CompletableFuture<Void>>();
        running.forEach(container -> drained.put(container, container.drain()));
        try {
            CompletableFuture.allOf(drained.values().toArray(CompletableFuture[]::new))
                    .get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            drained.forEach((container, end) -> {
                if (!end.isDone()) {
                    container.log().stillRunning(timeout.toMillis());
                }
            });
        } catch (ExecutionException e) {
            throw new IllegalStateException("Draining never fails", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        running.forEach(ListenerContainer::close);
        running.clear();
    }
}
