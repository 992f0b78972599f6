package com.acme.shop.orders;

import io.penstock.listener.TopicListener;
import io.penstock.postgres.Idempotent;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

/**
 * Takes the money: once for each order, whatever happens. The inbox notes the message in the same transaction as the
 * payment, so one that comes again after a crash is skipped.
 */
@ApplicationScoped
public class Payments {

    @Idempotent
    @Transactional
    @TopicListener(value = "orders", subscription = "payment", name = "payment", concurrency = 8)
    void pay(Order order) {
        new Payment(order).persist();
    }
}
