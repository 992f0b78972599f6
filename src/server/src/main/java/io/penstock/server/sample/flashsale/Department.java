package io.penstock.server.sample.flashsale;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.penstock.Broker;
import io.penstock.server.sample.Tally;
import io.penstock.server.sample.TopicReplay;

import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Counts the orders that one subscription has seen. After a restart it begins with those that the subscription had
 * settled, read from the topic. It is safe for any thread.
 */
final class Department {

    private final String subscription;
    private final Tally orders = new Tally();
    private long cents;

    Department(Broker broker, ObjectMapper json, String subscription) {
        this.subscription = subscription;
        new TopicReplay(broker, FlashSaleSample.TOPIC).settledBy(subscription, stored -> {
            try {
                see(json.readValue(stored.message().body(), Order.class));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    synchronized void see(Order order) {
        if (orders.add(order.number())) {
            cents += order.cents();
        }
    }

    String subscription() {
        return subscription;
    }

    /** The number of orders seen. */
    long seen() {
        return orders.distinct();
    }

    /** Deliveries of orders that had been seen before. */
    long repeated() {
        return orders.repeated();
    }

    /** The sum of all orders seen, in cents. */
    synchronized long cents() {
        return cents;
    }
}
