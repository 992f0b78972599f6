package io.penstock.connector.stream;

import io.smallrye.mutiny.helpers.Subscriptions;
import io.vertx.core.Context;
import io.vertx.core.impl.ContextInternal;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * Takes the messages of an outgoing channel, and never has more of them than a limit. What comes back from the broker
 * on its threads goes on on the channel's context: all that has come meanwhile in one task, after which upstream is
 * asked once for as many messages as have ended. It is safe for use by any thread.
 */
public final class OutgoingFlow implements Flow.Subscriber<Message<?>> {

    private static final Logger LOG = Logger.getLogger(OutgoingFlow.class);

    private static final Runnable NOTHING = () -> {};

    private final int limit;
    private final Context context;
    private final Consumer<Message<?>> send;
    private final Consumer<Throwable> failed;
    private final AtomicReference<Flow.Subscription> upstream = new AtomicReference<>();

    /** What waits for the context: a few for each message at most, of which there are no more than the limit. */
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();

    /** The number of tasks that have not run, each counted after it was added. */
    private final AtomicInteger waiting = new AtomicInteger();

    /** The number of messages that have ended, and that upstream was not asked for again. */
    private final AtomicInteger ended = new AtomicInteger();

    /** Whether the context is running tasks at the moment. Used on the context only. */
    private boolean isRunning;

    /**
     * @param limit the largest number of messages that were taken and have not ended
     * @param context the context of an event loop
     * @param send begins to send a message; {@link #ended} follows once for each, on any thread
     * @param failed is told what upstream has failed with
     */
    public OutgoingFlow(int limit, Context context, Consumer<Message<?>> send, Consumer<Throwable> failed) {
        this.limit = limit;
        this.context = context;
        this.send = send;
        this.failed = failed;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        if (upstream.compareAndSet(null, subscription)) {
            subscription.request(limit);
        } else {
            subscription.cancel();
        }
    }

    @Override
    public void onNext(Message<?> message) {
        send.accept(message);
    }

    @Override
    public void onError(Throwable failure) {
        failed.accept(failure);
    }

    @Override
    public void onComplete() {
        // What is on its way ends by itself.
    }

    /** Takes no more messages. */
    public void cancel() {
        var subscription = upstream.getAndSet(Subscriptions.CANCELLED);
        if (subscription != null) {
            subscription.cancel();
        }
    }

    /** Runs a task on the context soon, after those that were given before. */
    public void onContext(Runnable task) {
        tasks.add(task);
        if (waiting.getAndIncrement() == 0) {
            context.runOnContext(ignored -> runTasks());
        }
    }

    /** Notes that a message has ended, so that upstream is asked for another. */
    public void ended() {
        ended.incrementAndGet();
        if (!((ContextInternal) context).inThread() || !isRunning) {
            onContext(NOTHING);
        }
    }

    private void runTasks() {
        int count = waiting.get();
        isRunning = true;
        for (int i = 0; i < count; i++) {
            run(tasks.poll());
        }
        isRunning = false;
        if (waiting.addAndGet(-count) > 0) {
            context.runOnContext(ignored -> runTasks());
        }
        int more = ended.getAndSet(0);
        if (more > 0) {
            upstream.get().request(more);
        }
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            LOG.error("A message that was sent could not be ended.", e);
        }
    }
}
