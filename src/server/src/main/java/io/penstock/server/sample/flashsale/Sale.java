package io.penstock.server.sample.flashsale;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.penstock.Broker;
import io.penstock.Message;
import io.penstock.server.sample.Latencies;
import io.penstock.server.sample.Tally;
import io.penstock.server.sample.TopicReplay;
import io.penstock.server.sample.WindowedSender;

import java.util.function.LongSupplier;

/** Sends the orders that the topic does not hold yet, as fast as the log takes them. */
final class Sale {

    /** The number of customers who wait for their confirmation at a time. */
    static final int CUSTOMERS_AT_ONCE = 1_000;

    private final int orders;
    private final long seed;
    private final ObjectMapper json;
    private final LongSupplier nanoTime;
    private final WindowedSender sender;
    private final Tally held = new Tally();
    private long cents;
    private final long startNanos;
    private volatile long endNanos;

    Sale(Broker broker, int orders, long seed, ObjectMapper json, LongSupplier nanoTime) {
        this.orders = orders;
        this.seed = seed;
        this.json = json;
        this.nanoTime = nanoTime;
        sender = new WindowedSender(broker, CUSTOMERS_AT_ONCE, nanoTime);
        new TopicReplay(broker, FlashSaleSample.TOPIC).all(stored -> held.add(Order.numberOf(stored.message())));
        startNanos = nanoTime.getAsLong();
    }

    /** @throws io.penstock.server.sample.SampleProblem if the log refuses */
    void open() {
        for (int number = 0; number < orders; number++) {
            var order = Order.numbered(number, seed);
            cents += order.cents();
            if (!held.contains(number)) {
                sender.send(message(order));
            }
        }
        sender.awaitAcknowledgements();
        endNanos = nanoTime.getAsLong();
    }

    private Message message(Order order) {
        try {
            return Message.to(FlashSaleSample.TOPIC)
                    .id(order.messageId())
                    .key(order.customer())
                    .body(json.writeValueAsBytes(order))
                    .build();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("An order of three plain fields is always JSON.", e);
        }
    }

    int orders() {
        return orders;
    }

    /** The sum of all orders in cents, once the sale is over. */
    long cents() {
        return cents;
    }

    long heldBefore() {
        return held.distinct();
    }

    long accepted() {
        return held.distinct() + sender.acknowledged();
    }

    long acceptedNow() {
        return sender.acknowledged();
    }

    boolean over() {
        return endNanos != 0;
    }

    double secondsSinceStart() {
        return (nanoTime.getAsLong() - startNanos) / 1e9;
    }

    /** The seconds from the first order until all were durable. */
    double seconds() {
        return (endNanos - startNanos) / 1e9;
    }

    /** The times that customers waited for their confirmation. */
    Latencies waits() {
        return sender.latencies();
    }
}
