package io.penstock.server.sample.flashsale;

import io.penstock.Broker;
import io.penstock.DestinationStatistics.SubscriptionStatistics;
import io.penstock.server.sample.Console;
import io.penstock.server.sample.Watch;

import java.util.List;
import java.util.Locale;

/** Describes how far the sale is, and how many payments wait. */
final class FlashSaleProgress implements Watch.Watched {

    private final Broker broker;
    private final Sale sale;
    private final List<Department> departments;
    private final OrderBacklog backlog;
    private final Console console;
    private long waiting;
    private long backlogAtEndOfSale = -1;
    private boolean overAtLastLook;

    FlashSaleProgress(Broker broker, Sale sale, List<Department> departments, OrderBacklog backlog, Console console) {
        this.broker = broker;
        this.sale = sale;
        this.departments = departments;
        this.backlog = backlog;
        this.console = console;
    }

    @Override
    public void look() {
        overAtLastLook = sale.over();
        var subscriptions = broker.statistics(FlashSaleSample.TOPIC).subscriptions();
        waiting = subscriptions.stream()
                .mapToLong(SubscriptionStatistics::waiting)
                .sum();
        long payments = subscriptions.stream()
                .filter(subscription -> subscription.name().equals(Payment.SUBSCRIPTION))
                .mapToLong(SubscriptionStatistics::waiting)
                .sum();
        backlog.add(sale.secondsSinceStart(), payments);
        if (overAtLastLook && backlogAtEndOfSale < 0) {
            backlogAtEndOfSale = payments;
        }
        console.progress(String.format(
                Locale.ROOT,
                "accepted %,d of %,d orders; payments waiting %,d",
                sale.accepted(),
                sale.orders(),
                payments));
    }

    @Override
    public long progress() {
        return sale.accepted()
                + departments.stream().mapToLong(Department::seen).sum()
                - waiting;
    }

    @Override
    public boolean ended() {
        return overAtLastLook && waiting == 0;
    }

    /** Payments that waited when the last order was accepted. */
    long backlogAtEndOfSale() {
        return Math.max(0, backlogAtEndOfSale);
    }
}
