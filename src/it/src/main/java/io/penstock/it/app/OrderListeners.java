package io.penstock.it.app;

import io.penstock.listener.QueueListener;
import io.penstock.postgres.Idempotent;

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

    @QueueListener("plain-orders")
    @Transactional
    void handle(String number) {
        handle("plain-orders", number);
    }

    private void handle(String queue, String number) {
        StoredOrder.store(queue, number);
        crash.ifMarked(queue, number);
    }
}
