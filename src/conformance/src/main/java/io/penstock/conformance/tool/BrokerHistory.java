package io.penstock.conformance.tool;

import io.penstock.AlertCondition;
import io.penstock.AlertRule;
import io.penstock.Binding;
import io.penstock.Broker;
import io.penstock.Cleanup;
import io.penstock.ConsumerOptions;
import io.penstock.DeadLetterReason;
import io.penstock.DeadLetterRequest;
import io.penstock.Delivery;
import io.penstock.Destination;
import io.penstock.DestinationKind;
import io.penstock.Durability;
import io.penstock.Exchange;
import io.penstock.ExchangeType;
import io.penstock.Limits;
import io.penstock.Message;
import io.penstock.Ordering;
import io.penstock.PenstockException;
import io.penstock.Producer;
import io.penstock.ProducerOptions;
import io.penstock.PullConsumer;
import io.penstock.Retention;
import io.penstock.RetryPolicy;
import io.penstock.Schedule;
import io.penstock.StartPosition;
import io.penstock.Subscription;
import io.penstock.TopicRule;

import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Does with a broker what applications do, at random: declares destinations of all kinds, sends, settles, fails,
 * rejects, seeks, prepares, and leaves the rest. What is late is so by days, so that nothing changes by itself
 * afterwards. It is used by one thread.
 */
public final class BrokerHistory {

    /** Messages of the queue go here when they are dead. */
    public static final String LETTERS = "orders.dlq";

    /** The producer that has numbered its messages. */
    public static final String PRODUCER = "till-1";

    /** A message of the queue "once" has this id. */
    public static final String KNOWN_ID = "once-1";

    private static final Duration LATE = Duration.ofDays(10);
    private static final List<String> DESTINATIONS = List.of("orders", "jobs", "events", "events.eu", "prices", "shop");

    private static final List<ConsumerOptions> CONSUMERS = List.of(
            ConsumerOptions.ofQueue("orders", "c").build(),
            ConsumerOptions.ofQueue("jobs", "c").build(),
            ConsumerOptions.ofTopic("events", "audit", "c").build(),
            ConsumerOptions.ofTopic("events", "filtered", "c").build(),
            ConsumerOptions.ofTopic("events", "strict", "c").build(),
            ConsumerOptions.ofTopic("events.eu", "everything", "c").build());

    private final Broker broker;
    private final InstantSource clock;
    private final Random random;
    private final Producer producer;
    private int sent;
    private int prepared;

    /** Declares what there is to be. */
    public BrokerHistory(Broker broker, InstantSource clock, long seed) {
        this.broker = broker;
        this.clock = clock;
        random = new Random(seed);
        declare();
        producer = broker.producer(ProducerOptions.of(PRODUCER).build());
    }

    private void declare() {
        broker.declare(Destination.queue("orders").partitions(2).build());
        broker.declare(Subscription.ofQueue("orders")
                .ordering(Ordering.KEY)
                .retry(RetryPolicy.builder()
                        .maxRetries(2)
                        .delay(LATE)
                        .maxDelay(LATE)
                        .build())
                .build());
        broker.declare(Destination.queue("jobs")
                .priorities(3)
                .limits(Limits.ofMessages(100_000).build())
                .build());
        broker.declare(
                Destination.queue("once").deduplication(Duration.ofDays(7)).build());
        broker.declare(Destination.topic("events").partitions(3).build());
        broker.declare(Destination.topic("events.eu").build());
        broker.declare(Destination.topic("prices")
                .retention(Retention.builder().cleanup(Cleanup.COMPACT).build())
                .build());
        broker.declare(
                Subscription.ofTopic("events", "audit").ordering(Ordering.KEY).build());
        broker.declare(
                Subscription.ofTopic("events", "filtered").filter("kind = 'a'").build());
        broker.declare(Subscription.ofTopic("events", "strict")
                .ordering(Ordering.PARTITION)
                .build());
        broker.routing()
                .declare(TopicRule.of("everything", "events.*")
                        .policies(policies -> policies.maxDeliveries(7))
                        .build());
        broker.declare(Destination.exchange(
                        "shop",
                        Exchange.of(ExchangeType.PATTERN).alternate("orders").build())
                .build());
        broker.bind(Binding.of("shop", "order.*", "orders").build());
        broker.bind(Binding.of("shop", "order.eu", "events").build());
        broker.schedule(Schedule.cron(
                        "yearly",
                        "0 0 6 1 1 ?",
                        Message.to("orders").body("a year").build())
                .build());
        broker.schedule(Schedule.every(
                        "paused", LATE, Message.to("jobs").body("ten days").build())
                .start(clock.instant().plus(LATE).truncatedTo(ChronoUnit.MILLIS))
                .build());
        broker.schedules().pause("paused");
        broker.alerts()
                .declare(AlertRule.of("slow", new AlertCondition.Lag(1_000_000))
                        .destinations("orders")
                        .build());
    }

