package io.penstock.kafka.cells;

import io.penstock.AlertRule;
import io.penstock.PenstockException;
import io.penstock.TopicRule;
import org.jboss.logging.Logger;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * What every cell has: wildcard subscriptions and alerts, which are for destinations wherever they are. Those of the
 * first cell count. A rule is declared there first and removed there last, so that whatever was interrupted in between
 * can be completed from there.
 */
final class CellRules {

    private static final Logger LOG = Logger.getLogger(CellRules.class);

    private final CellTable table;

    /** Cells that have the rules of the first one. */
    private final Set<CellLink> equal = ConcurrentHashMap.newKeySet();

    CellRules(CellTable table) {
        this.table = table;
    }

    /** Declares something in all cells, the first one first; if one refuses, those before get back what they had. */
    <T> void declare(
            List<CellLink> cells, BiConsumer<CellLink, T> declare, T wanted, Function<CellLink, Runnable> undo) {
        var undoing = new ArrayList<Runnable>();
        for (var cell : cells) {
            var back = undo.apply(cell);
            try {
                declare.accept(cell, wanted);
            } catch (PenstockException e) {
                undoing.forEach(each -> undone(each, e));
                throw e;
            }
            undoing.add(0, back);
        }
    }

    private static void undone(Runnable undo, PenstockException because) {
        try {
            undo.run();
        } catch (PenstockException e) {
            because.addSuppressed(e);
        }
    }

    /** Gives a cell the rules of the first one, if that has not been done since this was opened. */
    void complete(CellLink cell) {
        if (cell == table.first() || equal.contains(cell)) {
            return;
        }
        // What is here and not in the first cell was removed there: it is declared there first.
        var here = cell.broker().routing().rules();
        var alertsHere = cell.broker().alerts().rules();
        var counts = table.first().broker().routing().rules();
        var alerts = table.first().broker().alerts().rules();
        for (var each : here) {
            if (counts.stream().noneMatch(other -> other.name().equals(each.name()))) {
                cell.broker().routing().removeRule(each.name());
            }
        }
        for (var each : alertsHere) {
            if (alerts.stream().noneMatch(other -> other.name().equals(each.name()))) {
                cell.broker().alerts().remove(each.name());
            }
        }
        declareMissing(counts, here, each -> cell.broker().routing().declare(each));
        declareMissing(alerts, alertsHere, each -> cell.broker().alerts().declare(each));
        equal.add(cell);
    }

    private static <T> void declareMissing(List<T> counts, List<T> here, Function<T, T> declare) {
        counts.stream().filter(each -> !here.contains(each)).forEach(declare::apply);
    }

    /** Does {@link #complete} for all cells that can be reached now. */
    void completeAll() {
        for (var cell : table.cells()) {
            try {
                complete(cell);
            } catch (RuntimeException e) {
                LOG.debugf("The rules of the cell '%s' are completed later: %s", cell.name(), e.getMessage());
            }
        }
    }

    /** The cells from the last to the first, for what is removed. */
    List<CellLink> backwards() {
        var cells = new ArrayList<>(table.cells());
        java.util.Collections.reverse(cells);
        return cells;
    }

    /** What gives a cell back the wildcard subscription that it has now. */
    Runnable backTo(CellLink cell, TopicRule wanted) {
        var routing = cell.broker().routing();
        var before = routing.rules().stream()
                .filter(each -> each.name().equals(wanted.name()))
                .findFirst();
        return () -> before.ifPresentOrElse(routing::declare, () -> routing.removeRule(wanted.name()));
    }

    /** What gives a cell back the alert that it has now. */
    Runnable backTo(CellLink cell, AlertRule wanted) {
        Objects.requireNonNull(wanted, "rule");
        var alerts = cell.broker().alerts();
        var before = alerts.find(wanted.name());
        return () -> before.ifPresentOrElse(alerts::declare, () -> alerts.remove(wanted.name()));
    }
}
