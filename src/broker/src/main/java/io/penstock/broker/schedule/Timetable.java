package io.penstock.broker.schedule;

import io.penstock.broker.entry.Entry;
import io.penstock.broker.entry.StoredSchedule;
import io.penstock.broker.entry.UnreadableEntryException;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;

/**
 * Keeps all schedules and their state. It changes by applying entries, by one thread at a time; any thread reads it.
 */
public final class Timetable {

    private final Map<String, StoredSchedule> schedules = new ConcurrentSkipListMap<>();

    /** All schedules, sorted by name. */
    Collection<StoredSchedule> all() {
        return schedules.values();
    }

    StoredSchedule find(String name) {
        return schedules.get(name);
    }

    int size() {
        return schedules.size();
    }

    /** @throws UnreadableEntryException if it cannot follow what was applied before */
    public void apply(Entry.Scheduling entry) {
        if (entry instanceof Entry.ScheduleDeclared declared) {
            schedules.put(entry.name(), declared.state());
        } else if (entry instanceof Entry.ScheduleFired fired) {
            schedules.put(entry.name(), known(entry.name()).moved(fired));
        } else if (entry instanceof Entry.SchedulePaused paused) {
            schedules.put(entry.name(), known(entry.name()).paused(paused.paused(), paused.nextMillis()));
        } else {
            known(entry.name());
            schedules.remove(entry.name());
        }
    }

    private StoredSchedule known(String name) {
        var known = schedules.get(name);
        if (known == null) {
            throw new UnreadableEntryException("an entry names the schedule '" + name + "', which does not exist");
        }
        return known;
    }

    /** Tells this timetable as entries that rebuild it. */
    public void describe(Consumer<Entry> entries) {
        schedules.values().forEach(state -> entries.accept(new Entry.ScheduleDeclared(state)));
    }
}
