package io.penstock.broker.alert;

import io.penstock.AlertRule;
import io.penstock.AlertState;

import java.util.List;
import java.util.Map;

/**
 * What of alerts survives a restart.
 *
 * @param waiting changes that were not handed on yet, in their order
 * @param letters the times of dead letters that are counted
 */
record AlertSnapshot(
        List<AlertRule> rules, List<AlertState> states, List<AlertState> waiting, Map<AlertKey, List<Long>> letters) {

    static final AlertSnapshot EMPTY = new AlertSnapshot(List.of(), List.of(), List.of(), Map.of());
}
