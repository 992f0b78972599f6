package io.penstock.quarkus.listener;

import io.penstock.Delivery;
import io.penstock.jms.ContainerMessages;
import io.penstock.quarkus.jta.JtaTransactions;
import io.penstock.quarkus.listener.ContainerTransaction.RolledBack;
import io.penstock.quarkus.listener.MessageDrivenBean.Demarcation;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.transaction.Status;
import jakarta.transaction.SystemException;

/** Passes messages to one instance of a message-driven bean, in a transaction if the bean wants the container's. */
final class MessageDrivenCall implements Call {

    private static final CompletableFuture<CallOutcome> DONE = CompletableFuture.completedFuture(CallOutcome.DONE);

    private final BeanInstance instance;
    private final Demarcation demarcation;
    private final ContainerTransaction transaction;
    private final Destination destination;
    private final ContainerMessages messages;
    private final DeliveryRequest request;
    private final JtaTransactions transactions;

    MessageDrivenCall(
            BeanInstance instance,
            Demarcation demarcation,
            ContainerTransaction transaction,
            Destination destination,
            ContainerMessages messages,
            DeliveryRequest request,
            JtaTransactions transactions) {
        this.instance = instance;
        this.demarcation = demarcation;
        this.transaction = transaction;
        this.destination = destination;
        this.messages = messages;
        this.request = request;
        this.transactions = transactions;
    }

    @Override
    public CompletableFuture<CallOutcome> with(List<Delivery> deliveries) {
        var delivery = deliveries.get(0);
        Message message;
        try {
            message = messages.read(delivery, destination);
        } catch (JMSException | RuntimeException | Error e) {
            return CompletableFuture.failedFuture(new UnreadableBody(e.getMessage(), e));
        }
        if (message == null) {
            return DONE;
        }
        return request.runSingle(deliveries, () -> switch (demarcation) {
            case CONTAINER -> inTransaction(deliveries, message);
            case NONE -> withoutTransaction(message);
            case BEAN -> withTransactionsOfItsOwn(message);
        });
    }

    /** Calls the bean in a transaction that also accepts the message, so that both happen together or not at all. */
    private CompletableFuture<CallOutcome> inTransaction(List<Delivery> deliveries, Message message) throws Exception {
        return CompletableFuture.completedFuture(transaction.around(deliveries, () -> {
            instance.onMessage(message);
            return CallOutcome.DONE;
        }));
    }

    private CompletableFuture<CallOutcome> withoutTransaction(Message message) {
        instance.onMessage(message);
        return DONE;
    }

    private CompletableFuture<CallOutcome> withTransactionsOfItsOwn(Message message)
            throws SystemException, RolledBack {
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
