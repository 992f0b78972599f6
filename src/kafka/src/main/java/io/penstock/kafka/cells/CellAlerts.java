package io.penstock.kafka.cells;

import io.penstock.AlertRule;
import io.penstock.AlertState;
import io.penstock.Alerts;
import io.penstock.PenstockException;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Alerts are declared in all cells, and each watches its destinations. */
final class CellAlerts implements Alerts {

    private static final Comparator<AlertState> ORDER = Comparator.<AlertState, String>comparing(
                    state -> state.rule().name())
            .thenComparing(AlertState::destination, Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(AlertState::subscription, Comparator.nullsFirst(Comparator.naturalOrder()));

    private final CellTable table;
    private final CellRules rules;

    CellAlerts(CellTable table, CellRules rules) {
        this.table = table;
        this.rules = rules;
    }

    @Override
    public AlertRule declare(AlertRule rule) {
        rules.declare(
                table.cells(),
                (cell, wanted) -> cell.broker().alerts().declare(wanted),
                rule,
                cell -> rules.backTo(cell, rule));
        return rule;
    }

    @Override
    public List<AlertRule> rules() {
        return table.first().broker().alerts().rules();
    }

    @Override
    public Optional<AlertRule> find(String name) {
        return table.first().broker().alerts().find(name);
    }

    @Override
    public void remove(String name) {
        for (var cell : rules.backwards()) {
            try {
                cell.broker().alerts().remove(name);
            } catch (PenstockException.UnknownAlert e) {
                if (cell == table.first()) {
                    throw e;
                }
            }
        }
    }

    @Override
    public List<AlertState> states() {
        return table.cells().stream()
                .flatMap(cell -> cell.broker().alerts().states().stream())
                .sorted(ORDER)
                .toList();
    }

    @Override
    public Map<String, String> problems() {
        var problems = new TreeMap<String, String>();
        for (var cell : table.cells()) {
            cell.broker()
                    .alerts()
                    .problems()
                    .forEach((rule, problem) -> problems.merge(
                            rule,
                            table.isSingle() ? problem : cell.name() + ": " + problem,
                            (one, other) -> one + "; " + other));
        }
        return problems;
    }

    @Override
    public void handOn(Function<AlertState, CompletionStage<?>> receiver) {
        table.cells().forEach(cell -> cell.broker().alerts().handOn(receiver));
    }
}
