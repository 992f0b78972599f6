package io.penstock.quarkus.jms;

import io.penstock.quarkus.jta.JtaTransactions;

import java.security.Principal;
import java.util.HashMap;
import java.util.Map;
import jakarta.ejb.EJBHome;
import jakarta.ejb.EJBLocalHome;
import jakarta.ejb.MessageDrivenContext;
import jakarta.ejb.TimerService;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.transaction.Status;
import jakarta.transaction.SystemException;
import jakarta.transaction.UserTransaction;

/**
 * Gives a message-driven bean what it may ask its container for: transactions, and queues and topics by JNDI name.
 * Everything else of Enterprise Beans is refused.
 */
@Dependent
public class ContainerContext implements MessageDrivenContext {

    private final JtaTransactions transactions;
    private final Instance<UserTransaction> userTransaction;
    private final JmsResources resources;
    private final Map<String, Object> data = new HashMap<>();

    @Inject
    ContainerContext(JtaTransactions transactions, Instance<UserTransaction> userTransaction, JmsResources resources) {
        this.transactions = transactions;
        this.userTransaction = userTransaction;
        this.resources = resources;
    }

    @Override
    public void setRollbackOnly() {
        requireTransaction();
        try {
            if (!isRolledBack(transactions.manager().getStatus())) {
                transactions.manager().setRollbackOnly();
            }
        } catch (SystemException e) {
            throw new IllegalStateException("The transaction manager failed: " + e.getMessage(), e);
        }
    }

    @Override
    public boolean getRollbackOnly() {
        requireTransaction();
        try {
            return isRolledBack(transactions.manager().getStatus());
        } catch (SystemException e) {
            throw new IllegalStateException("The transaction manager failed: " + e.getMessage(), e);
        }
    }

    /** Whether the transaction can only be rolled back, or has been rolled back by its time-out. */
    private static boolean isRolledBack(int status) {
        return status == Status.STATUS_MARKED_ROLLBACK
                || status == Status.STATUS_ROLLING_BACK
                || status == Status.STATUS_ROLLEDBACK;
    }

    private void requireTransaction() {
        if (!transactions.present()) {
            throw new IllegalStateException("There is no JTA transaction to roll back.");
        }
    }

    @Override
    public UserTransaction getUserTransaction() {
        if (!userTransaction.isResolvable()) {
            throw new IllegalStateException("There is no transaction manager: add quarkus-narayana-jta.");
        }
        return userTransaction.get();
    }

    /** The queue or topic that a JNDI name stands for. */
    @Override
    public Object lookup(String name) {
        return resources.destination(name);
    }

    @Override
    public Map<String, Object> getContextData() {
        return data;
    }

    @Override
    public Principal getCallerPrincipal() {
        throw new IllegalStateException("A message has no caller: there is no principal.");
    }

    @Override
    public boolean isCallerInRole(String role) {
        throw new IllegalStateException("A message has no caller: there is no role '" + role + "'.");
    }

    @Override
    public EJBHome getEJBHome() {
        throw new IllegalStateException("A message-driven bean has no home.");
    }

    @Override
    public EJBLocalHome getEJBLocalHome() {
        throw new IllegalStateException("A message-driven bean has no home.");
    }

    @Override
    public TimerService getTimerService() {
        throw new IllegalStateException("There is no timer service: use @Scheduled of quarkus-scheduler.");
    }
}
