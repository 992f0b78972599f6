package com.acme.shop.orders;

import com.acme.shop.Book;
import io.penstock.listener.TopicListener;

import java.util.List;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Reserves what was ordered, in batches: the longer its backlog, the more a statement does. */
@ApplicationScoped
public class Inventory {

    public static final String DEPARTMENT = "inventory";

    @Inject
    Book book;

    @TopicListener(value = "orders", subscription = DEPARTMENT, name = DEPARTMENT, batchSize = 500)
    void reserve(List<Order> orders) {
        book.note(DEPARTMENT, orders.stream().map(Order::id).toList());
    }
}
