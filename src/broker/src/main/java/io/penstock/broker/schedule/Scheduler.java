package io.penstock.broker.schedule;

import io.penstock.Destination;
import io.penstock.Durability;
import io.penstock.PenstockException;
import io.penstock.Schedule;
import io.penstock.ScheduleState;
import io.penstock.Schedules;
import io.penstock.broker.destination.Catalog;
import io.penstock.broker.destination.RoutedAppend;
import io.penstock.broker.destination.RoutedLog;
import io.penstock.broker.entry.EngineBounds;
import io.penstock.broker.entry.Entry;
import io.penstock.broker.entry.EntryCodec;
import io.penstock.broker.entry.ScheduleCodec;
import io.penstock.broker.entry.StoredSchedule;
import io.penstock.broker.limit.Demand;
import io.penstock.broker.limit.Limiter;
import io.penstock.broker.limit.ReservedRoom;
import io.penstock.broker.loop.Alarms;
import io.penstock.broker.loop.Outcomes;
import io.penstock.broker.loop.Timekeeper;
import io.penstock.broker.loop.WaitingAppend;
import io.penstock.broker.record.MessageRules;
import io.penstock.broker.send.Preparation;
import io.penstock.journal.JournalException;
import io.penstock.journal.log.Log;
import org.jboss.logging.Logger;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Sends what schedules say. A firing is one append: the message, and the entry that moves the schedule on; so it
 * happens once. Decisions about schedules are made one at a time and wait for the journal: what is cancelled does not
 * fire.
 */
public final class Scheduler implements Schedules, Timekeeper.Task {

    private static final Logger LOG = Logger.getLogger(Scheduler.class);

    /** Firings written at a time: enough to share forces, few enough to be waited for. */
    private static final int MAX_IN_FLIGHT = 256;

    /** The time after which a firing is tried again that failed for a full disk or a destination that is gone. */
    static final long RETRY_MILLIS = 5_000;

    private final Timetable timetable;
    private final Log log;
    private final RoutedLog routed;
    private final Catalog catalog;
    private final Preparation preparation;
    private final Limiter limiter;
    private final MessageRules rules;
    private final InstantSource clock;
    private final boolean forced;
    private final Map<String, Plan> plans = new HashMap<>();
    private Runnable wake = () -> {};

    public Scheduler(
            Log log,
            RoutedLog routed,
            Catalog catalog,
            Timetable timetable,
            Preparation preparation,
            Limiter limiter,
            MessageRules rules,
            InstantSource clock,
            boolean forced) {
        this.log = log;
        this.routed = routed;
        this.catalog = catalog;
        this.preparation = preparation;
        this.limiter = limiter;
        this.rules = rules;
        this.clock = clock;
        this.forced = forced;
        this.timetable = timetable;
    }

    /** What need not survive of a schedule. */
    private static final class Plan {

        private final Schedule schedule;
        private final FiringDecision timing;
        private String problem;
        private long retryAt;

        private Plan(StoredSchedule state) {
            schedule = state.schedule();
            FiringDecision known = null;
            try {
                known = new FiringDecision(schedule, state.anchorMillis());
            } catch (PenstockException.InvalidConfiguration e) {
                problem = e.getMessage();
            }
            timing = known;
        }

        /** It is tried again. */
        private void failed(PenstockException cause, long now) {
            problem = cause.getMessage();
            retryAt = now + RETRY_MILLIS;
        }
    }

    @Override
    public void wakeBy(Runnable action) {
        wake = action;
    }

    @Override
    public synchronized ScheduleState declare(Schedule schedule) {
        var existing = timetable.find(schedule.name());
        if (existing != null
                && Arrays.equals(ScheduleCodec.encode(existing.schedule()), ScheduleCodec.encode(schedule))) {
            return state(existing);
        }
        check(schedule);
        if (existing == null && timetable.size() >= EngineBounds.SCHEDULES) {
            throw new PenstockException.InvalidConfiguration("There are " + timetable.size()
                    + " schedules, and no more are possible: cancel some before you declare '" + schedule.name()
                    + "'.");
        }
        long now = clock.millis();
        boolean sameTimes = existing != null && haveSameTimes(existing.schedule(), schedule);
        long anchor = sameTimes ? existing.anchorMillis() : now;
        long next = sameTimes
                ? existing.nextMillis()
                : FiringTimes.of(schedule, anchor).after(now);
        write(new Entry.ScheduleDeclared(new StoredSchedule(
                schedule,
                existing != null && existing.paused(),
                anchor,
                next,
                existing == null ? 0 : existing.lastMillis(),
                existing == null ? 0 : existing.fired(),
                existing == null ? 0 : existing.skipped())));
        plans.remove(schedule.name());
        wake.run();
        return state(timetable.find(schedule.name()));
    }