    /** Does so many things, and then prepares a transaction that nobody ends. */
    public void go(int steps) throws InterruptedException {
        broker.send(Message.to("once").id(KNOWN_ID).body("first").build());
        for (int step = 0; step < steps; step++) {
            if (step == steps / 2) {
                broker.alter(broker.destination("orders")
                        .orElseThrow()
                        .copy()
                        .partitions(4)
                        .build());
            }
            step();
        }
        die();
        redrive();
        prepare();
    }

    private void step() throws InterruptedException {
        int kind = random.nextInt(20);
        switch (kind) {
            case 0, 1, 2, 3 -> consume();
            case 4 -> move();
            case 5 -> broker.seek("events", "audit", StartPosition.atOffset(random.nextInt(20)));
            case 6 -> number();
            case 7 -> forget();
            case 8 -> broker.sendAll(List.of(message(), message(), message()));
            default -> broker.send(message());
        }
    }

    private Message message() {
        var destination = DESTINATIONS.get(random.nextInt(DESTINATIONS.size()));
        var message = Message.to(destination)
                .body("m" + sent++)
                .header("kind", random.nextBoolean() ? "a" : "b")
                .priority(random.nextInt(10));
        if (destination.equals("prices") || random.nextInt(3) > 0) {
            message.key("k" + random.nextInt(5));
        }
        if (destination.equals("shop")) {
            message.routingKey(List.of("order.eu", "order.us", "unknown").get(random.nextInt(3)));
        }
        if (random.nextInt(4) == 0) {
            message.id("id-" + sent);
        }
        if (random.nextInt(10) == 0) {
            message.deliverAt(clock.instant().plus(LATE).truncatedTo(ChronoUnit.MILLIS));
        }
        if (random.nextInt(10) == 0) {
            message.timeToLive(LATE);
        }
        return message.build();
    }

    /** Takes some messages, and does something else with each. */
    private void consume() throws InterruptedException {
        var options = CONSUMERS.get(random.nextInt(CONSUMERS.size()));
        try (var consumer = broker.consume(options)) {
            for (var delivery : taken(consumer)) {
                settle(delivery);
            }
        } catch (PenstockException.LeaseLost e) {
            // One before it was given back, in an order in which it comes first again.
        }
    }

    private List<Delivery> taken(PullConsumer consumer) throws InterruptedException {
        return consumer.receive(1 + random.nextInt(4), Duration.ofMillis(50));
    }

    private void settle(Delivery delivery) {
        switch (random.nextInt(8)) {
            case 0 -> delivery.release(LATE, true);
            case 1 -> delivery.fail(new IllegalStateException("no stock"));
            case 2 -> delivery.reject(DeadLetterReason.REJECTED, "nobody wants it", null);
            case 3 -> {} // It is released when the consumer is closed.
            default -> delivery.accept();
        }
    }

    /** Takes a message and sends another one, together. */
    private void move() throws InterruptedException {
        try (var consumer = broker.consume(CONSUMERS.get(0));
                var transaction = broker.begin()) {
            for (var delivery : taken(consumer)) {
                transaction.accept(delivery);
                transaction.send(Message.to("jobs").body("moved " + sent++).build());
            }
            transaction.commit();
        }
    }

    private void number() {
        producer.send(Message.to("orders").key("numbered").body("n" + sent++).build());
    }

    /** Sends what does not outlive the process. */
    private void forget() {
        broker.send(Message.to("events")
                .durability(Durability.MEMORY)
                .body("forgotten " + sent++)
                .build());
        var temporary = broker.temporary(DestinationKind.QUEUE);
        broker.send(Message.to(temporary.destination().name()).body("gone").build());
        temporary.close();
    }

    /** There is a dead letter for certain. */
    private void die() throws InterruptedException {
        broker.send(Message.to("orders").key("dying").body("dead").build());
        try (var consumer = broker.consume(CONSUMERS.get(0))) {
            Delivery delivery;
            do {
                delivery = consumer.receive(Patience.LONG).orElseThrow();
            } while (!"dead".equals(delivery.message().bodyText()));
            delivery.reject(DeadLetterReason.REJECTED, "it is dead", new IllegalArgumentException("dead"));
        }
    }

    private void redrive() {
        var letters = DeadLetterRequest.all(LETTERS, "operator")
                .limit(1)
                .reason("a test")
                .build();
        var operation = broker.operations().redrive(letters);
        Patience.await()
                .until(() -> broker.operations()
                        .find(operation.id())
                        .orElseThrow()
                        .finishedAt()
                        .isPresent());
        broker.operations().purge("events", "filtered", "operator");
    }

    private void prepare() throws InterruptedException {
        broker.sendAll(List.of(
                Message.to("jobs").body("locked").build(),
                Message.to("jobs").body("waits").build()));
        var held = new ArrayList<Delivery>();
        try (var consumer = broker.consume(CONSUMERS.get(1))) {
            held.add(consumer.receive(Patience.LONG).orElseThrow());
            var transaction = broker.begin();
            held.forEach(transaction::accept);
            transaction.send(Message.to("orders").key("k1").body("prepared").build());
            transaction.prepare(new byte[] {1, 2, (byte) ++prepared});
        }
    }
}
