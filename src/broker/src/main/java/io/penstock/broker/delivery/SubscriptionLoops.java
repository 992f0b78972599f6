package io.penstock.broker.delivery;

import io.penstock.BrokerEvent;
import io.penstock.broker.destination.RoutedLog;
import io.penstock.broker.event.DeathNotices;
import io.penstock.broker.event.Events;
import io.penstock.broker.feed.ScheduledBound;
import io.penstock.broker.loop.LoopContext;
import io.penstock.broker.loop.Loops;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Assigns each subscription to a dispatch loop, and gives it a context through which it decides there. */
public final class SubscriptionLoops {

    private final Loops loops;
    private final List<Context> contexts;
    private final AtomicInteger next = new AtomicInteger();

    /**
     * @param forced whether settlements are forced to the device before their stages complete
     * @param scheduled bounds what may be known to wait for its time
     */
    public SubscriptionLoops(Loops loops, boolean forced, ScheduledBound scheduled) {
        this.loops = loops;
        contexts = loops.all().stream()
                .map(loop -> new Context(loop, forced, scheduled))
                .toList();
    }

    /** The context of a new subscription, which belongs to one loop from now on. */
    public SubscriptionContext assign() {
        return contexts.get((next.getAndIncrement() & Integer.MAX_VALUE) % contexts.size());
    }

    /**
     * Starts the loops when recovery is complete.
     *
     * @param log takes what is decided
     * @param mayServe whether anything may be handed out
     * @param engines all that there are, when the clock was set
     */
    public void start(
            RoutedLog log,
            BooleanSupplier mayServe,
            DeadLetterQueues queues,
            Events events,
            DeathNotices deaths,
            Supplier<List<SubscriptionEngine>> engines) {
        for (var context : contexts) {
            context.writer = new DecisionWriter(log, context.loop);
            context.queues = queues;
            context.events = events;
            context.deaths = deaths;
        }
        loops.start(
                loop -> of(loop).writer,
                mayServe,
                (loop, millis) -> engines.get().stream()
                        .filter(engine -> engine.loop() == loop)
                        .forEach(engine -> clockMoved(engine, millis)));
    }

    private static void clockMoved(SubscriptionEngine engine, long millis) {
        try {
            engine.clockMoved(millis);
        } catch (RuntimeException | Error e) {
            engine.failed(e);
        }
    }

    private Context of(LoopContext loop) {
        return contexts.stream().filter(each -> each.loop == loop).findFirst().orElseThrow();
    }

    /** Hands out nothing more and takes everything back; when it returns, the log has been told. */
    public void release(Collection<SubscriptionEngine> engines) {
        for (var context : contexts) {
            var loop = context.loop;
            loop.callQuietly(() -> {
                for (var engine : engines) {
                    if (engine.loop() == loop) {
                        engine.releaseAll();
                    }
                }
                loop.stopServing();
            });
            // The turn that released has ended, and with it what it decided is queued, when the next question is heard.
            loop.callQuietly(() -> {});
        }
    }

    /** The context of one loop. Its fields are set before the loop's thread starts. */
    private static final class Context implements SubscriptionContext {

        private final LoopContext loop;
        private final boolean forced;
        private final ScheduledBound scheduled;
        private DecisionWriter writer;
        private DeadLetterQueues queues;
        private Events events;
        private DeathNotices deaths;

        private Context(LoopContext loop, boolean forced, ScheduledBound scheduled) {
            this.loop = loop;
            this.forced = forced;
            this.scheduled = scheduled;
        }

        @Override
        public ScheduledBound scheduled() {
            return scheduled;
        }

        @Override
        public LoopContext loop() {
            return loop;
        }

        @Override
        public boolean forcesSettlements() {
            return forced;
        }

        @Override
        public void decide(Decision decision) {
            writer.add(decision);
        }

        @Override
        public void raise(BrokerEvent event) {
            events.raise(event);
        }

        @Override
        public DeathNotices deaths() {
            return deaths;
        }

        @Override
        public DeadLetterQueues deadLetterQueues() {
            return queues;
        }
    }
}
