package io.penstock.kafka.cells;

import io.penstock.Binding;
import io.penstock.DeadLetterPolicy;
import io.penstock.Destination;
import io.penstock.DestinationKind;
import io.penstock.Message;
import io.penstock.RouteStep;
import io.penstock.Routing;
import io.penstock.TopicRule;
import io.penstock.broker.routing.TopicRules;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Bindings, which join destinations of one cell, and wildcard subscriptions, which are in all cells: each has those of
 * its topics.
 */
final class CellRouting implements Routing {

    private final CellTable table;
    private final Placing placing;
    private final CellRules rules;

    CellRouting(CellTable table, Placing placing, CellRules rules) {
        this.table = table;
        this.placing = placing;
        this.rules = rules;
    }

    /** The names that have to be in the same cell as a destination that is to be declared. */
    Set<String> together(Destination wanted) {
        var names = new LinkedHashSet<String>();
        var exchange = wanted.exchange();
        if (exchange != null && exchange.alternate() != null) {
            if (!Destination.isTemporary(exchange.alternate())) {
                names.add(exchange.alternate());
            }
        } else if (wanted.isQueue()) {
            names.addAll(DeadLetterPolicy.DEFAULT.queues(wanted.name(), wanted.name()));
        } else if (wanted.kind() == DestinationKind.TOPIC) {
            for (var rule : table.first().broker().routing().rules()) {
                if (TopicRules.covers(rule, wanted.name())) {
                    names.addAll(letters(rule, wanted.name()));
                }
            }
        }
        return names;
    }

    private static Set<String> letters(TopicRule rule, String topic) {
        return rule.policies().deadLetter().queues(topic, rule.name());
    }

    @Override
    public void bind(Binding binding) {
        var exchange = table.of(binding.exchange());
        var destination = table.of(binding.destination());
        if (exchange != destination
                && !Destination.isTemporary(binding.destination())
                && exists(exchange, binding.exchange())
                && exists(destination, binding.destination())) {
            throw Spanning.refusal(
                    "The exchange",
                    binding.exchange(),
                    exchange.name(),
                    "bound to",
                    binding.destination(),
                    destination.name());
        }
        exchange.broker().bind(binding);
    }

    private static boolean exists(CellLink cell, String name) {
        return cell.broker().destination(name).isPresent();
    }

    @Override
    public void unbind(Binding binding) {
        table.of(binding.exchange()).broker().unbind(binding);
    }

    @Override
    public List<Binding> bindings(String exchange) {
        return table.of(exchange).broker().bindings(exchange);
    }

    @Override
    public List<RouteStep> steps(Message message) {
        return table.of(message.destination()).broker().routing().steps(message);
    }

    @Override
    public TopicRule declare(TopicRule rule) {
        Objects.requireNonNull(rule, "rule");
        if (!table.isSingle()) {
            rules.completeAll();
            var topics = new ArrayList<Destination>();
            for (var cell : table.cells()) {
                cell.broker().destinations().stream()
                        .filter(each -> each.kind() == DestinationKind.TOPIC && TopicRules.covers(rule, each.name()))
                        .forEach(topics::add);
            }
            topics.forEach(each -> placing.together(table.of(each.name()), each.name(), letters(rule, each.name())));
        }
        rules.declare(
                table.cells(),
                (cell, wanted) -> cell.broker().routing().declare(wanted),
                rule,
                cell -> rules.backTo(cell, rule));
        return rule;
    }

    @Override
    public List<TopicRule> rules() {
        return table.first().broker().routing().rules();
    }

    @Override
    public void removeRule(String name) {
        for (var cell : rules.backwards()) {
            cell.broker().routing().removeRule(name);
        }
    }
}
