package io.penstock.quarkus.jta;

import io.penstock.Broker;
import io.penstock.Schedule;
import io.penstock.ScheduleState;
import io.penstock.ScheduleStatus;
import io.penstock.Schedules;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Schedules whose declaration and cancellation wait for the commit of the thread's JTA transaction, if there is one. To
 * pause, to resume and to fire takes effect at once: these are tools of operators.
 */
record JtaSchedules(Broker broker, JtaTransactions transactions) implements Schedules {

    /**
     * Declares a schedule. In a transaction the result is what exists until the commit: the schedule of that name, or
     * the new one, whose next time is not known yet.
     */
    @Override
    public ScheduleState declare(Schedule schedule) {
        if (!transactions.active()) {
            return broker.schedules().declare(schedule);
        }
        transactions.branch(broker).schedule(schedule);
        return find(schedule.name()).orElseGet(() -> declared(schedule));
    }

    private static ScheduleState declared(Schedule schedule) {
        return new ScheduleState(
                schedule, ScheduleStatus.ACTIVE, false, Optional.empty(), Optional.empty(), 0, 0, Optional.empty());
    }

    @Override
    public List<ScheduleState> list() {
        return broker.schedules().list();
    }

    @Override
    public Optional<ScheduleState> find(String name) {
        return broker.schedules().find(name);
    }

    @Override
    public ScheduleState pause(String name) {
        return broker.schedules().pause(name);
    }

    @Override
    public ScheduleState resume(String name) {
        return broker.schedules().resume(name);
    }

    @Override
    public ScheduleState fire(String name) {
        return broker.schedules().fire(name);
    }

    @Override
    public void cancel(String name) {
        if (transactions.active()) {
            transactions.branch(broker).cancelSchedule(name);
        } else {
            broker.schedules().cancel(name);
        }
    }

    @Override
    public List<Instant> nextFirings(String name, int count) {
        return broker.schedules().nextFirings(name, count);
    }
}
