package io.penstock.kafka.cells;

import io.penstock.Destination;
import io.penstock.PenstockException;
import org.jboss.logging.Logger;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Gives names their cells. A name gets one when it is declared, together with the names that have to be in the same
 * one, and keeps it whatever the rules say later. Safe for use by any thread; it waits for storage.
 */
final class Placing {

    private static final Logger LOG = Logger.getLogger(Placing.class);

    private final CellTable table;
    private final PlacementRules rules;
    private final Executor background;

    /** Names of the first cell that are just being written down. */
    private final Set<String> adopting = ConcurrentHashMap.newKeySet();

    Placing(CellTable table, PlacementRules rules, Executor background) {
        this.table = table;
        this.rules = rules;
        this.background = background;
        table.onUseWithoutPlace(this::adopt);
    }

    /**
     * Returns the cell of a destination that is to be declared, which gets one now if it has none.
     *
     * @param together the names that have to be in the same cell
     * @throws PenstockException.Unsupported if one of them is in another one
     */
    CellLink place(Destination wanted, Collection<String> together) {
        String name = wanted.name();
        if (table.isSingle() || wanted.isTemporary()) {
            return table.of(name);
        }
        var known = table.place(name);
        if (known == null) {
            table.refresh();
            known = table.place(name);
        }
        boolean isSettled = known != null && known.state() == CellPlace.State.SETTLED;
        if (!isSettled || !areTogether(known.cell(), together)) {
            boolean isGone = known != null && known.state() == CellPlace.State.LEAVING && !exists(known.cell(), name);
            claim(name, together, isGone ? known : null);
        }
        return table.of(name);
    }

    /**
     * Sees to it that those names belong to the cell that a destination is in.
     *
     * @throws PenstockException.Unsupported if one of them is in another one
     */
    void together(CellLink cell, String destination, Collection<String> names) {
        if (table.isSingle() || areTogether(cell.name(), names)) {
            return;
        }
        claim(destination, names, null);
    }

    private boolean areTogether(String cell, Collection<String> names) {
        return names.stream().allMatch(each -> CellPlace.in(cell).equals(table.place(each)));
    }

    private boolean exists(String cell, String name) {
        return table.cell(cell)
                .filter(each -> each.broker().destination(name).isPresent())
                .isPresent();
    }

    /** @param gone the place of the name that does not count, since what left it is gone; null for none */
    private void claim(String name, Collection<String> together, CellPlace gone) {
        var ofFirst = new HashMap<String, Boolean>();
        for (var each : with(name, together)) {
            if (table.place(each) == null) {
                ofFirst.put(each, exists(table.first().name(), each));
            }
        }
        table.placements().change(places -> {
            var written = new HashMap<String, Optional<CellPlace>>();
            var now = places.get(name);
            String cell = now == null || now.equals(gone) ? chosen(name, together, places, ofFirst) : now.cell();
            if (now == null || now.state() == CellPlace.State.LEAVING) {
                written.put(name, Optional.of(CellPlace.in(cell)));
            }
            for (var each : together) {
                var other = places.containsKey(each)
                        ? places.get(each).cell()
                        : ofFirst.getOrDefault(each, false) ? table.first().name() : null;
                if (other == null || other.equals(cell) && !places.containsKey(each)) {
                    written.put(each, Optional.of(CellPlace.in(cell)));
                } else if (!other.equals(cell)) {
                    throw Spanning.refusal("The destination", name, cell, "together with", each, other);
                }
            }
            return written;
        });
        table.refresh();
    }

    private String chosen(
            String name, Collection<String> together, Map<String, CellPlace> places, Map<String, Boolean> ofFirst) {
        if (ofFirst.getOrDefault(name, false)) {
            return table.first().name();
        }
        return rules.byPattern(name)
                .or(() -> together.stream()
                        .filter(places::containsKey)
                        .map(each -> places.get(each).cell())
                        .findFirst())
                .orElseGet(() -> rules.byHash(name));
    }

    private static List<String> with(String name, Collection<String> others) {
        return java.util.stream.Stream.concat(java.util.stream.Stream.of(name), others.stream())
                .toList();
    }

    /** Begins a deletion: if nobody ends it, whoever declares the destination again looks whether it is gone. */
    void leaving(String name) {
        mark(name, CellPlace.State.SETTLED, CellPlace.State.LEAVING);
    }

    /** Takes back what {@link #leaving} began, since the destination stays. */
    void stays(String name) {
        mark(name, CellPlace.State.LEAVING, CellPlace.State.SETTLED);
    }

    private void mark(String name, CellPlace.State from, CellPlace.State to) {
        table.placements().change(places -> {
            var now = places.get(name);
            return now != null && now.state() == from ? Map.of(name, Optional.of(now.as(to))) : Map.of();
        });
    }

    /** Ends a deletion: the name is free, and so are those that belonged to it and name nothing. */
    void left(String name, Collection<String> unused) {
        table.placements().change(places -> {
            var written = new HashMap<String, Optional<CellPlace>>();
            var now = places.get(name);
            if (now != null && now.state() == CellPlace.State.LEAVING) {
                written.put(name, Optional.empty());
            }
            unused.stream().filter(places::containsKey).forEach(each -> written.put(each, Optional.empty()));
            return written;
        });
    }

    /** Gives a thing that is no destination the cell, unless another one has it; returns which one has it then. */
    String claim(String key, CellLink cell, String other) {
        var found = new String[1];
        table.placements().change(places -> {
            var now = places.get(key);
            boolean isFree = now == null || now.cell().equals(other);
            found[0] = isFree ? cell.name() : now.cell();
            return isFree && !CellPlace.in(cell.name()).equals(now)
                    ? Map.of(key, Optional.of(CellPlace.in(cell.name())))
                    : Map.of();
        });
        table.refresh();
        return found[0];
    }

    /** Forgets the cell of a thing that is no destination. */
    void forget(String key) {
        table.placements().change(places -> places.containsKey(key) ? Map.of(key, Optional.empty()) : Map.of());
    }

    /** What was declared in the first cell when there was no other one has no place: it is written down when used. */
    private void adopt(String name) {
        if (name.indexOf(':') >= 0 || !adopting.add(name)) {
            return;
        }
        try {
            background.execute(() -> {
                try {
                    if (exists(table.first().name(), name)) {
                        table.placements()
                                .change(places -> places.containsKey(name)
                                        ? Map.of()
                                        : Map.of(
                                                name,
                                                Optional.of(CellPlace.in(
                                                        table.first().name()))));
                    }
                } catch (RuntimeException e) {
                    LOG.debugf(e, "The cell of '%s' is not written down yet.", name);
                } finally {
                    adopting.remove(name);
                }
            });
        } catch (RejectedExecutionException e) {
            adopting.remove(name); // The next use is told of as well.
        }
    }
}
