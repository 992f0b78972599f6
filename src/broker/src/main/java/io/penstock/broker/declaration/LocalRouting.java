package io.penstock.broker.declaration;

import io.penstock.Binding;
import io.penstock.Destination;
import io.penstock.DestinationStatistics;
import io.penstock.DestinationStatistics.RoutingStatistics;
import io.penstock.ExchangeType;
import io.penstock.Message;
import io.penstock.PenstockException;
import io.penstock.RouteStep;
import io.penstock.Routing;
import io.penstock.TopicRule;
import io.penstock.broker.destination.Catalog;
import io.penstock.broker.entry.EngineBounds;
import io.penstock.broker.entry.Entry;
import io.penstock.broker.entry.RoutingEntry;
import io.penstock.broker.entry.StoredOperation;
import io.penstock.broker.filter.Filter;
import io.penstock.broker.routing.ExchangeGraph;
import io.penstock.broker.routing.LocalExchange;
import io.penstock.broker.routing.RoutingTable;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Declares and deletes exchanges and bindings, and leaves wildcard subscriptions to {@link RuleDeclarations}. It
 * decides one at a time with all other declarations, so that what one names cannot be deleted meanwhile. It waits for
 * storage.
 */
public final class LocalRouting implements Routing {

    private final Catalog catalog;
    private final RoutingTable table;
    private final DeclarationLog declarations;
    private final DestinationDeclarations destinations;
    private final RuleDeclarations rules;
    private Function<Message, List<RouteStep>> way = message -> List.of();

    public LocalRouting(
            Catalog catalog,
            DeclarationLog declarations,
            DestinationDeclarations destinations,
            RuleDeclarations rules) {
        this.catalog = catalog;
        this.declarations = declarations;
        this.destinations = destinations;
        this.rules = rules;
        table = catalog.routing();
    }

    /** Sets who finds the way of a message, which is made after this. */
    public void find(Function<Message, List<RouteStep>> finder) {
        way = finder;
    }

    @Override
    public List<RouteStep> steps(Message message) {
        return way.apply(Objects.requireNonNull(message, "message"));
    }

    public Destination declareExchange(Destination wanted) {
        return declarations.exclusively(() -> {
            var existing = table.exchange(wanted.name());
            if (existing == null) {
                create(wanted);
            } else if (!existing.declared().satisfies(wanted)) {
                throw new PenstockException.Conflict("Exchange '" + wanted.name() + "' exists with "
                        + Descriptions.of(existing.declared().exchange()) + "; "
                        + Descriptions.of(wanted.exchange()) + " was asked for.");
            }
            return wanted;
        });
    }

    private void create(Destination wanted) {
        if (table.exchanges().size() >= EngineBounds.EXCHANGES) {
            throw new PenstockException.Conflict("There are " + EngineBounds.EXCHANGES
                    + " exchanges, and no more are possible: delete some before you declare '" + wanted.name() + "'.");
        }
        if (destinations.isDeadLetterQueue(wanted.name())) {
            throw new PenstockException.Conflict("'" + wanted.name()
                    + "' is where dead letters of a subscription go, and cannot be an exchange. Choose another name.");
        }
        checkAlternate(wanted);
        destinations.declareExchange(wanted);
    }

    private void checkAlternate(Destination wanted) {
        var alternate = wanted.exchange().alternate();
        if (alternate == null) {
            return;
        }
        if (!alternate.equals(wanted.name())) {
            requireTarget(alternate);
        }
        checkWay(wanted.name(), alternate);
    }

    private void checkWay(String from, String to) {
        if (from.equals(to) || table.exchange(to) != null) {
            new ExchangeGraph(table).checkEdge(from, to);
        }
    }

    public Destination alterExchange(Destination wanted) {
        return declarations.exclusively(() -> {
            var existing = requireExchange(wanted.name());
            var declared = existing.declared();
            if (!wanted.isExchange()
                    || declared.exchange().type() != wanted.exchange().type()) {
                throw new PenstockException.Conflict("Exchange '" + wanted.name() + "' has "
                        + Descriptions.of(declared.exchange()) + ", and cannot become "
                        + (wanted.isExchange() ? "one of " + Descriptions.of(wanted.exchange()) : "a " + wanted.kind())
                        + ": its alternate and its policy alone can change.");
            }
            if (!declared.equals(wanted)) {
                checkAlternate(wanted);
                declarations.write(List.of(new RoutingEntry.ExchangeDeclared(wanted)));
            }
            return wanted;
        });
    }

