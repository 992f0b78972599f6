package io.penstock.security;

import io.penstock.AlertRule;
import io.penstock.AlertState;
import io.penstock.Alerts;
import io.penstock.PenstockException;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

import static io.penstock.security.Action.MANAGE;

/**
 * Alerts of what the caller may manage. A rule for all destinations, or for the disk, concerns the whole broker.
 */
record GuardedAlerts(Alerts alerts, CallerRights rights, Audited audited) implements Alerts {

    @Override
    public AlertRule declare(AlertRule rule) {
        require(rule);
        // Refuses to take the place of a rule of somebody else.
        alerts.find(rule.name()).ifPresent(this::require);
        return audited.call("declare alert", rule.name(), () -> alerts.declare(rule));
    }

    private void require(AlertRule rule) {
        rights.changes().of(rule);
    }

    private boolean allows(AlertRule rule) {
        return rights.changes().allows(rule);
    }

    @Override
    public List<AlertRule> rules() {
        return alerts.rules().stream().filter(this::allows).toList();
    }

    /** @throws PenstockException.Forbidden if there is one that the caller may not manage */
    @Override
    public Optional<AlertRule> find(String name) {
        var found = alerts.find(name);
        found.ifPresent(this::require);
        return found;
    }

    @Override
    public void remove(String name) {
        find(name);
        audited.run("remove alert", name, () -> alerts.remove(name));
    }

    @Override
    public List<AlertState> states() {
        return alerts.states().stream()
                .filter(state -> rights.allowsBroker()
                        || state.destination() != null && rights.allows(MANAGE, state.destination()))
                .toList();
    }

    @Override
    public Map<String, String> problems() {
        var seen = new TreeMap<String, String>();
        var all = alerts.problems();
        rules().stream().map(AlertRule::name).filter(all::containsKey).forEach(name -> seen.put(name, all.get(name)));
        return seen;
    }

    @Override
    public void handOn(Function<AlertState, CompletionStage<?>> receiver) {
        throw new PenstockException.Forbidden("The user '" + rights.caller().name()
                + "' may not have alerts handed on: that is for the application itself.");
    }
}
