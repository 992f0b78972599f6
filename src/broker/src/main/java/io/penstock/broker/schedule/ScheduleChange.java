package io.penstock.broker.schedule;

import io.penstock.Schedule;
import io.penstock.broker.entry.Entry;
import io.penstock.broker.entry.StoredSchedule;

/**
 * What a transaction does to a schedule when it is committed.
 *
 * @param declared the schedule that it declares; null if it cancels the one of that name
 * @param unknownZone the name of its time zone if this Java does not know that, as the one before did; else null
 */
public record ScheduleChange(String name, Schedule declared, String unknownZone) {

    public static ScheduleChange declare(Schedule schedule) {
        return new ScheduleChange(schedule.name(), schedule, null);
    }

    public static ScheduleChange cancel(String name) {
        return new ScheduleChange(name, null, null);
    }

    /** The change that a prepared transaction has kept. */
    public static ScheduleChange of(Entry.Scheduling kept) {
        return kept instanceof Entry.ScheduleDeclared declared
                ? new ScheduleChange(
                        kept.name(),
                        declared.state().schedule(),
                        declared.state().unknownZone())
                : cancel(kept.name());
    }

    /** The change as a prepared transaction keeps it: what the schedule becomes is decided at the commit. */
    public Entry.Scheduling kept() {
        return declared == null
                ? new Entry.ScheduleCancelled(name)
                : new Entry.ScheduleDeclared(
                        new StoredSchedule(declared, false, 0, StoredSchedule.NEVER, 0, 0, 0, unknownZone));
    }
}
