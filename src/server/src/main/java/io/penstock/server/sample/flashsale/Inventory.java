package io.penstock.server.sample.flashsale;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.penstock.Broker;
import io.penstock.Ordering;
import io.penstock.listener.TopicListener;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;

/** Consumes orders as the department that reserves goods. */
@ApplicationScoped
public class Inventory {

    static final String SUBSCRIPTION = "inventory";

    private final Broker broker;
    private final ObjectMapper json;
    private Department department;

    Inventory(Broker broker, ObjectMapper json) {
        this.broker = broker;
        this.json = json;
    }

    @PostConstruct
    void open() {
        department = new Department(broker, json, SUBSCRIPTION);
    }

    @TopicListener(
            value = FlashSaleSample.TOPIC,
            subscription = SUBSCRIPTION,
            start = TopicListener.Start.EARLIEST,
            partitions = FlashSaleSample.PARTITIONS,
            ordering = Ordering.NONE,
            name = "flash-sale-inventory")
    void reserve(Order order) {
        department.see(order);
    }

    Department department() {
        return department;
    }
}
