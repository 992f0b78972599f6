package io.penstock.quarkus.jta;

import io.penstock.Broker;
import io.penstock.Delivery;
import io.penstock.Message;
import io.penstock.PenstockException;
import io.penstock.Transaction;
import org.jboss.logging.Logger;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;

/**
 * What one JTA transaction does in the broker: all of it is one transaction of the broker, and one frame of the log.
 *
 * <p>Alone in its JTA transaction it is committed in one phase, and the outcome is exact. Beside other resources its
 * vote is a promise in memory: a process that dies between the others' commit and this one loses the messages that were
 * to be sent, and gets again those that were to be accepted.
 */
public final class JtaBranch implements XAResource {

    private static final Logger LOG = Logger.getLogger(JtaBranch.class);

    private final Broker broker;
    private final List<Delivery> received = new ArrayList<>();
    private final List<Runnable> endings = new ArrayList<>();
    private Transaction transaction;

    JtaBranch(Broker broker) {
        this.broker = broker;
    }

    synchronized void send(Message message) {
        transaction().send(message);
    }

    /** Accepts a delivery with the commit. After a roll-back its owner must settle it. */
    public synchronized void accept(Delivery delivery) {
        transaction().accept(delivery);
    }

    /** Accepts a delivery with the commit, and releases it after a roll-back. */
    synchronized void receive(Delivery delivery) {
        transaction().accept(delivery);
        received.add(delivery);
    }

    /** Runs this when the transaction has ended. */
    synchronized void atEnd(Runnable ending) {
        endings.add(ending);
    }

    private Transaction transaction() {
        if (transaction == null) {
            transaction = broker.begin(Duration.ZERO);
        }
        return transaction;
    }

    @Override
    public synchronized int prepare(Xid xid) {
        if (transaction == null) {
            end();
            return XA_RDONLY;
        }
        return XA_OK;
    }

    @Override
    public synchronized void commit(Xid xid, boolean onePhase) throws XAException {
        try {
            if (transaction != null) {
                transaction.commit().toCompletableFuture().join();
            }
        } catch (RuntimeException e) {
            release();
            throw failure(e, onePhase);
        } finally {
            end();
        }
    }

    /** A broker that fails during a commit leaves open whether it happened; any other failure says that it did not. */
    private static XAException failure(RuntimeException wrapped, boolean onePhase) {
        var cause = wrapped instanceof CompletionException && wrapped.getCause() != null ? wrapped.getCause() : wrapped;
        LOG.errorf("The messages of a JTA transaction could not be committed: %s", cause.getMessage());
        int code = onePhase ? XAException.XA_RBROLLBACK : XAException.XA_HEURRB;
        if (!(cause instanceof PenstockException) || cause instanceof PenstockException.Unavailable) {
            code = onePhase ? XAException.XAER_RMFAIL : XAException.XA_HEURHAZ;
        }
        var failure = new XAException(code);
        failure.initCause(cause);
        return failure;
    }

    @Override
    public synchronized void rollback(Xid xid) {
        try {
            if (transaction != null) {
                transaction.rollback();
                release();
            }
        } finally {
            end();
        }
    }

    /** What cannot be given back to a broker that is gone is delivered again all the same. */
    private void release() {
        for (var delivery : received) {
            delivery.release(Duration.ZERO, false).exceptionally(failure -> {
                LOG.debugf(
                        failure,
                        "Message %s had been released before",
                        delivery.message().id());
                return null;
            });
        }
    }

    private void end() {
        transaction = null;
        received.clear();
        endings.forEach(Runnable::run);
        endings.clear();
    }

    @Override
    public void start(Xid xid, int flags) {
        // The branch is found through the thread's transaction, which has begun by now.
    }

    @Override
    public void end(Xid xid, int flags) {
        // Nothing is bound to the thread.
    }

    @Override
    public void forget(Xid xid) {
        // Nothing is remembered after the outcome.
    }

    /** None: a vote does not survive the process, and the transaction is rolled back then. */
    @Override
    public Xid[] recover(int flag) {
        return new Xid[0];
    }

    @Override
    public boolean isSameRM(XAResource other) {
        return other == this;
    }

    @Override
    public int getTransactionTimeout() {
        return 0;
    }

    @Override
    public boolean setTransactionTimeout(int seconds) {
        return false;
    }
}
