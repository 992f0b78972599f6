package io.penstock.broker.loop;

import io.penstock.PenstockException;
import org.jboss.logging.Logger;

import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;
import java.util.function.Supplier;

/**
 * Runs the work of some subscriptions, which no other thread touches: it takes commands, gives each subscription its
 * turn, ends each turn by writing down what was decided, and sleeps when there is nothing to do. One thread at a time
 * has the turn: the loop's own, or a caller that waits for its command and finds the loop asleep, because to wake
 * another thread and to be woken by it costs more than most commands do.
 */
final class DispatchLoop implements LoopContext, Runnable {

    private static final Logger LOG = Logger.getLogger(DispatchLoop.class);

    /**
     * The interval at which the clock is read while something is scheduled: it may have been set, which wakes nobody.
     */
    private static final long MAX_NAP_MILLIS = 100;

    /**
     * The largest number of turns of a caller: one to do what it waits for, one to hear that it was written, and some
     * in case that others were faster.
     */
    private static final int MAX_TURNS_OF_A_CALLER = 4;

    private static final String CLOSED = "The broker is closed.";

    private final InstantSource clock;
    private final Consumer<Throwable> onFailure;
    private final LoopInbox inbox = new LoopInbox();
    private final Alarms alarms = new Alarms();
    private final ArrayDeque<LoopWork> scheduled = new ArrayDeque<>();
    private final Set<Command<?>> postponed = new LinkedHashSet<>();
    private final SplittableRandom random = new SplittableRandom();
    private final Thread thread;

    /** The thread that works now; null while none does. It owns what is neither volatile nor final here. */
    private final AtomicReference<Thread> owner = new AtomicReference<>();

    private final ClockWatch watch;
    private ObjLongConsumer<LoopContext> clockMoved;
    private TurnEnd turnEnd;
    private BooleanSupplier mayServe;
    private long nowMillis;
    private boolean serving = true;
    private volatile boolean ended;

    /**
     * The commands that were taken from the inbox and not yet executed, and the one that is executed now: others wait
     * for their outcome.
     */
    private Command<?> taken;

    private Command<?> executing;
    private LoopWork working;

    /**
     * The commands that the working thread itself submits, such as those of a handler that accepts what it was given;
     * oldest first.
     */
    private Command<?> ownFirst;

    private Command<?> ownLast;
    private int own;
    private volatile boolean started;
    private volatile boolean parked;

    /** The time at which something is due next, as the thread that worked last has found. */
    private volatile long nextAlarmMillis = Alarms.NEVER;

    DispatchLoop(String name, InstantSource clock, Ticks ticks, Consumer<Throwable> onFailure) {
        this.clock = clock;
        this.onFailure = onFailure;
        thread = new Thread(this, name);
        thread.setDaemon(true);
        nowMillis = clock.millis();
        watch = new ClockWatch(ticks, nowMillis);
    }

    /**
     * Begins to work.
     *
     * @param end of each turn
     * @param serves whether anything may be handed out, asked in each turn
     * @param moved what is told before a turn that the clock was set
     */
    void start(TurnEnd end, BooleanSupplier serves, ObjLongConsumer<LoopContext> moved) {
        turnEnd = end;
        clockMoved = moved;
        mayServe = serves;
        started = true;
        thread.start();
    }

    @Override
    public void run() {
        while (!ended) {
            if (owner.compareAndSet(null, thread)) {
                work();
                letGo();
            }
            if (!ended) {
                sleep();
            }
        }
        while (!owner.compareAndSet(null, thread)) {
            LockSupport.park(this);
        }
        // The loop has ended: nobody takes the commands that are left.
        leaveNobodyWaiting(new PenstockException.Unavailable("The broker is closed, or has failed."));
    }

    /** Turn by turn, until there is nothing to do now. */
    private void work() {
        do {
            turnSafely();
        } while (!ended && (!scheduled.isEmpty() || own > 0 || !inbox.isEmpty()));
    }

