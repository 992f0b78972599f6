package com.acme.shop.demo;

import com.acme.shop.orders.Order;
import com.acme.shop.orders.OrderDesk;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** All customers come at once. */
@ApplicationScoped
class Spike {

    /** How many customers wait for the disk at a time. */
    private static final int CUSTOMERS = 1_000;

    @Inject
    OrderDesk desk;

    /** The same orders in each run, so that one that goes on after a kill can place them again. */
    static Order order(int number, int orders) {
        return new Order(
                prefix(orders) + number, "customer-" + number % 5_000, "article-" + number % 300, cents(number));
    }

    static String prefix(int orders) {
        return "sale-" + orders + "-";
    }

    static long totalCents(int orders) {
        long total = 0;
        for (int number = 1; number <= orders; number++) {
            total += cents(number);
        }
        return total;
    }

    private static int cents(int number) {
        return 100 + number % 900;
    }

    /**
     * Returns when all orders are on the disk, with how many those are.
     *
     * @throws IllegalStateException if an order was refused
     */
    long run(int orders) throws InterruptedException {
        var waiting = new Semaphore(CUSTOMERS);
        var taken = new AtomicLong();
        var refusal = new AtomicReference<Throwable>();
        for (int number = 1; number <= orders && refusal.get() == null; number++) {
            waiting.acquire();
            desk.place(order(number, orders)).whenComplete((receipt, problem) -> {
                if (problem == null) {
                    taken.incrementAndGet();
                } else {
                    refusal.set(problem);
                }
                waiting.release();
            });
        }
        waiting.acquire(CUSTOMERS);
        if (refusal.get() != null) {
            throw new IllegalStateException("An order was refused.", refusal.get());
        }
        return taken.get();
    }
}
