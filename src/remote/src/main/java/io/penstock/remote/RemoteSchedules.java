package io.penstock.remote;

import io.penstock.Schedule;
import io.penstock.ScheduleState;
import io.penstock.Schedules;
import io.penstock.remote.wire.Codec;
import io.penstock.remote.wire.RemoteCalls;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The schedules of the server's broker. */
record RemoteSchedules(ClientLink link) implements Schedules {

    @Override
    public ScheduleState declare(Schedule schedule) {
        return link.ask(RemoteCalls.SCHEDULE, Objects.requireNonNull(schedule, "schedule"));
    }

    @Override
    public List<ScheduleState> list() {
        return link.ask(RemoteCalls.SCHEDULES, Codec.Nothing.NOTHING);
    }

    @Override
    public Optional<ScheduleState> find(String name) {
        return link.ask(RemoteCalls.SCHEDULE_FIND, Objects.requireNonNull(name, "name"));
    }

    @Override
    public ScheduleState pause(String name) {
        return link.ask(RemoteCalls.SCHEDULE_PAUSE, Objects.requireNonNull(name, "name"));
    }

    @Override
    public ScheduleState resume(String name) {
        return link.ask(RemoteCalls.SCHEDULE_RESUME, Objects.requireNonNull(name, "name"));
    }

    @Override
    public ScheduleState fire(String name) {
        return link.ask(RemoteCalls.SCHEDULE_FIRE, Objects.requireNonNull(name, "name"));
    }

    @Override
    public void cancel(String name) {
        link.ask(RemoteCalls.SCHEDULE_CANCEL, Objects.requireNonNull(name, "name"));
    }

    @Override
    public List<Instant> nextFirings(String name, int count) {
        return link.ask(
                RemoteCalls.SCHEDULE_NEXT, new Codec.Pair<>(Objects.requireNonNull(name, "name"), (long) count));
    }
}
