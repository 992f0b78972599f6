package io.penstock.broker.loop;

import io.penstock.PenstockException;

import java.util.Set;
import java.util.function.Supplier;

/**
 * Gives the parts that belong to a dispatch loop its time, its alarms and its inbox. It is used on that loop only,
 * unless a method says otherwise.
 */
public interface LoopContext {

    /** The time of this turn, since the epoch. */
    long nowMillis();

    /** Uniformly distributed in [0, 1). */
    double random();

    Alarms alarms();

    /** The commands that wait for something else than the journal. They are refused if the loop ends. */
    Set<Command<?>> postponed();

    /** Gives it a turn before this turn of the loop ends. */
    void schedule(LoopWork work);

    /** Queues a command from any thread; one that cannot be taken is refused. */
    void submit(Command<?> command);

    /**
     * Submits as {@link #submit} does, and waits until the command completed: if the loop sleeps, the calling thread
     * does its work. Throws what the command failed with. It is not for a thread that must not be blocked, nor for one
     * with a lock that a handler may need.
     */
    void submitAndWait(Command<?> command);

    /** Fails if the calling thread has the turn, as that of a handler has: it would wait for itself. */
    void requireMayWait();

    /**
     * Submits as {@link #submit} does, for what the broker itself has begun and must finish: it is never refused for
     * being too much.
     */
    void deliver(Command<?> command);

    /** Asks on the loop and waits for the answer. From any thread; on the loop itself, it is answered at once. */
    <T> T ask(Supplier<T> question);

    /** Does it on the loop and waits until it is done; does nothing if the loop has ended. */
    void callQuietly(Runnable action);

    /** Hands out nothing from now on: the broker closes. */
    void stopServing();

    /** Hands out nothing from now on, because of a failure, which health tells of. */
    void stopServing(PenstockException cause);
}
