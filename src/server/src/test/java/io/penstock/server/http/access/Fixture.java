package io.penstock.server.http.access;

import io.penstock.AlertCondition;
import io.penstock.AlertRule;
import io.penstock.Binding;
import io.penstock.Broker;
import io.penstock.Destination;
import io.penstock.ExchangeType;
import io.penstock.Message;
import io.penstock.Schedule;
import io.penstock.Subscription;
import io.penstock.TopicRule;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What one cell of the table is tried with: names that nobody has used, and whatever has to be there before, made by the
 * application itself.
 */
final class Fixture {

    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private final Broker broker;

    /** A name whose beginning says whose it is. */
    final String name;

    Fixture(Broker broker, String beginning) {
        this.broker = broker;
        name = beginning + ".n" + NUMBERS.incrementAndGet();
    }

    /** The name without dots, for what is no destination. */
    String plainName() {
        return name.replace('.', '-');
    }

    /** A queue with a message. */
    void queue() {
        broker.declare(Destination.queue(name).build());
        broker.send(Message.to(name).body("x").build());
    }

    /** A queue, and its dead-letter queue with a message. */
    void deadLetters() {
        broker.declare(Destination.queue(name).build());
        broker.declare(Destination.queue(name + ".dlq").build());
        broker.send(Message.to(name + ".dlq").body("x").build());
    }

    /** A topic with a subscription {@code s}, which has a message. */
    void topic() {
        broker.declare(Destination.topic(name).build());
        broker.declare(Subscription.ofTopic(name, "s").build());
        broker.send(Message.to(name).body("x").build());
    }

    /** An exchange, and a queue beside it. */
    void exchange() {
        broker.declare(Destination.exchange(name, ExchangeType.FANOUT).build());
        broker.declare(Destination.queue(name + ".to").build());
    }

    /** An exchange with a binding. */
    void binding() {
        exchange();
        broker.bind(Binding.all(name, name + ".to").build());
    }

    void rule() {
        broker.routing().declare(TopicRule.of(plainName(), name + ".#").build());
    }

    void alert() {
        broker.alerts()
                .declare(AlertRule.of(plainName(), new AlertCondition.Lag(5))
                        .destinations(name)
                        .build());
    }

    void schedule() {
        broker.declare(Destination.queue(name).build());
        var message = Message.to(name).body("x").build();
        broker.schedules()
                .declare(
                        Schedule.every(plainName(), Duration.ofDays(1), message).build());
    }

    /** @return the id of an operation that has ended */
    String operation() {
        queue();
        return Long.toString(broker.operations().purge(name, null, "app").id());
    }

    /** @return the id of a transaction that waits for its end */
    String prepared() {
        broker.declare(Destination.queue(name).build());
        byte[] id = name.getBytes(StandardCharsets.UTF_8);
        var transaction = broker.begin();
        transaction.send(Message.to(name).body("x").build());
        transaction.prepareAsync(id).toCompletableFuture().join();
        return HexFormat.of().formatHex(id);
    }
}
