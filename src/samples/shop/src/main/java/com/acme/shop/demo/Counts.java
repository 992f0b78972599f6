package com.acme.shop.demo;

import com.acme.shop.Book;
import com.acme.shop.catalog.Catalogs;
import com.acme.shop.orders.Confirmations;
import com.acme.shop.orders.Inventory;
import com.acme.shop.orders.Payment;
import io.penstock.Broker;
import io.quarkus.narayana.jta.QuarkusTransaction;

import java.util.Map;
import java.util.TreeMap;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Asks the database, and the broker for dead letters, what has been done. */
@ApplicationScoped
class Counts {

    @Inject
    Book book;

    @Inject
    Catalogs catalogs;

    @Inject
    Broker broker;

    Map<String, Long> departments(String orders) {
        return sorted(Map.of(
                "payment", payments(orders),
                "inventory", book.count(Inventory.DEPARTMENT, orders),
                "email", book.count(Confirmations.DEPARTMENT, orders)));
    }

    long payments(String orders) {
        return QuarkusTransaction.requiringNew().call(() -> Payment.count("orderId like ?1", orders + "%"));
    }

    long paidCents(String orders) {
        return QuarkusTransaction.requiringNew().call(() -> Payment.totalCents(orders));
    }

    Map<String, Long> offers() {
        return sorted(Map.of(
                "web", book.count("offers.web", ""),
                "app", book.count("offers.app", ""),
                "print", book.count("offers.print", "")));
    }

    int pages(String catalog) {
        return catalogs.progress(catalog).map(found -> found.done).orElse(0);
    }

    long of(String department) {
        return book.count(department, "");
    }

    long deadLetters() {
        return broker.statistics("shipments.failed").messages();
    }

    private static Map<String, Long> sorted(Map<String, Long> counts) {
        return new TreeMap<>(counts);
    }
}
