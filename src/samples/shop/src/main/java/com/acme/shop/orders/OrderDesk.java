package com.acme.shop.orders;

import io.penstock.Receipt;
import io.penstock.TypedSender;
import io.penstock.quarkus.SendsTo;

import java.util.concurrent.CompletionStage;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/**
 * Takes orders. An order is taken when it is on the disk, and however many come at once: whoever places one never waits
 * for payment, inventory or e-mail.
 */
@ApplicationScoped
public class OrderDesk {

    @Inject
    @SendsTo("orders")
    TypedSender<Order> orders;

    /**
     * Completes when the order is on the disk. The orders of one customer stay in order, since the customer is the key.
     */
    public CompletionStage<Receipt> place(Order order) {
        return orders.sendAsync(order, message -> message.id(order.id()).key(order.customer()));
    }
}