    @Override
    public void requireMayWait() {
        if (isCaller()) {
            throw new IllegalStateException(
                    "A delivery handler must not wait for its broker: it would wait for itself.");
        }
    }

    @Override
    public void submitAndWait(Command<?> command) {
        requireMayWait();
        switch (inbox.put(command, LoopInbox.MAX_WAITING)) {
            case TAKEN -> {
                if (started && owner.compareAndSet(null, Thread.currentThread())) {
                    help(command);
                } else {
                    wake();
                }
            }
            case FULL -> refuseSurplus(command, LoopInbox.MAX_WAITING);
            case CLOSED -> command.refuse(new PenstockException.Unavailable(CLOSED));
        }
        Outcomes.await(command);
    }

    /** The loop sleeps, and this caller would have to wait for it: he does its work, up to a limit. */
    private void help(Command<?> command) {
        try {
            for (int turns = 0; turns < MAX_TURNS_OF_A_CALLER && !command.isDone() && !ended; turns++) {
                turnSafely();
            }
        } finally {
            if (letGo()) {
                LockSupport.unpark(thread);
            }
        }
    }

    /** Ends the turn of whoever has it; returns whether the loop's own thread has to look after what is left. */
    private boolean letGo() {
        long next = alarms.nextMillis();
        boolean isEarlier = next < nextAlarmMillis;
        boolean isUnfinished = ended || own > 0 || !scheduled.isEmpty();
        nextAlarmMillis = next;
        owner.set(null);
        return isEarlier || isUnfinished || !inbox.isEmpty();
    }

    private void turnSafely() {
        try {
            oneTurn();
        } catch (RuntimeException | Error e) {
            ended = true;
            LOG.errorf(e, "Dispatch loop %s ends: the broker stops serving. Restart it.", thread.getName());
            onFailure.accept(e);
        }
    }

    /** The loop has ended, perhaps in the middle of a turn: whatever it had not brought to the journal is refused. */
    private void leaveNobodyWaiting(PenstockException cause) {
        if (executing != null) {
            executing.refuse(cause);
        }
        forEach(taken, command -> command.refuse(cause));
        forEach(takeOwn(), command -> command.refuse(cause));
        turnEnd.abandon(cause);
        if (working != null) {
            working.abandon(cause);
        }
        scheduled.forEach(work -> work.abandon(cause));
        postponed.forEach(command -> command.refuse(cause));
        forEach(inbox.close(), command -> command.refuse(cause));
    }

    private void oneTurn() {
        nowMillis = clock.millis();
        long jump = watch.jumpMillis(nowMillis);
        if (jump != 0) {
            clockMoved.accept(this, jump);
            // Each is armed again for what it finds.
            alarms.fireAll();
        }
        executeCommands();
        alarms.fire(nowMillis);
        serving &= mayServe.getAsBoolean();
        for (int left = scheduled.size(); left > 0; left--) {
            var work = scheduled.poll();
            work.unscheduled();
            working = work;
            try {
                work.turn(serving);
            } catch (RuntimeException | Error e) {
                Containment.failed(work, e);
            }
            working = null;
        }
        turnEnd.commit();
    }

    private void executeCommands() {
        taken = takeOwn();
        executeTaken();
        if (own == 0) {
            taken = inbox.takeAll();
            executeTaken();
        }
        // Otherwise what others ask for may follow from what those did, and is to come behind what they asked for.
    }

    private Command<?> takeOwn() {
        var first = ownFirst;
        ownFirst = null;
        ownLast = null;
        own = 0;
        return first;
    }

    private void executeTaken() {
        while (taken != null) {
            executing = taken;
            taken = executing.link;
            executing.link = null;
            Containment.execute(executing);
        }
        executing = null;
    }

    private static void forEach(Command<?> oldest, Consumer<Command<?>> action) {
        var command = oldest;
        while (command != null) {
            var following = command.link;
            command.link = null;
            action.accept(command);
            command = following;
        }
    }

