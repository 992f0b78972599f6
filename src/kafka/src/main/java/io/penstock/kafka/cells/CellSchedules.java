package io.penstock.kafka.cells;

import io.penstock.Schedule;
import io.penstock.ScheduleState;
import io.penstock.Schedules;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The schedules of all cells. A schedule is in the cell of the destination that it sends to. */
final class CellSchedules implements Schedules {

    private static final String KIND = "schedule:";

    private final CellTable table;
    private final Placing placing;

    CellSchedules(CellTable table, Placing placing) {
        this.table = table;
        this.placing = placing;
    }

    /** The cell that has the schedule of that name, or would be asked for it. */
    CellLink of(String name) {
        return table.of(KIND + Objects.requireNonNull(name, "name"));
    }

    /** The cell for a schedule that is to be declared, which has its name from then on. */
    CellLink cellFor(Schedule schedule) {
        var wanted = table.of(schedule.message().destination());
        if (table.isSingle()) {
            return wanted;
        }
        String name = schedule.name();
        String key = KIND + name;
        if (table.known(key) == wanted) {
            return wanted;
        }
        var before = of(name);
        boolean isElsewhere =
                before != wanted && before.broker().schedules().find(name).isPresent();
        String cell = isElsewhere ? before.name() : placing.claim(key, wanted, before.name());
        if (!cell.equals(wanted.name())) {
            throw Spanning.refusal(
                    "The schedule",
                    name,
                    cell,
                    "replaced by one that sends to",
                    schedule.message().destination(),
                    wanted.name());
        }
        return wanted;
    }

    @Override
    public ScheduleState declare(Schedule schedule) {
        return cellFor(schedule).broker().schedules().declare(schedule);
    }

    @Override
    public List<ScheduleState> list() {
        return table.cells().stream()
                .flatMap(cell -> cell.broker().schedules().list().stream())
                .sorted(Comparator.comparing(state -> state.schedule().name()))
                .toList();
    }

    @Override
    public Optional<ScheduleState> find(String name) {
        return of(name).broker().schedules().find(name);
    }

    @Override
    public ScheduleState pause(String name) {
        return of(name).broker().schedules().pause(name);
    }

    @Override
    public ScheduleState resume(String name) {
        return of(name).broker().schedules().resume(name);
    }

    @Override
    public ScheduleState fire(String name) {
        return of(name).broker().schedules().fire(name);
    }

    @Override
    public void cancel(String name) {
        of(name).broker().schedules().cancel(name);
        if (!table.isSingle()) {
            placing.forget(KIND + name);
        }
    }

    @Override
    public List<Instant> nextFirings(String name, int count) {
        return of(name).broker().schedules().nextFirings(name, count);
    }
}
