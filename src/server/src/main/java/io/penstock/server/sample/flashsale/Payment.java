package io.penstock.server.sample.flashsale;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.penstock.Broker;
import io.penstock.Ordering;
import io.penstock.StartPosition;
import io.penstock.TopicListener;
import io.penstock.server.sample.SampleConfig;

/** Takes payments, no faster than the payment provider allows. */
@ApplicationScoped
public class Payment {

    static final String SUBSCRIPTION = "payment";

    private final Broker broker;
    private final ObjectMapper json;
    private final SampleConfig config;
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
        limit = RateLimit.perSecond(config.flashSale().paymentsPerSecond(), System::nanoTime);
    }

    @TopicListener(
            value = FlashSaleSample.TOPIC,
            subscription = SUBSCRIPTION,
            start = StartPosition.EARLIEST,
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
        limit.close();
    }
}
