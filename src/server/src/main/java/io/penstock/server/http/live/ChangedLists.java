package io.penstock.server.http.live;

import io.penstock.Broker;
import io.penstock.Capability;
import io.penstock.PenstockException;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds out which lists are others than they were a second ago. Not thread-safe. */
final class ChangedLists {

    private final Broker broker;
    private final Map<ListKind, Object> before = new EnumMap<>(ListKind.class);

    ChangedLists(Broker broker) {
        this.broker = broker;
    }

    /**
     * The lists that have changed since this was asked before; of one that is looked at for the first time, or again
     * after a failure, that is not known.
     *
     * @param destinations their names; null if they are not known
     */
    Set<ListKind> find(@Nullable Set<String> destinations) {
        var changed = EnumSet.noneOf(ListKind.class);
        compare(ListKind.DESTINATIONS, destinations, changed);
        for (var kind : EnumSet.complementOf(EnumSet.of(ListKind.DESTINATIONS))) {
            compare(kind, state(kind), changed);
        }
        return changed;
    }

    /** Forgets what there was, for when nobody looks any more. */
    void forget() {
        before.clear();
    }

    private void compare(ListKind kind, @Nullable Object now, Set<ListKind> changed) {
        var known = now == null ? before.remove(kind) : before.put(kind, now);
        if (known != null && now != null && !known.equals(now)) {
            changed.add(kind);
        }
    }

    private @Nullable Object state(ListKind kind) {
        try {
            return switch (kind) {
                case ALERTS ->
                    has(Capability.ALERTS) ? List.of(rules(), broker.alerts().states()) : null;
                case OPERATIONS ->
                    has(Capability.OPERATIONS_BY_HAND) ? broker.operations().list() : null;
                case SCHEDULES -> has(Capability.SCHEDULES) ? schedules() : null;
                case DESTINATIONS -> null;
            };
        } catch (PenstockException e) {
            return null; // Health says why.
        }
    }

    private boolean has(Capability capability) {
        return broker.capabilities().supports(capability);
    }

    private Object rules() {
        return broker.alerts().rules();
    }

    /** Without their firings, of which there may be one in each second. */
    private Object schedules() {
        var states = new ArrayList<List<Object>>();
        broker.schedules().list().forEach(each -> states.add(List.of(each.schedule(), each.status(), each.problem())));
        return states;
    }
}