    /** @param note makes the record of it */
    public StoredOperation deleteExchange(String name, Supplier<StoredOperation> note) {
        return declarations.exclusively(() -> {
            requireExchange(name);
            DestinationChanges.requireNoAlternate(table, name);
            var operation = note.get();
            declarations.write(List.of(new RoutingEntry.ExchangeDeleted(name), new Entry.OperationNoted(operation)));
            return operation;
        });
    }

    @Override
    public void bind(Binding binding) {
        Objects.requireNonNull(binding, "binding");
        declarations.exclusively(() -> {
            var exchange = requireExchange(binding.exchange());
            if (!exchange.has(binding)) {
                check(exchange, binding);
                declarations.write(List.of(new RoutingEntry.Bound(binding)));
            }
            return null;
        });
    }

    private void check(LocalExchange exchange, Binding binding) {
        requireFits(exchange.declared().exchange().type(), binding);
        Filter.parse(binding.filter());
        requireTarget(binding.destination());
        if (exchange.size() >= EngineBounds.BINDINGS_OF_AN_EXCHANGE || table.bindings() >= EngineBounds.BINDINGS) {
            throw new PenstockException.Conflict("Exchange '" + exchange.name() + "' has " + exchange.size()
                    + " bindings, all exchanges together " + table.bindings() + "; the limits are "
                    + EngineBounds.BINDINGS_OF_AN_EXCHANGE
                    + " and " + EngineBounds.BINDINGS + ". Use patterns, or a topic with filtered subscriptions.");
        }
        checkWay(exchange.name(), binding.destination());
    }

    private static void requireFits(ExchangeType type, Binding binding) {
        boolean byPattern = type == ExchangeType.DIRECT || type == ExchangeType.PATTERN;
        if (byPattern != (binding.pattern() != null)
                || type != ExchangeType.HEADERS && !binding.headers().isEmpty()) {
            var needs = switch (type) {
                case DIRECT -> "a routing key as its pattern, and no headers";
                case PATTERN -> "a pattern, and no headers";
                case FANOUT -> "neither pattern nor headers";
                case HEADERS -> "headers, and no pattern";
            };
            throw new PenstockException.InvalidConfiguration(
                    binding + " does not fit: a binding of an exchange of type " + type + " has " + needs + ".");
        }
    }

    private void requireTarget(String name) {
        if (Destination.isTemporary(name)) {
            throw new PenstockException.InvalidConfiguration("An exchange cannot lead to the temporary destination '"
                    + name + "', which ends with its owner. Send to it directly.");
        }
        if (catalog.find(name) == null && table.exchange(name) == null) {
            throw new PenstockException.UnknownDestination(name);
        }
    }

    private LocalExchange requireExchange(String name) {
        var exchange = table.exchange(name);
        if (exchange == null && catalog.find(name) != null) {
            throw new PenstockException.Conflict("'" + name + "' is a "
                    + catalog.find(name).declared().kind() + " and has no bindings: declare an EXCHANGE.");
        }
        if (exchange == null) {
            throw new PenstockException.UnknownDestination(name);
        }
        return exchange;
    }

    @Override
    public void unbind(Binding binding) {
        Objects.requireNonNull(binding, "binding");
        declarations.exclusively(() -> {
            if (requireExchange(binding.exchange()).has(binding)) {
                declarations.write(List.of(new RoutingEntry.Unbound(binding)));
            }
            return null;
        });
    }

    @Override
    public List<Binding> bindings(String exchange) {
        Objects.requireNonNull(exchange, "exchange");
        return requireExchange(exchange).bindings();
    }

    /** The statistics of an exchange; null if there is no such exchange. */
    public DestinationStatistics statistics(String name) {
        var exchange = table.exchange(name);
        return exchange == null
                ? null
                : DestinationStatistics.ofExchange(
                        exchange.declared(),
                        new RoutingStatistics(exchange.size(), exchange.routed(), exchange.unroutable()));
    }

    @Override
    public TopicRule declare(TopicRule wanted) {
        Objects.requireNonNull(wanted, "rule");
        return rules.declare(wanted);
    }

    @Override
    public List<TopicRule> rules() {
        return table.rules().all();
    }

    @Override
    public void removeRule(String name) {
        Objects.requireNonNull(name, "name");
        rules.remove(name);
    }
}
