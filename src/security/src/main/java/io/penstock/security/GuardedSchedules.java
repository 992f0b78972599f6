package io.penstock.security;

import io.penstock.Schedule;
import io.penstock.ScheduleState;
import io.penstock.Schedules;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import static io.penstock.security.Action.SEND;

/** Schedules that send where the caller may send. Who may send there may also pause and cancel them. */
record GuardedSchedules(Schedules schedules, CallerRights rights, Audited audited) implements Schedules {

    @Override
    public ScheduleState declare(Schedule schedule) {
        rights.require(SEND, schedule.message().destination());
        // Refuses to take the place of a schedule of somebody else.
        requireSend(schedule.name());
        return audited.call("schedule", schedule.name(), () -> schedules.declare(schedule));
    }

    @Override
    public List<ScheduleState> list() {
        return schedules.list().stream()
                .filter(state -> rights.allowsAny(destination(state)))
                .toList();
    }

    private static String destination(ScheduleState state) {
        return state.schedule().message().destination();
    }

    /** @throws io.penstock.PenstockException.Forbidden if there is one, which sends where the caller may do nothing */
    @Override
    public Optional<ScheduleState> find(String name) {
        var found = schedules.find(name);
        found.ifPresent(state -> rights.requireAny(destination(state)));
        return found;
    }

    void requireSend(String name) {
        schedules.find(name).ifPresent(state -> rights.require(SEND, destination(state)));
    }

    @Override
    public ScheduleState pause(String name) {
        requireSend(name);
        return audited.call("pause schedule", name, () -> schedules.pause(name));
    }

    @Override
    public ScheduleState resume(String name) {
        requireSend(name);
        return audited.call("resume schedule", name, () -> schedules.resume(name));
    }

    @Override
    public ScheduleState fire(String name) {
        requireSend(name);
        return audited.call("fire schedule", name, () -> schedules.fire(name));
    }

    @Override
    public void cancel(String name) {
        requireSend(name);
        audited.run("cancel schedule", name, () -> schedules.cancel(name));
    }

    @Override
    public List<Instant> nextFirings(String name, int count) {
        find(name);
        return schedules.nextFirings(name, count);
    }
}
