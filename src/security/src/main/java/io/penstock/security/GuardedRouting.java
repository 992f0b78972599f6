package io.penstock.security;

import io.penstock.Binding;
import io.penstock.Message;
import io.penstock.RouteStep;
import io.penstock.Routing;
import io.penstock.TopicRule;

import java.util.List;

import static io.penstock.security.Action.MANAGE;
import static io.penstock.security.Action.RECEIVE;
import static io.penstock.security.Action.SEND;

/**
 * Bindings that lead from where the caller may manage to where the caller may send, and rules that cover only what the
 * caller may receive.
 */
record GuardedRouting(Routing routing, CallerRights rights, Audited audited) implements Routing {

    @Override
    public void bind(Binding binding) {
        rights.require(MANAGE, binding.exchange());
        rights.require(SEND, binding.destination());
        audited.run("bind", binding.exchange(), () -> routing.bind(binding));
    }

    @Override
    public void unbind(Binding binding) {
        rights.require(MANAGE, binding.exchange());
        audited.run("unbind", binding.exchange(), () -> routing.unbind(binding));
    }

    @Override
    public List<Binding> bindings(String exchange) {
        rights.requireAny(exchange);
        return routing.bindings(exchange);
    }

    /** Beyond an exchange where the caller may do nothing, its way is not told. */
    @Override
    public List<RouteStep> steps(Message message) {
        rights.requireAny(message.destination());
        return routing.steps(message).stream()
                .filter(step -> rights.allowsAny(step.exchange()))
                .toList();
    }

    @Override
    public TopicRule declare(TopicRule rule) {
        rights.changes().of(rule, routing);
        return audited.call("declare rule", rule.name(), () -> routing.declare(rule));
    }

    @Override
    public List<TopicRule> rules() {
        return routing.rules().stream()
                .filter(rule -> rights.allowsAll(RECEIVE, rule.pattern()))
                .toList();
    }

    @Override
    public void removeRule(String name) {
        rights.changes().ofRule(name, routing);
        audited.run("remove rule", name, () -> routing.removeRule(name));
    }
}
