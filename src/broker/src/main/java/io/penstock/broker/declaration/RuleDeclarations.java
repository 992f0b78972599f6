package io.penstock.broker.declaration;

import io.penstock.PenstockException;
import io.penstock.TopicRule;
import io.penstock.broker.destination.Catalog;
import io.penstock.broker.entry.EngineBounds;
import io.penstock.broker.entry.Entry;
import io.penstock.broker.entry.RoutingEntry;
import io.penstock.broker.routing.TopicRules;
import io.penstock.broker.subscription.SubscriptionCatalog;

import java.util.ArrayList;
import java.util.List;

/**
 * Declares wildcard subscriptions, with a subscription of each topic that matches, and removes them. It waits for
 * storage; it is safe for any thread.
 */
public final class RuleDeclarations {

    private final Catalog catalog;
    private final SubscriptionCatalog subscriptions;
    private final TopicRules rules;
    private final DeclarationLog declarations;
    private final DestinationDeclarations destinations;
    private final SubscriptionDeclarations ofTopics;
    private final SubscriptionChecks checks;

    public RuleDeclarations(
            Catalog catalog,
            SubscriptionCatalog subscriptions,
            DeclarationLog declarations,
            DestinationDeclarations destinations,
            SubscriptionDeclarations ofTopics) {
        this.catalog = catalog;
        this.subscriptions = subscriptions;
        this.declarations = declarations;
        this.destinations = destinations;
        this.ofTopics = ofTopics;
        rules = catalog.routing().rules();
        checks = new SubscriptionChecks(catalog);
    }

    TopicRule declare(TopicRule wanted) {
        return declarations.exclusively(() -> {
            destinations.awaitDeclared();
            var existing = rules.find(wanted.name());
            if (existing == null && rules.size() >= EngineBounds.WILDCARD_SUBSCRIPTIONS) {
                throw new PenstockException.Conflict("There are " + EngineBounds.WILDCARD_SUBSCRIPTIONS
                        + " rules, and no more are possible: remove some before you declare '" + wanted.name() + "'.");
            }
            if (existing != null
                    && (!existing.pattern().equals(wanted.pattern())
                            || existing.policies().ordering()
                                    != wanted.policies().ordering())) {
                throw new PenstockException.Conflict("Rule '" + wanted.name() + "' exists with the pattern '"
                        + existing.pattern() + "' and ordering = "
                        + existing.policies().ordering() + "; '" + wanted.pattern() + "' and "
                        + wanted.policies().ordering() + " were asked for. Remove it first, or use another name.");
            }
            if (!wanted.equals(existing)) {
                declarations.write(entries(wanted, existing != null));
            }
            return wanted;
        });
    }

    private List<Entry> entries(TopicRule wanted, boolean exists) {
        var entries = new ArrayList<Entry>();
        entries.add(new RoutingEntry.RuleDeclared(wanted));
        for (var topic : catalog.destinations()) {
            if (topic.declared().isQueue() || !TopicRules.covers(wanted, topic.name())) {
                continue;
            }
            var engine = subscriptions.find(topic, wanted.name());
            if (engine != null && !exists) {
                throw new PenstockException.Conflict("Topic '" + topic.name() + "' matches the pattern of rule '"
                        + wanted.name() + "' and has a subscription of that name already. Remove that, or use another"
                        + " name.");
            }
            entries.add(ofTopics.declared(topic, engine, wanted.subscription(topic.name())));
        }
        if (entries.size() == 1) {
            checks.check(wanted.policies());
        }
        return entries;
    }

    void remove(String name) {
        declarations.exclusively(() -> {
            destinations.awaitDeclared();
            var rule = rules.find(name);
            if (rule == null) {
                return null;
            }
            var entries = new ArrayList<Entry>();
            for (var topic : catalog.destinations()) {
                var engine = subscriptions.find(topic, name);
                if (engine != null && rules.owner(topic.declared(), name) != null) {
                    SubscriptionChecks.requireNoConsumers(engine);
                    entries.add(new Entry.SubscriptionRemoved(engine.id()));
                }
            }
            entries.add(new RoutingEntry.RuleRemoved(name));
            declarations.write(entries);
            return null;
        });
    }
}
