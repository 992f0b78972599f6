package io.penstock.broker.entry;

import io.penstock.Binding;
import io.penstock.Destination;
import io.penstock.TopicRule;

/** A change of where messages go: exchanges, bindings, wildcard subscriptions. */
public sealed interface RoutingEntry extends Entry.Routing {

    /** An exchange exists from here on, or has this alternate and this policy from here on. */
    record ExchangeDeclared(Destination destination) implements RoutingEntry {}

    /** An exchange is gone, with its bindings and those that lead to it. */
    record ExchangeDeleted(String name) implements RoutingEntry {}

    /** A binding exists from here on. */
    record Bound(Binding binding) implements RoutingEntry {}

    /** A binding is gone. */
    record Unbound(Binding binding) implements RoutingEntry {}

    /** A wildcard subscription exists from here on, or has these policies; the subscriptions follow by themselves. */
    record RuleDeclared(TopicRule rule) implements RoutingEntry {}

    /** A wildcard subscription is gone; its subscriptions go by themselves. */
    record RuleRemoved(String name) implements RoutingEntry {}
}
