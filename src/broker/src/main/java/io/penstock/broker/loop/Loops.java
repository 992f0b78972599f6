package io.penstock.broker.loop;

import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ObjLongConsumer;

/** Starts and stops the dispatch loops of a broker: few, however many subscriptions there are. */
public final class Loops {

    /** Loops neither block nor compute; with more of them than this, they only take cores from handlers. */
    private static final int MAX_LOOPS = 4;

    private final DispatchLoop[] loops;

    public Loops(InstantSource clock, Ticks ticks, Consumer<Throwable> onFailure) {
        loops = new DispatchLoop
                [Math.max(1, Math.min(MAX_LOOPS, Runtime.getRuntime().availableProcessors() / 2))];
        for (int i = 0; i < loops.length; i++) {
            loops[i] = new DispatchLoop("penstock-dispatch-" + i, clock, ticks, failure -> {
                onFailure.accept(failure);
                stopServing();
            });
        }
    }

    /**
     * Starts the loops.
     *
     * @param ends of each loop, what ends its turns
     * @param mayServe whether anything may be handed out
     * @param clockMoved what is told on a loop, before its turn, that the clock was set by so many milliseconds
     */
    public void start(
            Function<LoopContext, TurnEnd> ends, BooleanSupplier mayServe, ObjLongConsumer<LoopContext> clockMoved) {
        for (var loop : loops) {
            loop.start(ends.apply(loop), mayServe, clockMoved);
        }
    }

    public List<LoopContext> all() {
        return List.of(loops);
    }

    /** Stops the service of the broker, because a loop has failed: it hands out nothing more. */
    private void stopServing() {
        for (var loop : loops) {
            loop.deliver(LoopCall.of(loop::stopServing));
        }
    }

    /**
     * Waits until each loop has dealt with what was due when this was called.
     *
     * @throws IllegalStateException if the calling thread has the turn of a loop
     */
    public void catchUp() {
        // A turn executes commands before it looks at the clock, so the second one is executed when that has been done.
        for (int turn = 0; turn < 2; turn++) {
            for (var loop : loops) {
                loop.submitAndWait(LoopCall.of(() -> {}));
            }
        }
    }

    /** Refuses all commands, because the loops will not be started: nobody may wait for them. */
    public void abandon() {
        for (var loop : loops) {
            loop.abandon();
        }
    }

    /** Whether the calling thread is one of them: a handler that closes the broker, for example. */
    public boolean isCaller() {
        return Arrays.stream(loops).anyMatch(DispatchLoop::isCaller);
    }

    /** Fails if the calling thread has the turn of a loop: that one would wait for itself. */
    public void requireMayWait() {
        for (var loop : loops) {
            loop.requireMayWait();
        }
    }

    public void end() {
        for (var loop : loops) {
            loop.end();
        }
    }
}
