package io.penstock.quarkus.listener;

import io.penstock.Broker;
import io.penstock.Delivery;
import io.penstock.jms.ContainerMessages;
import io.penstock.quarkus.jta.JtaTransactions;
import io.penstock.quarkus.listener.MessageDrivenBean.Demarcation;

import java.util.concurrent.CompletableFuture;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.transaction.NotSupportedException;
import jakarta.transaction.Status;
import jakarta.transaction.SystemException;
import jakarta.transaction.TransactionManager;

/** Passes messages to one instance of a message-driven bean, in a transaction if the bean wants the container's. */
final class MessageDrivenCall implements Call {

    private static final CompletableFuture<Object> DONE = CompletableFuture.completedFuture(null);
    private static final CompletableFuture<Object> COMMITTED = CompletableFuture.completedFuture(ACCEPTED);

    private final BeanInstance instance;
    private final Demarcation demarcation;
    private final int timeoutSeconds;
    private final Destination destination;
    private final ContainerMessages messages;
    private final DeliveryRequest request;
    private final JtaTransactions transactions;
    private final Broker broker;

    /**
     * @param timeoutSeconds the time-out of the container's transactions; 0 for the default of the transaction manager
     */
    MessageDrivenCall(
            BeanInstance instance,
            Demarcation demarcation,
            int timeoutSeconds,
            Destination destination,
            ContainerMessages messages,
            DeliveryRequest request,
            JtaTransactions transactions,
            Broker broker) {
        this.instance = instance;
        this.demarcation = demarcation;
        this.timeoutSeconds = timeoutSeconds;
        this.destination = destination;
        this.messages = messages;
        this.request = request;
        this.transactions = transactions;
        this.broker = broker;
    }

    @Override
    public CompletableFuture<?> with(Delivery delivery) {
        Message message;
        try {
            message = messages.read(delivery, destination);
        } catch (JMSException | RuntimeException | Error e) {
            return CompletableFuture.failedFuture(new UnreadableBody(e.getMessage(), e));
        }
        if (message == null) {
            return DONE;
        }
        return request.run(delivery, () -> switch (demarcation) {
            case CONTAINER -> inTransaction(delivery, message);
            case NONE -> withoutTransaction(message);
            case BEAN -> withTransactionsOfItsOwn(message);
        });
    }

    /** Calls the bean in a transaction that also accepts the message, so that both happen together or not at all. */
    private CompletableFuture<Object> inTransaction(Delivery delivery, Message message) throws Exception {
        var manager = transactions.manager();
        begin(manager);
        boolean ended = false;
        try {
            instance.onMessage(message);
            if (manager.getStatus() != Status.STATUS_ACTIVE) {
                throw new RolledBack(instance.name() + " marked the transaction of its message for roll-back, or the"
                        + " transaction timed out");
            }
            transactions.branch(broker).accept(delivery);
            ended = true;
            manager.commit();
            return COMMITTED;
        } finally {
            if (!ended) {
                manager.rollback();
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

    private CompletableFuture<Object> withoutTransaction(Message message) {
        instance.onMessage(message);
        return DONE;
    }

    private CompletableFuture<Object> withTransactionsOfItsOwn(Message message) throws SystemException, RolledBack {
        try {
            instance.onMessage(message);
        } finally {
            requireEndOfTransaction();
        }
        return DONE;
    }

    private void requireEndOfTransaction() throws SystemException, RolledBack {
        if (transactions.available() && transactions.manager().getStatus() != Status.STATUS_NO_TRANSACTION) {
            transactions.manager().rollback();
            throw new RolledBack(instance.name() + " returned with a transaction open: it was rolled back");
        }
    }

    @Override
    public void end() {
        instance.destroy();
    }
}
