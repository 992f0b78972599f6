package com.acme.shop.orders;

import com.acme.shop.Book;
import io.penstock.listener.TopicListener;

import java.util.List;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Confirms orders by e-mail. It was added last, and neither the desk nor another department was changed for it. */
@ApplicationScoped
public class Confirmations {

    public static final String DEPARTMENT = "email";

    @Inject
    Book book;

    @TopicListener(value = "orders", subscription = DEPARTMENT, name = DEPARTMENT, batchSize = 500)
    void confirm(List<Order> orders) {
        book.note(DEPARTMENT, orders.stream().map(Order::id).toList());
    }
}
