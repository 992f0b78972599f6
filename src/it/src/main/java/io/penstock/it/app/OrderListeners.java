package io.penstock.it.app;

import io.penstock.listener.QueueListener;
import io.penstock.postgres.Idempotent;
import io.quarkus.narayana.jta.QuarkusTransaction;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

/** The same handler twice: with the inbox, and without it, which shows what the inbox is for. */
@ApplicationScoped
public class OrderListeners {

    private final CrashAfterCommit crash;

    OrderListeners(CrashAfterCommit crash) {
        this.crash = crash;
    }

    @QueueListener("orders")
    @Idempotent
    @Transactional
    void handleOnce(String number) {
        handle("orders", number);
    }

    /** Commits by itself, so that the acceptance of the message comes after that and is no part of it. */
    @QueueListener("plain-orders")
    void handle(String number) {
        QuarkusTransaction.requiringNew().run(() -> handle("plain-orders", number));
    }

    private void handle(String queue, String number) {
        StoredOrder.store(queue, number);
        crash.ifMarked(queue, number);
    }
}
