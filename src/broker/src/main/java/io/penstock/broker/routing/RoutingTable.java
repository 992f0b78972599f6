package io.penstock.broker.routing;

import io.penstock.broker.entry.Entry;
import io.penstock.broker.entry.RoutingEntry;
import io.penstock.broker.entry.UnreadableEntryException;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;

/**
 * Keeps the exchanges with their bindings, and the wildcard subscriptions. It changes by applying entries, by one
 * thread at a time (recovery, then the journal's writer); any thread reads it.
 */
public final class RoutingTable {

    private final Map<String, LocalExchange> exchanges = new ConcurrentSkipListMap<>();
    private final TopicRules rules = new TopicRules();
    private volatile int bindings;

    /** The exchange of that name, or null. */
    public LocalExchange exchange(String name) {
        return exchanges.get(name);
    }

    /** The exchanges, sorted by name. */
    public Collection<LocalExchange> exchanges() {
        return exchanges.values();
    }

    public TopicRules rules() {
        return rules;
    }

    /** Counts the bindings of all exchanges. */
    public int bindings() {
        return bindings;
    }

    /** The names of exchanges that have it as their alternate. */
    public List<String> alternateOf(String destination) {
        return exchanges.values().stream()
                .filter(exchange ->
                        destination.equals(exchange.declared().exchange().alternate()))
                .map(LocalExchange::name)
                .toList();
    }

    public void apply(RoutingEntry entry) {
        if (entry instanceof RoutingEntry.ExchangeDeclared declared) {
            var name = declared.destination().name();
            var existing = exchanges.get(name);
            if (existing == null) {
                exchanges.put(name, new LocalExchange(declared.destination()));
            } else {
                existing.redeclared(declared.destination());
            }
        } else if (entry instanceof RoutingEntry.ExchangeDeleted deleted) {
            bindings -= known(deleted.name()).size();
            exchanges.remove(deleted.name());
            destinationDeleted(deleted.name());
        } else if (entry instanceof RoutingEntry.Bound bound) {
            bindings += known(bound.binding().exchange()).bind(bound.binding()) ? 1 : 0;
        } else if (entry instanceof RoutingEntry.Unbound unbound) {
            bindings -= known(unbound.binding().exchange()).unbind(unbound.binding()) ? 1 : 0;
        } else if (entry instanceof RoutingEntry.RuleDeclared declared) {
            rules.declared(declared.rule());
        } else if (entry instanceof RoutingEntry.RuleRemoved removed) {
            rules.removed(removed.name());
        }
    }

    private LocalExchange known(String name) {
        var exchange = exchanges.get(name);
        if (exchange == null) {
            throw new UnreadableEntryException("an entry names exchange '" + name + "', which does not exist");
        }
        return exchange;
    }

    /** Removes the bindings that lead to a deleted destination. */
    public void destinationDeleted(String name) {
        for (var exchange : exchanges.values()) {
            bindings -= exchange.unbindAll(name);
        }
    }

    /** Tells this table as entries that rebuild it. */
    public void describe(Consumer<Entry> entries) {
        exchanges.values().forEach(exchange -> entries.accept(new RoutingEntry.ExchangeDeclared(exchange.declared())));
        exchanges
                .values()
                .forEach(exchange ->
                        exchange.bindings().forEach(binding -> entries.accept(new RoutingEntry.Bound(binding))));
        rules.all().forEach(rule -> entries.accept(new RoutingEntry.RuleDeclared(rule)));
    }
}
