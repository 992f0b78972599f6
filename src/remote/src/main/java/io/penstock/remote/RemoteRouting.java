package io.penstock.remote;

import io.penstock.Binding;
import io.penstock.Message;
import io.penstock.RouteStep;
import io.penstock.Routing;
import io.penstock.TopicRule;
import io.penstock.remote.wire.Codec;
import io.penstock.remote.wire.RemoteCalls;

import java.util.List;
import java.util.Objects;

/** The routing of the server's broker. */
record RemoteRouting(ClientLink link) implements Routing {

    @Override
    public void bind(Binding binding) {
        link.ask(RemoteCalls.BIND, Objects.requireNonNull(binding, "binding"));
    }

    @Override
    public void unbind(Binding binding) {
        link.ask(RemoteCalls.UNBIND, Objects.requireNonNull(binding, "binding"));
    }

    @Override
    public List<Binding> bindings(String exchange) {
        return link.ask(RemoteCalls.BINDINGS, Objects.requireNonNull(exchange, "exchange"));
    }

    @Override
    public List<RouteStep> steps(Message message) {
        return link.ask(RemoteCalls.ROUTE_STEPS, Objects.requireNonNull(message, "message"));
    }

    @Override
    public TopicRule declare(TopicRule rule) {
        return link.ask(RemoteCalls.RULE, Objects.requireNonNull(rule, "rule"));
    }

    @Override
    public List<TopicRule> rules() {
        return link.ask(RemoteCalls.RULES, Codec.Nothing.NOTHING);
    }

    @Override
    public void removeRule(String name) {
        link.ask(RemoteCalls.RULE_REMOVE, Objects.requireNonNull(name, "name"));
    }
}
