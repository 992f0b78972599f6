package io.penstock.broker.loop;

import io.penstock.broker.delivery.DeadLetterQueues;
import io.penstock.broker.delivery.Events;
import io.penstock.broker.destination.LocalDestination;
import io.penstock.journal.log.Log;

import java.time.InstantSource;
import java.util.Arrays;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** The dispatch loops of a broker: few, however many subscriptions there are. */
public final class Loops {

    /** Loops neither block nor compute; with more of them than this, they only take cores from handlers. */
    private static final int MAX_LOOPS = 4;

    private final DispatchLoop[] loops;
    private final AtomicInteger next = new AtomicInteger();

    public Loops(InstantSource clock, boolean forced, Consumer<Throwable> onFailure) {
        loops = new DispatchLoop
                [Math.max(1, Math.min(MAX_LOOPS, Runtime.getRuntime().availableProcessors() / 2))];
        for (int i = 0; i < loops.length; i++) {
            loops[i] = new DispatchLoop("penstock-dispatch-" + i, clock, forced, failure -> {
                onFailure.accept(failure);
                stopServing();
            });
        }
    }

    public void start(Log journal, DeadLetterQueues queues, Events events) {
        for (var loop : loops) {
            loop.start(journal, queues, events);
        }
    }

    /** The loop that a new subscription belongs to. */
    public DispatchLoop assign() {
        return loops[(next.getAndIncrement() & Integer.MAX_VALUE) % loops.length];
    }

    /** Hands out nothing more and takes everything back; when it returns, the journal has been told. */
    public void release(Collection<LocalDestination> destinations) {
        for (var loop : loops) {
            loop.callQuietly(() -> {
                for (var destination : destinations) {
                    for (var engine : destination.engines()) {
                        if (engine.context() == loop) {
                            engine.releaseAll();
                        }
                    }
                }
                loop.stopServing();
            });
            // The turn that released has ended, and with it what it decided is queued, when the next question is heard.
            loop.callQuietly(() -> {});
        }
    }

    /** One of them has failed: the broker hands out nothing more. */
    private void stopServing() {
        for (var loop : loops) {
            loop.deliver(LoopCall.of(loop::stopServing));
        }
    }

    /** They will not be started: nobody may wait for them. */
    public void abandon() {
        for (var loop : loops) {
            loop.abandon();
        }
    }

    /** Whether the calling thread is one of them: a handler that closes the broker, for example. */
    public boolean isCaller() {
        return Arrays.stream(loops).anyMatch(DispatchLoop::isCaller);
    }

    public void end() {
        for (var loop : loops) {
            loop.end();
        }
    }
}
