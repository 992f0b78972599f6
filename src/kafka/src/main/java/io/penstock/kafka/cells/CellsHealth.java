package io.penstock.kafka.cells;

import io.penstock.BrokerHealth;

import java.util.List;

/** The health of several cells: as bad as that of the worst. */
final class CellsHealth {

    private CellsHealth() {}

    static BrokerHealth of(List<CellLink> cells) {
        if (cells.size() == 1) {
            return cells.get(0).broker().health();
        }
        var worst = BrokerHealth.State.RUNNING;
        var healths = cells.stream().map(cell -> cell.broker().health()).toList();
        var details = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            var health = healths.get(i);
            worst = health.state().compareTo(worst) > 0 ? health.state() : worst;
            details.append(i == 0 ? "" : " ")
                    .append(cells.get(i).name())
                    .append(": ")
                    .append(health.state())
                    .append(health.detail().isEmpty() ? "." : ", " + health.detail());
        }
        return new BrokerHealth(worst, details.toString());
    }
}
