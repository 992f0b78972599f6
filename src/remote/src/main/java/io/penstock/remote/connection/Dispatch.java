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
        try {
            thread.execute(() -> {
                try {
                    task.run();
                } catch (RuntimeException e) {
                    LOG.error("A handler of a remote broker failed.", e);
                }
            });
        } catch (RejectedExecutionException e) {
            LOG.debug("The broker is closed: nobody is called any more.");
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
