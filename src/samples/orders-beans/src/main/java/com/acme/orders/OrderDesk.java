package com.acme.orders;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSDestinationDefinition;
import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import jakarta.transaction.Transactional;

/** Takes orders and puts them into a queue. */
@ApplicationScoped
@JMSDestinationDefinition(
        name = "java:/jms/queue/orders",
        interfaceName = "jakarta.jms.Queue",
        destinationName = "orders")
@JMSDestinationDefinition(
        name = "java:/jms/topic/OrderEvents",
        interfaceName = "jakarta.jms.Topic",
        destinationName = "order.events")
public class OrderDesk {

    @Inject
    JMSContext context;

    @Resource(lookup = "java:/jms/queue/orders")
    Queue orders;

    /** Sends all orders of a basket, or none of them. */
    @Transactional
    public void place(String customer, String... items) throws JMSException {
        for (var item : items) {
            if (item.isBlank()) {
                throw new IllegalArgumentException("An order of " + customer + " names no item");
            }
            var order = context.createMapMessage();
            order.setString("customer", customer);
            order.setString("item", item);
            context.createProducer().setJMSType("order").send(orders, order);
        }
    }
}
