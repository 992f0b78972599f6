package io.penstock.jms.session;

import io.penstock.jms.spec.ErrorCode;
import io.penstock.jms.spec.Failures;
import org.jboss.logging.Logger;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import jakarta.jms.CompletionListener;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.ResourceAllocationException;

/**
 * Tells completion listeners of one session what became of their messages, one at a time and in the order of sends, on
 * a thread of its own that exists from the first asynchronous send until the session is closed (section 7.3).
 */
final class AsyncSends {

    private static final Logger LOG = Logger.getLogger(AsyncSends.class);

    /** Sends under way: enough to fill many frames of the log; who sends faster waits for the listeners. */
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

    /** Whether the calling thread is running a completion listener of this session. */
    boolean isTelling() {
        return Thread.currentThread() == teller;
    }

    /** Waits until all sends are done and all listeners have returned. */
    synchronized void drain() throws JMSException {
        while (pending.get() > 0) {
            try {
                wait();
            } catch (InterruptedException e) {
                throw Failures.interrupted(e);
            }
        }
    }

    /** Drains as {@link #drain()} does; the thread ends. */
    void close() throws JMSException {
        drain();
        synchronized (this) {
            if (teller == null) {
                return;
            }
            teller = null;
        }
        put(END);
    }

    private void put(Pending next) throws JMSException {
        try {
            if (!isTelling()) {
                queue.put(next);
            } else if (!queue.offer(next)) {
                // Only this thread could make room: it must not wait for itself.
                throw new ResourceAllocationException(
                        MAX_PENDING + " asynchronous sends are under way: a completion listener may not add more.",
                        ErrorCode.OVERLOADED.name());
            }
        } catch (InterruptedException e) {
            throw Failures.interrupted(e);
        }
    }

    private void run() {
        try {
            for (var next = queue.take(); next != END; next = queue.take()) {
                tell(next);
                finished();
            }
        } catch (InterruptedException e) {
            LOG.warn("The thread that tells completion listeners was interrupted and ends");
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
            try {
                Failures.await(sent.outcome());
            } catch (JMSException e) {
                sent.listener().onException(sent.message(), e);
                return;
            }
            sent.listener().onCompletion(sent.message());
        } catch (Throwable e) {
            // Errors too: the listeners of the sends that follow must be told.
            LOG.warnf(e, "A completion listener failed on message %s", sent.message());
        }
    }
}
