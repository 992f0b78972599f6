package io.penstock.remote.connection;

import org.jboss.logging.Logger;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;

/** The thread on which handlers are called: one, so that they see things in the order in which they are told. */
public final class Dispatch implements Executor {

    private static final Logger LOG = Logger.getLogger(Dispatch.class);

    private final ExecutorService thread;
    private volatile Thread current = Thread.currentThread();

    public Dispatch(String name) {
        var factory = Threads.named(name);
        thread = Executors.newSingleThreadExecutor(task -> {
            current = factory.newThread(task);
            return current;
        });
    }

    @Override
    public void execute(Runnable task) {
        if (!hasTaken(task)) {
            LOG.debug("The broker is closed: nobody is called any more.");
        }
    }

    /** As {@link #execute}, but on the caller once it is closed: somebody waits for what the task does. */
    public void executeEvenIfClosed(Runnable task) {
        if (!hasTaken(task)) {
            task.run();
        }
    }

    private boolean hasTaken(Runnable task) {
        try {
            thread.execute(() -> {
                try {
                    task.run();
                } catch (RuntimeException e) {
                    LOG.error("A handler of a remote broker failed.", e);
                }
            });
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    /** Waits until what was to be called before has been called; a handler does not wait for itself. */
    public void barrier() {
        if (Thread.currentThread() == current) {
            return;
        }
        var reached = new CompletableFuture<Void>();
        try {
            thread.execute(() -> reached.complete(null));
        } catch (RejectedExecutionException e) {
            return;
        }
        reached.join();
    }

    public void close() {
        barrier();
        thread.shutdown();
    }
}
