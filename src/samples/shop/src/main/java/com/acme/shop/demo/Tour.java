package com.acme.shop.demo;

import com.acme.shop.billing.Billing;
import com.acme.shop.catalog.Catalogs;
import com.acme.shop.offers.Offers;
import com.acme.shop.shipping.Shipment;
import com.acme.shop.shipping.Shipping;
import com.acme.shop.stock.Movement;
import com.acme.shop.stock.Stock;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/**
 * Goes through all six uses of the log. What it sends has the same ids in each run, and each department does a thing
 * once: so a run that was killed is simply begun again.
 */
@ApplicationScoped
class Tour {

    private static final String CATALOG = "spring";
    private static final int PAGES = 40;
    private static final int OFFERS = 10;
    private static final int MOVEMENTS = 1_000;
    private static final int INVOICES = 5;
    private static final int PARCELS = 20;
    private static final Duration POLL = Duration.ofMillis(250);

    /** How long nothing may happen before the tour ends without having passed. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @Inject
    Spike spike;

    @Inject
    Catalogs catalogs;

    @Inject
    Offers offers;

    @Inject
    Stock stock;

    @Inject
    Billing billing;

    @Inject
    Shipping shipping;

    @Inject
    Counts counts;

    Summary through(int orders) throws InterruptedException {
        long begin = System.nanoTime();
        catalogs.request(CATALOG, PAGES);
        long accepting = System.nanoTime();
        long sent = spike.run(orders);
        double acceptSeconds = secondsSince(accepting);
        long backlog = sent - counts.payments(Spike.prefix(orders));
        everythingElse();
        awaitAll(orders);
        return summary(orders, sent, acceptSeconds, backlog, begin);
    }

    private void everythingElse() {
        for (int number = 1; number <= OFFERS; number++) {
            offers.publish("offer-" + number);
        }
        var movements = IntStream.rangeClosed(1, MOVEMENTS)
                .mapToObj(number -> new Movement("article-" + number % 30, number % 7 == 0 ? -1 : 2))
                .map(movement -> stock.record(movement).toCompletableFuture())
                .toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(movements).join();
        for (int number = 1; number <= INVOICES; number++) {
            billing.invoice("invoice-" + number);
        }
        billing.paid("invoice-1");
        for (int number = 1; number <= PARCELS; number++) {
            shipping.ship(new Shipment("parcel-" + number, "Lane " + number + ", Vienna"));
        }
        shipping.ship(new Shipment("parcel-far", "Crater 1, Moon"));
        shipping.ship(new Shipment("parcel-lost", ""));
    }

    private void awaitAll(int orders) throws InterruptedException {
        long before = -1;
        long since = System.nanoTime();
        while (!isAllDone(orders) && System.nanoTime() - since < PATIENCE.toNanos()) {
            Thread.sleep(POLL.toMillis());
            long now = progress(orders);
            if (now != before) {
                before = now;
                since = System.nanoTime();
            }
        }
    }

    private long progress(int orders) {
        return sum(counts.departments(Spike.prefix(orders)).values())
                + counts.pages(CATALOG)
                + sum(counts.offers().values())
                + counts.of("invoices.reminded")
                + counts.of("shipped")
                + counts.deadLetters();
    }

    private boolean isAllDone(int orders) {
        return counts.departments(Spike.prefix(orders)).values().stream().allMatch(done -> done == orders)
                && counts.pages(CATALOG) == PAGES
                && counts.offers().values().stream().allMatch(done -> done == OFFERS)
                && counts.of("invoices.reminded") == INVOICES - 1
                && counts.of("reports") > 0
                && counts.of("shipped") == PARCELS
                && counts.deadLetters() >= 2
                && stock.levels().equals(stock.replay());
    }

    private Summary summary(int orders, long sent, double acceptSeconds, long backlog, long begin) {
        var departments = counts.departments(Spike.prefix(orders));
        long lost = departments.values().stream()
                .mapToLong(done -> Math.max(0, sent - done))
                .sum();
        boolean amounts = counts.paidCents(Spike.prefix(orders)) == Spike.totalCents(orders);
        return new Summary(
                amounts && lost == 0 && isAllDone(orders),
                sent,
                acceptSeconds,
                backlog,
                departments,
                amounts,
                lost,
                stock.levels().equals(stock.replay()),
                counts.pages(CATALOG),
                counts.offers(),
                counts.of("invoices.reminded"),
                counts.of("reports"),
                counts.of("shipped"),
                counts.deadLetters(),
                secondsSince(begin));
    }

    private static long sum(Iterable<Long> numbers) {
        long sum = 0;
        for (long number : numbers) {
            sum += number;
        }
        return sum;
    }

    private static double secondsSince(long nanos) {
        return Math.round((System.nanoTime() - nanos) / 1e8) / 10.0;
    }
}
