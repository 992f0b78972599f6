package io.penstock.broker.schedule;

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
import io.penstock.broker.entry.StoredSchedule;
import io.penstock.broker.limit.Demand;
import io.penstock.broker.limit.Limiter;
import io.penstock.broker.limit.ReservedRoom;
import io.penstock.broker.loop.Alarms;
import io.penstock.broker.loop.ClockWatch;
import io.penstock.broker.loop.Outcomes;
import io.penstock.broker.loop.Ticks;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Sends the messages of schedules. A firing is one append: the message, and the entry that moves the schedule on; so it
 * happens once. Decisions about schedules are made one at a time and wait for the journal: a schedule that was
 * cancelled does not fire.
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
    private final Preparation preparation;
    private final Limiter limiter;
    private final MessageRules messages;
    private final ScheduleRules rules;
    private final InstantSource clock;
    private final boolean forced;
    private final Map<String, SchedulePlan> plans = new HashMap<>();
    private final ScheduleProblems problems = new ScheduleProblems();
    private final ClockWatch watch;

    /** The time by which the clock was set back, and not set forward again, since the broker was opened. */
    private long setBackMillis;

    /** The clock is to be compared with what schedules wait for. */
    private boolean lookForBehind = true;

    private Runnable wake = () -> {};

    public Scheduler(
            Log log,
            RoutedLog routed,
            Catalog catalog,
            Timetable timetable,
            Preparation preparation,
            Limiter limiter,
            MessageRules messages,
            InstantSource clock,
            boolean forced) {
        this.log = log;
        this.routed = routed;
        this.preparation = preparation;
        this.limiter = limiter;
        this.messages = messages;
        rules = new ScheduleRules(catalog, messages, clock);
        this.clock = clock;
        this.forced = forced;
        this.timetable = timetable;
        watch = new ClockWatch(Ticks.of(clock), clock.millis());
    }

    /** Why some do not fire. */
    public ScheduleProblems problems() {
        return problems;
    }

    @Override
    public void wakeBy(Runnable action) {
        wake = action;
    }

    @Override
    public synchronized ScheduleState declare(Schedule schedule) {
        Objects.requireNonNull(schedule, "schedule");
        ScheduleRules.requireKept(schedule);
        var existing = timetable.find(schedule.name());
        if (!ScheduleRules.isSame(schedule, existing)) {
            change(List.of(ScheduleChange.declare(schedule)), entries -> entries.forEach(this::write));
        }
        return state(timetable.find(schedule.name()));
    }

    /**
     * Refuses a schedule that could not be declared now, for a transaction that would declare it.
     *
     * @throws PenstockException as {@link #declare} does
     */
    public void requirePossible(Schedule schedule) {
        Objects.requireNonNull(schedule, "schedule");
        rules.require(schedule);
    }

    /** Whether there is a schedule of that name. */
    public boolean exists(String name) {
        return timetable.find(name) != null;
    }

    /** How many schedules there are. */
    public int size() {
        return timetable.size();
    }

    /**
     * Changes schedules, with what else is to happen in the same append. Nothing fires and nobody else decides
     * meanwhile, so this waits for whoever does so now.
     *
     * @param writing writes the entries, which may be none, and waits until they are applied
     * @throws PenstockException if one of the changes is not possible; nothing is written then
     */
    public synchronized void change(List<ScheduleChange> changes, Consumer<List<Entry>> writing) {
        writing.accept(new ScheduleChanges(timetable, rules).entries(changes));
        changed(changes);
    }

    /** Changes schedules as a transaction wants it that was prepared: what was promised is possible. */
    public synchronized void changeAsPromised(List<ScheduleChange> changes, Consumer<List<Entry>> writing) {
        writing.accept(new ScheduleChanges(timetable, rules).promised(changes));
        changed(changes);
    }

    private void changed(List<ScheduleChange> changes) {
        changes.forEach(change -> forget(change.name()));
        wake.run();
    }

    private void forget(String name) {
        plans.remove(name);
        problems.ended(name);
    }

    @Override
    public synchronized List<ScheduleState> list() {
        return timetable.all().stream().map(this::state).toList();
    }

    @Override
    public synchronized Optional<ScheduleState> find(String name) {
        Objects.requireNonNull(name, "name");
        return Optional.ofNullable(timetable.find(name)).map(this::state);
    }

    private ScheduleState state(StoredSchedule state) {
        var plan = plan(state);
        return state.state(
                problems.of(state.schedule().name()), plan.isBehind(state, nowFor(state.schedule(), clock.millis())));
    }

    private SchedulePlan plan(StoredSchedule state) {
        var plan = plans.get(state.schedule().name());
        if (plan == null || plan.schedule != state.schedule()) {
            plan = SchedulePlan.of(state, problems);
            plans.put(state.schedule().name(), plan);
        }
        return plan;
    }

    /** An interval goes on while the clock is behind; a time on the wall has to come again. */
    private long nowFor(Schedule schedule, long now) {
        return schedule.cron() == null ? now + setBackMillis : now;
    }

    @Override
    public synchronized ScheduleState pause(String name) {
        Objects.requireNonNull(name, "name");
        var state = require(name);
        if (!state.paused()) {
            write(new Entry.SchedulePaused(name, true, state.nextMillis()));
        }
        return state(timetable.find(name));
    }

    @Override
    public synchronized ScheduleState resume(String name) {
        Objects.requireNonNull(name, "name");
        var state = require(name);
        long next = times(state).after(clock.millis());
        if (state.paused() || next < state.nextMillis()) {
            write(new Entry.SchedulePaused(name, false, next));
            forget(name);
            wake.run();
        }
        return state(timetable.find(name));
    }

    @Override
    public synchronized ScheduleState fire(String name) {
        Objects.requireNonNull(name, "name");
        var state = require(name);
        long now = clock.millis();
        // Its time names the message: two of one moment are two.
        long at = now == state.lastMillis() ? now + 1 : now;
        var firing = new Firing(state, plan(state), new FiringDecision.Step(at, state.nextMillis(), 0), now);
        firing.write();
        var failure = firing.outcome.join();
        if (failure != null) {
            throw failure;
        }
        return state(timetable.find(name));
    }

    @Override
    public synchronized void cancel(String name) {
        Objects.requireNonNull(name, "name");
        require(name);
        write(new Entry.ScheduleCancelled(name));
        forget(name);
    }

    @Override
    public synchronized List<Instant> nextFirings(String name, int count) {
        Objects.requireNonNull(name, "name");
        if (count < 1 || count > EngineBounds.NEXT_FIRINGS) {
            throw new PenstockException.InvalidConfiguration("Cannot tell " + count + " firings of '" + name
                    + "': ask for 1 to " + EngineBounds.NEXT_FIRINGS + ".");
        }
        var state = require(name);
        var times = times(state);
        var firings = new ArrayList<Instant>();
        long at = state.paused() ? times.after(clock.millis()) : state.nextMillis();
        for (; at != StoredSchedule.NEVER && firings.size() < count; at = times.after(at)) {
            firings.add(Instant.ofEpochMilli(at));
        }
        return firings;
    }

    private FiringTimes times(StoredSchedule state) {
        var timing = plan(state).timing;
        if (timing == null) {
            String name = state.schedule().name();
            throw new PenstockException.InvalidConfiguration(
                    "Schedule '" + name + "' has no times: " + problems.of(name) + " Declare it anew, or cancel it.");
        }
        return timing.times();
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
        notice(watch.jumpMillis(now), now);
        var firings = new ArrayList<Firing>();
        long earliest = begin(firings, now);
        firings.forEach(firing -> firing.finish(now));
        return firings.isEmpty() ? earliest : now;
    }

    /** A clock that was set back, now or before the broker was opened, is no reason to be silent about it. */
    private void notice(long jump, long now) {
        setBackMillis = Math.max(0, setBackMillis - jump);
        if (jump >= 0 && !lookForBehind) {
            return;
        }
        lookForBehind = false;
        long behind = timetable.all().stream()
                .filter(state -> plan(state).isBehind(state, nowFor(state.schedule(), now)))
                .count();
        if (behind > 0) {
            LOG.warnf(
                    "The clock was set back: %d schedule(s) wait until it comes to their next times, since they have"
                            + " fired for those before. Resume those that are to go by the clock as it is.",
                    behind);
        }
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
            long ahead = nowFor(state.schedule(), now) - now;
            long due = Math.max(state.nextMillis() - ahead, plan.retryAt);
            if (due > now || firings.size() == MAX_IN_FLIGHT) {
                earliest = Math.min(earliest, due);
            } else {
                prepare(state, plan, now, ahead).ifPresent(firings::add);
                earliest = plan.retryAt == 0 ? earliest : Math.min(earliest, plan.retryAt);
            }
        }
        firings.forEach(Firing::write);
        return earliest;
    }

    /** Whatever goes wrong here concerns this schedule: the others are served. */
    private Optional<Firing> prepare(StoredSchedule state, SchedulePlan plan, long now, long ahead) {
        try {
            var step = plan.timing.step(state.nextMillis(), now + ahead);
            return Optional.of(new Firing(state, plan, step, now));
        } catch (RuntimeException | StackOverflowError e) {
            failed(plan, e, now);
            return Optional.empty();
        }
    }

    private void failed(SchedulePlan plan, Throwable cause, long now) {
        plan.retryAt = now + RETRY_MILLIS;
        problems.failed(
                plan.schedule.name(),
                SchedulePlan.reason(cause),
                "and tries again every " + RETRY_MILLIS / 1_000 + " seconds");
    }

    /** The append of a firing: the message and the schedule's next state, both or neither. */
    private final class Firing extends RoutedAppend {

        private final SchedulePlan plan;
        private final CompletableFuture<PenstockException> outcome = new CompletableFuture<>();
        private final Entry entry;

        /** The messages that are sent; none if the firing is skipped. */
        private List<Preparation.Copy> copies = List.of();

        private ReservedRoom room;

        private Firing(StoredSchedule state, SchedulePlan plan, FiringDecision.Step step, long now) {
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
            long bytes = messages.check(schedule.message(), Instant.ofEpochMilli(now));
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
            } catch (RuntimeException e) {
                refuse(new PenstockException.Unavailable("It could not be written (" + e + ").", e));
            }
        }

        private void finish(long now) {
            var failure = outcome.join();
            if (failure == null) {
                plan.retryAt = 0;
                problems.ended(plan.schedule.name());
            } else {
                Scheduler.this.failed(plan, failure, now);
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

    @Override
    public String toString() {
        return "schedules";
    }
}