    private static boolean haveSameTimes(Schedule one, Schedule other) {
        return Objects.equals(one.cron(), other.cron())
                && one.zone().equals(other.zone())
                && Objects.equals(one.interval(), other.interval())
                && Objects.equals(one.start(), other.start())
                && Objects.equals(one.end(), other.end());
    }

    private void check(Schedule schedule) {
        var message = schedule.message();
        if (Destination.isTemporary(message.destination())) {
            throw new PenstockException.InvalidConfiguration("Schedule '" + schedule.name()
                    + "' cannot send to the temporary destination '" + message.destination()
                    + "', which it would outlive.");
        }
        if (catalog.declared(message.destination()) == null) {
            throw new PenstockException.UnknownDestination(message.destination());
        }
        long bytes = rules.check(message, clock.instant());
        var destination = catalog.find(message.destination());
        if (destination != null) {
            destination.requireFits(bytes);
        }
        if (bytes > EngineBounds.SCHEDULE_MESSAGE_BYTES) {
            throw new PenstockException.MessageTooLarge(
                    message.destination(), bytes, EngineBounds.SCHEDULE_MESSAGE_BYTES);
        }
        FiringTimes.of(schedule, clock.millis());
    }

    @Override
    public synchronized List<ScheduleState> list() {
        return timetable.all().stream().map(this::state).toList();
    }

    @Override
    public synchronized Optional<ScheduleState> find(String name) {
        return Optional.ofNullable(timetable.find(name)).map(this::state);
    }

    private ScheduleState state(StoredSchedule state) {
        return state.state(plan(state).problem);
    }

    private Plan plan(StoredSchedule state) {
        var plan = plans.get(state.schedule().name());
        if (plan == null || plan.schedule != state.schedule()) {
            plan = new Plan(state);
            plans.put(state.schedule().name(), plan);
        }
        return plan;
    }

    @Override
    public synchronized ScheduleState pause(String name) {
        var state = require(name);
        if (!state.paused()) {
            write(new Entry.SchedulePaused(name, true, state.nextMillis()));
        }
        return state(timetable.find(name));
    }

    @Override
    public synchronized ScheduleState resume(String name) {
        var state = require(name);
        long next = FiringTimes.of(state.schedule(), state.anchorMillis()).after(clock.millis());
        if (state.paused() || next < state.nextMillis()) {
            write(new Entry.SchedulePaused(name, false, next));
            plans.remove(name);
            wake.run();
        }
        return state(timetable.find(name));
    }

    @Override
    public synchronized void cancel(String name) {
        require(name);
        write(new Entry.ScheduleCancelled(name));
        plans.remove(name);
    }

    @Override
    public synchronized List<Instant> nextFirings(String name, int count) {
        if (count < 1 || count > EngineBounds.NEXT_FIRINGS) {
            throw new PenstockException.InvalidConfiguration("Cannot tell " + count + " firings of '" + name
                    + "': ask for 1 to " + EngineBounds.NEXT_FIRINGS + ".");
        }
        var state = require(name);
        var times = FiringTimes.of(state.schedule(), state.anchorMillis());
        var firings = new ArrayList<Instant>();
        long at = state.paused() ? times.after(clock.millis()) : state.nextMillis();
        for (; at != StoredSchedule.NEVER && firings.size() < count; at = times.after(at)) {
            firings.add(Instant.ofEpochMilli(at));
        }
        return firings;
    }

    private StoredSchedule require(String name) {
        var state = timetable.find(name);
        if (state == null) {
            throw new PenstockException.UnknownSchedule(name);
        }
        return state;
    }

    private void write(Entry entry) {
        var append = new WaitingAppend(forced);
        append.addEntry(EntryCodec.encode(entry));
        append.write(log);
    }

    /** Sends what is due; tells when there will be more. */
    @Override
    public synchronized long turn() {
        long now = clock.millis();
        var firings = new ArrayList<Firing>();
        long earliest = begin(firings, now);
        firings.forEach(firing -> firing.finish(now));
        return firings.isEmpty() ? earliest : now;
    }

