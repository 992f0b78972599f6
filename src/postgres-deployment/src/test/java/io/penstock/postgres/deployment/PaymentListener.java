package io.penstock.postgres.deployment;

import io.penstock.listener.CurrentDelivery;
import io.penstock.postgres.Idempotent;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.TransactionManager;
import jakarta.transaction.Transactional;

/** Handlers as applications write them. Each stores a payment for the current message, then does what it is told. */
@ApplicationScoped
public class PaymentListener {

    /** What a handler does after it has stored the payment. */
    @FunctionalInterface
    interface Then {
        Then NOTHING = () -> {};

        void run() throws Exception;
    }

    @Inject
    TransactionManager transactions;

    @Idempotent
    @Transactional
    void inTransaction(Then then) throws Exception {
        store(then);
    }

    @Idempotent
    void withoutTransaction(Then then) throws Exception {
        store(then);
    }

    @Idempotent
    @Transactional
    void markingForRollback() throws Exception {
        store(Then.NOTHING);
        transactions.setRollbackOnly();
    }

    private static void store(Then then) throws Exception {
        Payment.of(CurrentDelivery.get().orElseThrow().message().id());
        then.run();
    }
}
