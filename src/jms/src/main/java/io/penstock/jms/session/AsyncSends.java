package io.penstock.jms.session;

import io.penstock.jms.spec.ErrorCode;
import io.penstock.jms.spec.Failures;
import org.jboss.logging.Logger;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import jakarta.jms.BytesMessage;
import jakarta.jms.CompletionListener;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.ResourceAllocationException;
import jakarta.jms.StreamMessage;

/**
 * Tells completion listeners of one session whether their messages were sent, one at a time and in the order of sends.
 * It does so on a thread of its own, which exists from the first asynchronous send until the session is closed (section
 * 7.3).
 */
final class AsyncSends {

    private static final Logger LOG = Logger.getLogger(AsyncSends.class);

    /**
     * The largest number of sends under way: enough to fill many frames of the log. A faster sender waits for its
     * listeners.
     */
    private static final int MAX_PENDING = 1_024;

    private record Pending(CompletionStage<?> outcome, Message message, CompletionListener listener) {}

    private static final Pending END = new Pending(null, null, null);

    private final BlockingQueue<Pending> queue = new ArrayBlockingQueue<>(MAX_PENDING);
    private final ThreadFactory threads;
    private final AtomicInteger pending = new AtomicInteger();
    private volatile Thread teller;

    AsyncSends(ThreadFactory threads) {
        this.threads = threads;
    }

    void add(CompletionStage<?> outcome, Message message, CompletionListener listener) throws JMSException {
        pending.incrementAndGet();
        if (teller == null) {
            startTelling();
        }
        try {
            put(new Pending(outcome, message, listener));
        } catch (JMSException e) {
            finished();
            throw e;
        }
    }

    private synchronized void startTelling() {
        if (teller == null) {
            var thread = threads.newThread(this::run);
            teller = thread;
            thread.start();
        }
    }

    /** Whether the calling thread runs a completion listener of this session. */
    boolean isTelling() {
        return Thread.currentThread() == teller;
    }

    /**
     * Waits until all sends are done and all listeners have returned. The wait cannot be interrupted: whoever gave up
     * would not know what has happened.
     */
    synchronized void drain() {
        uninterruptibly(() -> {
            while (pending.get() > 0) {
                wait();
            }
        });
    }

    /** Waits as {@link #drain()} does, and ends the thread. */
    void close() {
        drain();
        synchronized (this) {
            if (teller == null) {
                return;
            }
            teller = null;
        }
        uninterruptibly(() -> queue.put(END));
    }

    /** Queues a message that has been sent. Its listener must be called although the thread was interrupted. */
    private void put(Pending next) throws JMSException {
        if (!isTelling()) {
            uninterruptibly(() -> queue.put(next));
        } else if (!queue.offer(next)) {
            // Only this thread could make room, so it must not wait for itself.
            throw new ResourceAllocationException(
                    MAX_PENDING + " asynchronous sends are under way: a completion listener may not add more.",
                    ErrorCode.OVERLOADED.name());
        }
    }

    private interface Waiting {
        void run() throws InterruptedException;
    }

    /** Waits, and waits again after an interrupt, which is set again at the end. */
    private static void uninterruptibly(Waiting waiting) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    waiting.run();
                    return;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void run() {
        for (var next = next(); next != END; next = next()) {
            try {
                tell(next);
            } finally {
                finished();
            }
        }
    }

    /**
     * Waits for the next send. A listener may have interrupted this thread, but the listeners that follow must be
     * called.
     */
    private Pending next() {
        while (true) {
            try {
                return queue.take();
            } catch (InterruptedException e) {
                LOG.debug("A completion listener left its thread interrupted");
            }
        }
    }

    private void finished() {
        if (pending.decrementAndGet() == 0) {
            synchronized (this) {
                notifyAll();
            }
        }
    }

    private static void tell(Pending sent) {
        try {
            var failure = failureOf(sent.outcome());
            reset(sent.message());
            if (failure == null) {
                sent.listener().onCompletion(sent.message());
            } else {
                sent.listener().onException(sent.message(), failure);
            }
        } catch (Throwable e) {
            // Errors are caught too, because the listeners of the sends that follow must be called.
            LOG.warnf(e, "A completion listener failed on message %s", sent.message());
        }
    }

    private static JMSException failureOf(CompletionStage<?> outcome) {
        try {
            Failures.await(outcome);
            return null;
        } catch (JMSException e) {
            return e;
        }
    }

    /**
     * Resets the body, so that the listener reads it from its beginning, wherever the sender has left it (section
     * 7.3.8).
     */
    private static void reset(Message message) throws JMSException {
        if (message instanceof BytesMessage bytes) {
            bytes.reset();
        } else if (message instanceof StreamMessage stream) {
            stream.reset();
        }
    }
}
