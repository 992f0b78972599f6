package io.penstock.jms.xa;

import io.penstock.Broker;
import io.penstock.Delivery;
import io.penstock.Message;
import io.penstock.PenstockException;
import io.penstock.Schedule;
import io.penstock.Transaction;
import io.penstock.jms.spec.ErrorCode;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import jakarta.jms.IllegalStateRuntimeException;

/**
 * Collects what is done in a branch of a distributed transaction, until the branch is prepared or ends in one phase.
 * All of it is one transaction of the broker. After the prepare, transaction manager and broker decide between them. It
 * is safe for any thread: a transaction manager may roll back while the application works.
 */
public final class Branch {

    /** Says how the work in a branch has ended. */
    public enum End {
        COMMITTED,
        /** The broker keeps what the branch has done, deliveries included. */
        PREPARED,
        /** The deliveries are still with those who were handed them, who must settle them otherwise. */
        ROLLED_BACK
    }

    private enum State {
        OPEN,
        /** The branch can only be rolled back. */
        DOOMED,
        TIMED_OUT,
        ENDED
    }

    private enum Association {
        ACTIVE,
        SUSPENDED
    }

    private final BranchId id;
    private final Transaction transaction;
    private final Map<XAResource, Association> associations = new HashMap<>();
    private final List<Consumer<End>> listeners = new ArrayList<>();
    private State state = State.OPEN;
    private boolean isEmpty = true;
    private boolean isRolledBack;

    Branch(BranchId id, Broker broker, Duration timeout) {
        this.id = id;
        transaction = broker.begin(timeout);
    }

    /**
     * Sends a message with the commit.
     *
     * @throws IllegalStateRuntimeException if the branch can only be rolled back, or has ended
     */
    public synchronized void send(Message message) {
        work(() -> transaction.send(message));
    }

    /**
     * Accepts a delivery with the commit.
     *
     * @throws IllegalStateRuntimeException if the branch can only be rolled back, or has ended
     */
    public synchronized void accept(Delivery delivery) {
        work(() -> transaction.accept(delivery));
    }

    /**
     * Declares a schedule with the commit.
     *
     * @throws IllegalStateRuntimeException if the branch can only be rolled back, or has ended
     */
    public synchronized void schedule(Schedule schedule) {
        work(() -> transaction.schedule(schedule));
    }

    /**
     * Cancels a schedule with the commit.
     *
     * @throws IllegalStateRuntimeException if the branch can only be rolled back, or has ended
     */
    public synchronized void cancelSchedule(String name) {
        work(() -> transaction.cancelSchedule(name));
    }

    private void work(Runnable operation) {
        requireOpen();
        try {
            operation.run();
            isEmpty = false;
        } catch (PenstockException.TransactionTimedOut e) {
            state = State.TIMED_OUT;
            throw e;
        }
    }

    /**
     * Adds a listener that is told how the branch ended, on the thread that ends it. It must not throw.
     *
     * @throws IllegalStateRuntimeException if the branch can only be rolled back, or has ended
     */
    public synchronized void atEnd(Consumer<End> listener) {
        requireOpen();
        listeners.add(listener);
    }

    private void requireOpen() {
        if (state != State.OPEN) {
            throw refused(
                    state == State.ENDED
                            ? "The transaction has ended: branch " + id + " takes nothing more."
                            : "The transaction can only be rolled back: branch " + id + " takes nothing more.");
        }
    }

    /** @throws IllegalStateRuntimeException if the branch has been rolled back, or can only be rolled back */
    synchronized void requireNotRolledBack() {
        if (isRolledBack || state == State.DOOMED || state == State.TIMED_OUT) {
            throw refused("Another thread has ended branch " + id + ", which this session worked in, and it is rolled"
                    + " back: end it here as well, or begin another branch.");
        }
    }

    private static IllegalStateRuntimeException refused(String problem) {
        return new IllegalStateRuntimeException(problem, ErrorCode.ILLEGAL_STATE.name());
    }

    /** Lets a resource work in the branch, for the first time or again. */
    synchronized void associate(XAResource resource) throws XAException {
        requireNoDoom();
        associations.put(resource, Association.ACTIVE);
    }

