package io.penstock.broker.routing;

import io.penstock.PenstockException;
import io.penstock.broker.entry.EngineBounds;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Checks whether another edge between exchanges, by a binding or an alternate, would make a circle or a way that is too
 * long. It is used once.
 */
public final class ExchangeGraph {

    private final Map<String, Set<String>> edges = new LinkedHashMap<>();

    public ExchangeGraph(RoutingTable table) {
        for (var exchange : table.exchanges()) {
            var targets = exchange.targets();
            targets.removeIf(name -> table.exchange(name) == null);
            edges.put(exchange.name(), targets);
        }
    }

    /**
     * Checks whether one exchange may lead to another, or to a queue or topic, which ends every way.
     *
     * @throws PenstockException.Conflict naming the circle, or the way that is too long
     */
    public void checkEdge(String from, String to) {
        var circle = path(to, from, new ArrayList<>());
        if (circle != null) {
            throw new PenstockException.Conflict("Exchange '" + from + "' cannot lead to '" + to
                    + "': messages would go round in the circle " + from + " -> " + String.join(" -> ", circle)
                    + ". Leave out one of these.");
        }
        edges.computeIfAbsent(from, name -> new LinkedHashSet<>()).add(to);
        Map<String, List<String>> known = new HashMap<>();
        for (var start : edges.keySet()) {
            var way = longest(start, known);
            if (way.size() > EngineBounds.EXCHANGE_HOPS) {
                throw new PenstockException.Conflict("Exchange '" + from + "' cannot lead to '" + to
                        + "': messages would pass " + way.size() + " exchanges, " + String.join(" -> ", way)
                        + "; the limit is " + EngineBounds.EXCHANGE_HOPS + ". Bind to a queue or topic instead.");
            }
        }
    }

    /** A way between exchanges, or null. Ways are short, since each edge was checked when it was made. */
    private List<String> path(String from, String to, List<String> before) {
        var way = new ArrayList<>(before);
        way.add(from);
        if (from.equals(to)) {
            return way;
        }
        for (var next : edges.getOrDefault(from, Set.of())) {
            var found = path(next, to, way);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private List<String> longest(String from, Map<String, List<String>> known) {
        var before = known.get(from);
        if (before != null) {
            return before;
        }
        var way = new ArrayList<String>();
        for (var next : edges.getOrDefault(from, Set.of())) {
            if (edges.containsKey(next)) {
                var rest = longest(next, known);
                if (rest.size() > way.size()) {
                    way.clear();
                    way.addAll(rest);
                }
            }
        }
        way.add(0, from);
        known.put(from, way);
        return way;
    }
}
