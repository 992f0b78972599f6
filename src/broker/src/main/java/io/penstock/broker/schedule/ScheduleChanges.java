package io.penstock.broker.schedule;

import io.penstock.PenstockException;
import io.penstock.broker.entry.EngineBounds;
import io.penstock.broker.entry.Entry;
import io.penstock.broker.entry.StoredSchedule;
import org.jboss.logging.Logger;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Turns the changes of a transaction into entries, one after the other, each upon what those before it have made. */
final class ScheduleChanges {

    private static final Logger LOG = Logger.getLogger(ScheduleChanges.class);

    private final Timetable timetable;
    private final ScheduleRules rules;

    /** The schedules that were changed here, and what they are now; null for one that is cancelled. */
    private final Map<String, StoredSchedule> changed = new HashMap<>();

    private final List<Entry> entries = new ArrayList<>();
    private int added;

    ScheduleChanges(Timetable timetable, ScheduleRules rules) {
        this.timetable = timetable;
        this.rules = rules;
    }

    /**
     * The entries of a transaction that is committed in one step.
     *
     * @throws PenstockException if one of the changes is not possible any more
     */
    List<Entry> entries(List<ScheduleChange> changes) {
        for (var change : changes) {
            var existing = existing(change.name());
            if (change.declared() == null) {
                if (existing == null) {
                    throw new PenstockException.UnknownSchedule(change.name());
                }
                cancel(change.name());
            } else if (!ScheduleRules.isSame(change.declared(), existing)) {
                var state = rules.declared(change.declared(), existing);
                requireRoom(existing, change.name());
                declare(state, existing);
            }
        }
        return entries;
    }

    /** The entries of a transaction that was prepared, and so has been promised that it can be committed. */
    List<Entry> promised(List<ScheduleChange> changes) {
        for (var change : changes) {
            var existing = existing(change.name());
            if (change.declared() != null && !ScheduleRules.isSame(change.declared(), existing)) {
                declare(rules.promised(change.declared(), change.unknownZone(), existing), existing);
            } else if (change.declared() == null && existing != null) {
                cancel(change.name());
            } else if (change.declared() == null) {
                LOG.warnf(
                        "A prepared transaction cancels the schedule '%s', which was cancelled before.", change.name());
            }
        }
        return entries;
    }

    private StoredSchedule existing(String name) {
        return changed.containsKey(name) ? changed.get(name) : timetable.find(name);
    }

    private void requireRoom(StoredSchedule existing, String name) {
        int size = timetable.size() + added;
        if (existing == null && size >= EngineBounds.SCHEDULES) {
            throw new PenstockException.InvalidConfiguration("There are " + size
                    + " schedules, and no more are possible: cancel some before you declare '" + name + "'.");
        }
    }

    private void declare(StoredSchedule state, StoredSchedule existing) {
        added += existing == null ? 1 : 0;
        changed.put(state.schedule().name(), state);
        entries.add(new Entry.ScheduleDeclared(state));
    }

    private void cancel(String name) {
        added--;
        changed.put(name, null);
        entries.add(new Entry.ScheduleCancelled(name));
    }
}
