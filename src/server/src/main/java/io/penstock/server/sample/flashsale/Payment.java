package io.penstock.server.sample.flashsale;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.penstock.Broker;
import io.penstock.Ordering;
import io.penstock.listener.TopicListener;
import io.penstock.server.sample.SampleConfig;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;

/** Consumes orders as the department that takes payments, no faster than the payment provider allows. */
@ApplicationScoped
public class Payment {

    static final String SUBSCRIPTION = "payment";

    /** Short enough for an even flow, long enough to cost nothing. */
    private static final Duration TICK = Duration.ofMillis(10);

    private final Broker broker;
    private final ObjectMapper json;
    private final SampleConfig config;
    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "payment-provider"));
    private Department department;
    private RateLimit limit;

    Payment(Broker broker, ObjectMapper json, SampleConfig config) {
        this.broker = broker;
        this.json = json;
        this.config = config;
    }

    @PostConstruct
    void open() {
        department = new Department(broker, json, SUBSCRIPTION);
        limit = new RateLimit(config.flashSale().paymentsPerSecond(), System::nanoTime);
        clock.scheduleAtFixedRate(limit::layOut, 0, TICK.toMillis(), TimeUnit.MILLISECONDS);
    }

    @TopicListener(
            value = FlashSaleSample.TOPIC,
            subscription = SUBSCRIPTION,
            start = TopicListener.Start.EARLIEST,
            partitions = FlashSaleSample.PARTITIONS,
            ordering = Ordering.NONE,
            name = "flash-sale-payment")
    void pay(Order order) throws InterruptedException {
        limit.acquire();
        department.see(order);
    }

    Department department() {
        return department;
    }

    @PreDestroy
    void close() {
        clock.shutdownNow();
    }
}