    /** Hands what is due to the journal; returns when there will be more. */
    private long begin(List<Firing> firings, long now) {
        long earliest = Alarms.NEVER;
        for (var state : timetable.all()) {
            if (state.paused() || state.nextMillis() == StoredSchedule.NEVER) {
                continue;
            }
            var plan = plan(state);
            if (plan.timing == null) {
                continue;
            }
            // A clock that was set back must not make a retry wait for what was once now.
            plan.retryAt = Math.min(plan.retryAt, now + RETRY_MILLIS);
            long due = Math.max(state.nextMillis(), plan.retryAt);
            if (due > now || firings.size() == MAX_IN_FLIGHT) {
                earliest = Math.min(earliest, due);
            } else {
                prepare(state, plan, now).ifPresent(firings::add);
                earliest = plan.problem == null ? earliest : Math.min(earliest, plan.retryAt);
            }
        }
        firings.forEach(Firing::write);
        return earliest;
    }

    private Optional<Firing> prepare(StoredSchedule state, Plan plan, long now) {
        var step = plan.timing.step(state.nextMillis(), now);
        try {
            return Optional.of(new Firing(state, plan, step, now));
        } catch (PenstockException e) {
            // Once, until it has fired; what the journal does not take, that tells itself.
            if (plan.problem == null) {
                LOG.warnf(
                        "Schedule '%s' cannot fire, and tries again every %d seconds: %s",
                        state.schedule().name(), RETRY_MILLIS / 1_000, e.getMessage());
            }
            plan.failed(e, now);
            return Optional.empty();
        }
    }

    /** The message and where its schedule stands from then on: both, or neither. */
    private final class Firing extends RoutedAppend {

        private final Plan plan;
        private final CompletableFuture<PenstockException> outcome = new CompletableFuture<>();
        private final Entry entry;

        /** What is sent; nothing if the firing is skipped. */
        private List<Preparation.Copy> copies = List.of();

        private ReservedRoom room;

        private Firing(StoredSchedule state, Plan plan, FiringDecision.Step step, long now) {
            super(forcesFirings(state.schedule()));
            this.plan = plan;
            var schedule = state.schedule();
            if (step.firing() != StoredSchedule.NEVER) {
                prepare(schedule, Instant.ofEpochMilli(step.firing()), now);
            }
            entry = new Entry.ScheduleFired(schedule.name(), step.firing(), step.next(), step.skipped());
        }

        private void prepare(Schedule schedule, Instant firing, long now) {
            var message = schedule.message()
                    .copy()
                    .id(schedule.messageId(firing))
                    .header(Schedule.NAME_HEADER, schedule.name())
                    .header(Schedule.FIRING_HEADER, firing.toString())
                    .build();
            copies = preparation.copies(message, now);
            // A limit may have been lowered since it was declared, or the message goes where an exchange says now.
            long bytes = rules.check(schedule.message(), Instant.ofEpochMilli(now));
            copies.forEach(copy -> copy.to().destination().requireFits(bytes));
            var demand = new Demand();
            copies.forEach(
                    copy -> demand.add(copy.to().destination(), copy.record().bytes().length));
            room = limiter.atOnce(demand);
        }

        @Override
        protected boolean route() {
            copies.forEach(copy -> addRecord(copy.to().now(copy.record()).id(), copy.record()));
            if (room != null) {
                room.addTo(this);
            }
            addEntry(EntryCodec.encode(entry));
            return true;
        }

        private void write() {
            try {
                routed.append(this);
            } catch (JournalException.TooLarge e) {
                refuse(new PenstockException.InvalidMessage(
                        "The message does not fit into the log with all its copies: " + e.getMessage()));
            }
        }

        private void finish(long now) {
            var failure = outcome.join();
            if (failure == null) {
                plan.problem = null;
                plan.retryAt = 0;
            } else {
                plan.failed(failure, now);
            }
        }

        @Override
        public void durable() {
            if (room != null) {
                room.happened();
            }
            outcome.complete(null);
        }

        @Override
        public void failed(JournalException cause) {
            refuse(Outcomes.refused(cause));
        }

        private void refuse(PenstockException cause) {
            if (room != null) {
                room.undone();
            }
            outcome.complete(cause);
        }
    }

    private boolean forcesFirings(Schedule schedule) {
        return schedule.message()
                .durability()
                .map(wanted -> wanted == Durability.SYNC)
                .orElse(forced);
    }
}
