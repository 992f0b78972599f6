package io.penstock.server.sample.flashsale;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.penstock.Broker;
import io.penstock.Destination;
import io.penstock.server.sample.Console;
import io.penstock.server.sample.RunRecord;
import io.penstock.server.sample.Sample;
import io.penstock.server.sample.SampleConfig;
import io.penstock.server.sample.Watch;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.function.LongSupplier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/**
 * Runs the flash sale, in which orders come in faster than they can be paid. The log takes orders at its own speed;
 * only the subscription of the payment falls behind.
 */
@ApplicationScoped
public class FlashSaleSample implements Sample {

    static final String TOPIC = "orders";
    static final int PARTITIONS = 16;

    private static final String RUN = "orders-run";

    private final Broker broker;
    private final SampleConfig config;
    private final ObjectMapper json;
    private final Payment payment;
    private final Inventory inventory;
    private final Email email;
    private final LongSupplier nanoTime;

    @Inject
    FlashSaleSample(
            Broker broker, SampleConfig config, ObjectMapper json, Payment payment, Inventory inventory, Email email) {
        this.broker = broker;
        this.config = config;
        this.json = json;
        this.payment = payment;
        this.inventory = inventory;
        this.email = email;
        nanoTime = System::nanoTime;
    }

    @Override
    public String name() {
        return "flash-sale";
    }

    @Override
    public FlashSaleSummary run(Console console) {
        int orders = config.flashSale().orders();
        broker.declare(Destination.topic(TOPIC).partitions(PARTITIONS).build());
        boolean continued = new RunRecord(broker, RUN)
                .beginOrContinue(String.format(Locale.ROOT, "%d orders, seed %d", orders, config.seed()));
        var departments = List.of(payment.department(), inventory.department(), email.department());
        var sale = new Sale(broker, orders, config.seed(), json, nanoTime);
        if (continued) {
            console.line(String.format(
                    Locale.ROOT,
                    "This data directory holds %,d of %,d orders already: going on after them.",
                    sale.heldBefore(),
                    orders));
        }
        var backlog = new OrderBacklog();
        var progress = new FlashSaleProgress(broker, sale, departments, backlog, console);
        boolean ended = work(sale, progress);
        return FlashSaleSummary.of(
                ended,
                sale,
                departments,
                backlog,
                progress.backlogAtEndOfSale(),
                broker.statistics(TOPIC),
                config.flashSale().paymentsPerSecond());
    }

    private boolean work(Sale sale, FlashSaleProgress progress) {
        var scheduler = Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "flash-sale-watch"));
        try (var watch = Watch.over(broker, progress, nanoTime, scheduler)) {
            sale.open();
            return watch.awaitEnd();
        } finally {
            scheduler.shutdown();
        }
    }
}
