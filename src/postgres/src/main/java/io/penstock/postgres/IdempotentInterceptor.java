package io.penstock.postgres;

import io.penstock.Delivery;
import io.penstock.listener.CurrentDelivery;
import org.jboss.logging.Logger;

import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import jakarta.transaction.Status;
import jakarta.transaction.TransactionManager;

/** Claims the current message in the handler's transaction, and calls the handler only if the claim is new. */
@Idempotent
@Interceptor
@Priority(IdempotentInterceptor.PRIORITY)
class IdempotentInterceptor {

    /**
     * The priority just inside the interceptors of {@code @Transactional}, which Jakarta Transactions 2.0, 3.7 puts at
     * 200.
     */
    static final int PRIORITY = Interceptor.Priority.PLATFORM_BEFORE + 210;

    private static final Logger LOG = Logger.getLogger(IdempotentInterceptor.class);

    private final InboxClaims claims;
    private final TransactionManager transactions;

    IdempotentInterceptor(InboxClaims claims, TransactionManager transactions) {
        this.claims = claims;
        this.transactions = transactions;
    }

    @AroundInvoke
    Object handleOnce(InvocationContext call) throws Exception {
        var delivery = CurrentDelivery.get()
                .orElseThrow(() -> new IllegalStateException(nameOf(call)
                        + " is @Idempotent, but this thread is handling no delivery. Call it as a"
                        + " listener only, on the thread that the message was delivered on."));
        return transactions.getStatus() == Status.STATUS_NO_TRANSACTION
                ? inNewTransaction(call, delivery)
                : inCurrentTransaction(call, delivery);
    }

    private Object inNewTransaction(InvocationContext call, Delivery delivery) throws Exception {
        transactions.begin();
        Object result;
        try {
            result = inCurrentTransaction(call, delivery);
        } catch (Throwable failure) {
            if (transactions.getStatus() != Status.STATUS_NO_TRANSACTION) {
                transactions.rollback();
            }
            throw failure;
        }
        transactions.commit();
        return result;
    }

    private Object inCurrentTransaction(InvocationContext call, Delivery delivery) throws Exception {
        try {
            if (!claims.claim(delivery)) {
                LOG.debugf(
                        "Message %s of '%s' has been handled for '%s' before: skipped",
                        delivery.message().id(), delivery.message().destination(), delivery.subscription());
                return null;
            }
            var result = call.proceed();
            requireActive(call, delivery);
            return result;
        } catch (Throwable failure) {
            // @Transactional commits on a checked exception. The claim would stay, and the retry would be skipped.
            if (transactions.getStatus() == Status.STATUS_ACTIVE) {
                transactions.setRollbackOnly();
            }
            throw failure;
        }
    }

    /**
     * Fails if the transaction will not be committed although the handler returned: to accept the message would lose
     * it.
     */
    private void requireActive(InvocationContext call, Delivery delivery) throws Exception {
        if (transactions.getStatus() != Status.STATUS_ACTIVE) {
            throw new IllegalStateException("The transaction of " + nameOf(call) + " for message "
                    + delivery.message().id() + " was marked for rollback, timed out, or was ended by the handler. The"
                    + " message is not accepted.");
        }
    }

    private static String nameOf(InvocationContext call) {
        var method = call.getMethod();
        return method.getDeclaringClass().getSimpleName() + "." + method.getName();
    }
}
