package io.penstock.jms.session;

import io.penstock.Delivery;
import io.penstock.jms.spec.Failures;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import jakarta.jms.JMSException;

/**
 * Decides whether a session delivers messages, and holds the one lock and condition of the session and its inboxes. No
 * thread calls the broker or the client while it holds the lock.
 */
final class DeliveryGate {

    private enum State {
        STOPPED,
        STARTED,
        CLOSED
    }

    /** A delivery on its way to the listener of an inbox. */
    record Handover(ConsumerInbox inbox, Delivery delivery) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<ConsumerInbox> inboxes = new ArrayList<>();
    private volatile State state = State.STOPPED;

    /** The inbox whose listener is running; null if none is. */
    private ConsumerInbox handedOver;

    /** The thread that runs the listener. */
    private volatile Thread handler;

    void lock() {
        lock.lock();
    }

    void unlock() {
        lock.unlock();
    }

    /** Waits for any change; the lock must be held. */
    long await(long nanos) throws InterruptedException {
        return changed.awaitNanos(nanos);
    }

    /** Wakes all waiting threads; the lock must be held. */
    void signal() {
        changed.signalAll();
    }

    boolean isStarted() {
        return state == State.STARTED;
    }

    boolean isClosed() {
        return state == State.CLOSED;
    }

    /**
     * Fails if listeners have the session to themselves: once the connection is started, the session is dedicated to
     * the thread that runs them (section 6.2.5).
     */
    void requireReceiver() throws JMSException {
        if (isStarted() && hasListener() && !isHandler()) {
            throw Failures.illegalState("The session has message listeners, and their thread alone may receive: create"
                    + " another session to receive on this one.");
        }
    }

    /** Whether an inbox has a listener. Every receive asks this, so it allocates nothing. */
    private boolean hasListener() {
        lock();
        try {
            for (int i = 0; i < inboxes.size(); i++) {
                if (inboxes.get(i).isListening()) {
                    return true;
                }
            }
            return false;
        } finally {
            unlock();
        }
    }

    void add(ConsumerInbox inbox) {
        lock();
        try {
            inboxes.add(inbox);
            signal();
        } finally {
            unlock();
        }
    }

    /**
     * Removes an inbox, and waits for its receiver and, unless its listener calls this, for its listener; the lock must
     * be held.
     */
    void remove(ConsumerInbox inbox) {
        inboxes.remove(inbox);
        signal();
        while (inbox.isReceiving() || handedOver == inbox && !isHandler()) {
            changed.awaitUninterruptibly();
        }
    }

    void start() {
        lock();
        try {
            if (state == State.STOPPED) {
                state = State.STARTED;
                signal();
            }
        } finally {
            unlock();
        }
    }

    /**
     * Stops deliveries. When this returns, no listener runs, and no receive is about to return a message (section
     * 6.1.5).
     *
     * @param besidesListener true not to wait for a running listener, which may wait for the caller
     */
    void stop(boolean besidesListener) {
        holdBack(State.STOPPED);
        lock();
        try {
            while (!besidesListener && isHandledElsewhere()
                    || inboxes.stream().anyMatch(ConsumerInbox::isHolding) && !isHandler()) {
                changed.awaitUninterruptibly();
            }
        } finally {
            unlock();
        }
    }

    /** Ends delivery for ever, and wakes those who wait for a message. */
    void beginClosing() {
        holdBack(State.CLOSED);
    }

    /** Waits, after delivery has ended, until no listener runs and no receive waits. */
    void awaitQuiet() {
        lock();
        try {
            while (isHandledElsewhere() || inboxes.stream().anyMatch(ConsumerInbox::isReceiving) && !isHandler()) {
                changed.awaitUninterruptibly();
            }
        } finally {
            unlock();
        }
    }

    private boolean isHandledElsewhere() {
        return handler != null && !isHandler();
    }

    private void holdBack(State next) {
        var asking = new ArrayList<ConsumerInbox>();
        lock();
        try {
            if (state != State.CLOSED) {
                state = next;
                inboxes.stream().filter(ConsumerInbox::withdraw).forEach(asking::add);
            }
            signal();
        } finally {
            unlock();
        }
        asking.forEach(ConsumerInbox::pause);
    }

    /**
     * Stops messages on their way to the session.
     *
     * @return the inboxes with deliveries that the client has not seen, or that may still get one
     */
    List<ConsumerInbox> holdBack() {
        var ahead = new ArrayList<ConsumerInbox>();
        lock();
        try {
            inboxes.stream().filter(ConsumerInbox::isAhead).forEach(ahead::add);
            ahead.forEach(ConsumerInbox::withdraw);
        } finally {
            unlock();
        }
        ahead.forEach(ConsumerInbox::pause);
        return ahead;
    }

    /** Whether the calling thread runs a listener of this session. */
    boolean isHandler() {
        return handler == Thread.currentThread();
    }

    /** Waits for a delivery to an inbox that has a listener. The result is null when the session is closed. */
    Handover awaitHandover() throws InterruptedException {
        while (true) {
            var toAsk = new ArrayList<ConsumerInbox>();
            lock();
            try {
                while (toAsk.isEmpty()) {
                    if (isClosed()) {
                        return null;
                    }
                    if (isStarted()) {
                        inboxes.stream().filter(ConsumerInbox::asksForListener).forEach(toAsk::add);
                        var next = toAsk.isEmpty() ? nextHandover() : null;
                        if (next != null) {
                            return next;
                        }
                    }
                    if (toAsk.isEmpty()) {
                        changed.await();
                    }
                }
            } finally {
                unlock();
            }
            toAsk.forEach(ConsumerInbox::ask);
        }
    }

    private Handover nextHandover() {
        for (var inbox : inboxes) {
            var delivery = inbox.pollForListener();
            if (delivery != null) {
                // The inbox moves to the end of the list, so that no consumer of the session starves another.
                inboxes.remove(inbox);
                inboxes.add(inbox);
                handedOver = inbox;
                handler = Thread.currentThread();
                return new Handover(inbox, delivery);
            }
        }
        return null;
    }

    /** Notes that the listener has returned. */
    void handled() {
        lock();
        try {
            handedOver = null;
            handler = null;
            signal();
        } finally {
            unlock();
        }
    }
}