    /** The loop's own thread, without the turn. While a caller has that, he wakes it if there is more to do. */
    private void sleep() {
        parked = true;
        if (inbox.isEmpty() || owner.get() != null) {
            long next = nextAlarmMillis;
            if (next == Alarms.NEVER) {
                LockSupport.park(this);
            } else {
                long nap = Math.max(1, Math.min(MAX_NAP_MILLIS, next - clock.millis()));
                LockSupport.parkNanos(this, TimeUnit.MILLISECONDS.toNanos(nap));
            }
        }
        parked = false;
    }

    private void wake() {
        if (parked) {
            LockSupport.unpark(thread);
        }
    }

    @Override
    public void submit(Command<?> command) {
        put(command, LoopInbox.MAX_WAITING);
    }

    @Override
    public void deliver(Command<?> command) {
        if (!started) {
            command.execute();
            return;
        }
        put(command, LoopInbox.UNBOUNDED);
    }

    private void put(Command<?> command, int limit) {
        // Commands of others come first, so that of two changes that the journal tells, the earlier one is executed
        // first.
        if (isCaller() && !ended && own < limit && inbox.isEmpty()) {
            putOwn(command);
            return;
        }
        switch (inbox.put(command, limit)) {
            case TAKEN -> wake();
            case FULL -> refuseSurplus(command, limit);
            case CLOSED -> command.refuse(new PenstockException.Unavailable(CLOSED));
        }
    }

    /**
     * Adds a command of the working thread. No other thread is woken, because this one executes it before it lets go.
     */
    private void putOwn(Command<?> command) {
        command.link = null;
        if (ownLast == null) {
            ownFirst = command;
        } else {
            ownLast.link = command;
        }
        ownLast = command;
        own++;
    }

    private void refuseSurplus(Command<?> command, int limit) {
        command.refuse(new PenstockException.Overloaded(
                limit + " commands wait for " + thread.getName() + ". Try again when some have completed."));
    }

    @Override
    public <T> T ask(Supplier<T> question) {
        if (isCaller()) {
            return question.get();
        }
        var call = new LoopCall<>(question);
        submit(call);
        return Outcomes.await(call);
    }

    @Override
    public void callQuietly(Runnable action) {
        try {
            ask(() -> {
                action.run();
                return null;
            });
        } catch (PenstockException.Unavailable e) {
            LOG.debugf("%s has ended before it was asked", thread.getName());
        }
    }

    @Override
    public void stopServing() {
        serving = false;
    }

    @Override
    public void stopServing(PenstockException cause) {
        if (serving) {
            LOG.errorf(cause, "%s hands out nothing more. Restart the broker.", thread.getName());
            serving = false;
            onFailure.accept(cause);
        }
        // What they wait for does not happen any more.
        var waiting = List.copyOf(postponed);
        postponed.clear();
        waiting.forEach(command -> command.refuse(cause));
    }

    /** Takes nothing more, and refuses what waits. */
    void abandon() {
        forEach(inbox.close(), command -> command.refuse(new PenstockException.Unavailable(CLOSED)));
    }

    boolean isCaller() {
        return owner.get() == Thread.currentThread();
    }

    /** Completes what was decided and ends the thread; called by a handler, this turn is the last. */
    void end() {
        callQuietly(() -> ended = true);
        if (isCaller()) {
            // This thread is on its way to wait for others, so nobody may wait for it.
            abandon();
            return;
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public long nowMillis() {
        return nowMillis;
    }

    @Override
    public double random() {
        return random.nextDouble();
    }

    @Override
    public Alarms alarms() {
        return alarms;
    }

    @Override
    public Set<Command<?>> postponed() {
        return postponed;
    }

    @Override
    public void schedule(LoopWork work) {
        if (work.scheduledNow()) {
            scheduled.add(work);
        }
    }
}