    synchronized void resume(XAResource resource) throws XAException {
        if (associations.get(resource) != Association.SUSPENDED) {
            throw protocol("is not suspended here");
        }
        associate(resource);
    }

    synchronized void suspend(XAResource resource) throws XAException {
        requireActive(resource);
        associations.put(resource, Association.SUSPENDED);
    }

    /** Ends the work of a resource in the branch, suspended or not. */
    synchronized void dissociate(XAResource resource, boolean failed) throws XAException {
        if (associations.remove(resource) == null) {
            throw protocol("has no association with this resource");
        }
        if (failed) {
            state = state == State.OPEN ? State.DOOMED : state;
        } else {
            requireNoDoom();
        }
    }

    private void requireActive(XAResource resource) throws XAException {
        if (associations.get(resource) != Association.ACTIVE) {
            throw protocol("is not active here");
        }
    }

    private void requireNoDoom() throws XAException {
        if (state == State.ENDED) {
            throw XaFailures.of(XAException.XAER_NOTA, "Branch " + id + " has ended.");
        }
        if (state != State.OPEN) {
            throw doomed();
        }
    }

    private XAException doomed() {
        return state == State.TIMED_OUT
                ? XaFailures.of(
                        XAException.XA_RBTIMEOUT, "Branch " + id + " took too long and can only be rolled back.")
                : XaFailures.of(XAException.XA_RBROLLBACK, "Branch " + id + " can only be rolled back.");
    }

    XAException protocol(String problem) {
        return XaFailures.of(XAException.XAER_PROTO, "Branch " + id + " " + problem + ".");
    }

    /**
     * Prepares the branch.
     *
     * @return XA_OK, or XA_RDONLY if there is nothing to decide: then the branch has ended
     */
    int prepare() throws XAException {
        if (claimEnd()) {
            return XAResource.XA_RDONLY;
        }
        return end(
                () -> transaction
                        .prepareAsync(id.encoded())
                        .toCompletableFuture()
                        .join(),
                End.PREPARED);
    }

    void commit() throws XAException {
        if (!claimEnd()) {
            end(() -> transaction.commitAsync().toCompletableFuture().join(), End.COMMITTED);
        }
    }

    /**
     * Claims the end of the branch for the caller.
     *
     * @return whether nothing was done in the branch, so that it has ended
     */
    private boolean claimEnd() throws XAException {
        XAException doom = null;
        synchronized (this) {
            requireNoAssociation();
            if (state == State.DOOMED || state == State.TIMED_OUT) {
                doom = doomed();
                isRolledBack = true;
            }
            state = State.ENDED;
        }
        if (doom != null) {
            forget();
            tell(End.ROLLED_BACK);
            throw doom;
        }
        if (isEmpty) {
            forget();
            tell(End.COMMITTED);
        }
        return isEmpty;
    }

    private int end(Runnable step, End end) throws XAException {
        try {
            step.run();
        } catch (RuntimeException e) {
            tell(End.ROLLED_BACK);
            throw XaFailures.notDone(id, e);
        }
        tell(end);
        return XAResource.XA_OK;
    }

    void rollback() throws XAException {
        synchronized (this) {
            requireNoAssociation();
            state = State.ENDED;
            isRolledBack = true;
        }
        forget();
        tell(End.ROLLED_BACK);
    }

    private void forget() {
        try {
            transaction.rollback();
        } catch (PenstockException.TransactionTimedOut e) {
            // The broker has forgotten the transaction already.
        }
    }

    private void requireNoAssociation() throws XAException {
        if (state == State.ENDED) {
            throw protocol("is ending already");
        }
        if (!associations.isEmpty()) {
            throw protocol("has associations that have not ended");
        }
    }

    synchronized boolean hasEnded() {
        return state == State.ENDED;
    }

    /**
     * Tells the listeners how the branch ended, without the lock, because a listener may wait for threads that work in
     * the branch.
     */
    private void tell(End end) {
        synchronized (this) {
            isRolledBack = end == End.ROLLED_BACK;
        }
        listeners.forEach(listener -> listener.accept(end));
    }
}
