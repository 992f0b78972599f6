package io.penstock.server.sample.flashsale;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.penstock.Broker;
import io.penstock.Ordering;
import io.penstock.listener.TopicListener;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;

/** Consumes orders as the department that writes to customers. */
@ApplicationScoped
public class Email {

    static final String SUBSCRIPTION = "email";

    private final Broker broker;
    private final ObjectMapper json;
    private Department department;

    Email(Broker broker, ObjectMapper json) {
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
            name = "flash-sale-email")
    void confirm(Order order) {
        department.see(order);
    }

    Department department() {
        return department;
    }
}
