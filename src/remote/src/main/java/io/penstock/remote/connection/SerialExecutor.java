package io.penstock.remote.connection;

import org.jboss.logging.Logger;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/** Runs tasks one after the other, in their order, on threads of another executor. */
public final class SerialExecutor implements Executor {

    private static final Logger LOG = Logger.getLogger(SerialExecutor.class);

    /** The most tasks of one turn, after which others have theirs. */
    private static final int MAX_TURN = 128;

    private final Executor threads;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();

    public SerialExecutor(Executor threads) {
        this.threads = threads;
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
        if (waiting.getAndIncrement() == 0) {
            start();
        }
    }

    private void start() {
        try {
            threads.execute(this::turn);
        } catch (RejectedExecutionException e) {
            // Everything ends: nobody waits for what is left.
            tasks.clear();
        }
    }

    private void turn() {
        int most = MAX_TURN;
        int left;
        do {
            var task = tasks.poll();
            if (task == null) {
                return;
            }
            try {
                task.run();
            } catch (RuntimeException | Error e) {
                // Whatever it is: those behind it must not wait for ever.
                LOG.error("A task of a connection failed.", e);
            }
            left = waiting.decrementAndGet();
        } while (left > 0 && --most > 0);
        if (left > 0) {
            start();
        }
    }
}
