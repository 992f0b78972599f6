package io.penstock.quarkus.listener;

import io.penstock.Broker;
import io.penstock.Delivery;
import io.penstock.quarkus.jta.JtaTransactions;

import java.util.List;
import jakarta.transaction.NotSupportedException;
import jakarta.transaction.Status;
import jakarta.transaction.SystemException;
import jakarta.transaction.TransactionManager;

/**
 * The JTA transaction that the container runs around a call of a listener or a message-driven bean. It also accepts the
 * messages of the call, and sends its results, so that all of it happens or nothing.
 *
 * @param name the listener, for error messages
 * @param timeoutSeconds the time-out; 0 for the default of the transaction manager
 * @param isAccepting whether messages are still to be accepted when they have been processed
 */
record ContainerTransaction(
        String name, int timeoutSeconds, boolean isAccepting, JtaTransactions transactions, Broker broker) {

    /** Signals that the transaction of a message was rolled back, so that the message has to be delivered again. */
    static final class RolledBack extends Exception {

        private static final long serialVersionUID = 1L;

        RolledBack(String message) {
            super(message);
        }
    }

    /** Code that runs in the transaction. */
    interface Work {
        CallOutcome run() throws Exception;
    }

    /**
     * Runs a call. Whatever it throws rolls the transaction back; deliveries that its outcome names as failed are not
     * accepted.
     */
    CallOutcome around(List<Delivery> deliveries, Work work) throws Exception {
        var manager = transactions.manager();
        begin(manager);
        boolean ended = false;
        try {
            var outcome = work.run();
            if (manager.getStatus() != Status.STATUS_ACTIVE) {
                throw new RolledBack(name + " marked the transaction of its message for roll-back, or the"
                        + " transaction timed out");
            }
            join(deliveries, outcome);
            ended = true;
            manager.commit();
            return outcome.accepted();
        } finally {
            if (!ended) {
                manager.rollback();
            }
        }
    }

    private void join(List<Delivery> deliveries, CallOutcome outcome) {
        var branch = transactions.branch(broker);
        outcome.sends().forEach(branch::send);
        for (int i = 0; isAccepting && i < deliveries.size(); i++) {
            if (!outcome.failures().containsKey(i)) {
                branch.accept(deliveries.get(i));
            }
        }
    }

    /** Begins a transaction. The time-out is set for the thread, so it is reset for later transactions of others. */
    private void begin(TransactionManager manager) throws SystemException, NotSupportedException {
        if (timeoutSeconds == 0) {
            manager.begin();
            return;
        }
        manager.setTransactionTimeout(timeoutSeconds);
        try {
            manager.begin();
        } finally {
            manager.setTransactionTimeout(0);
        }
    }
}
