package io.penstock.broker;

import io.penstock.Broker;
import io.penstock.Consumer;
import io.penstock.ConsumerOptions;
import io.penstock.Delivery;
import io.penstock.Destination;
import io.penstock.Durability;
import io.penstock.Message;
import io.penstock.Subscription;
import io.penstock.testkit.ManualClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/** What tests of a broker's behaviour share: a broker on a real directory, a clock that they turn, a consumer. */
abstract class BrokerTest {

    static final Duration PATIENCE = Duration.ofSeconds(10);

    @TempDir
    Path directory;

    final ManualClock clock = new ManualClock();
    Broker broker;

    BrokerFactory factory() {
        return (where, time) -> EmbeddedBroker.open(BrokerOptions.in(where).withDurability(Durability.OS), time);
    }

    @BeforeEach
    void open() {
        broker = factory().open(directory, clock);
    }

    @AfterEach
    void close() {
        broker.close();
    }

    void reopen() {
        broker.close();
        open();
    }

    Inbox consume(ConsumerOptions options) {
        return new Inbox(options);
    }

    Inbox consumeQueue(String queue) {
        return consume(ConsumerOptions.ofQueue(queue, "test").withLease(Duration.ZERO));
    }

    Subscription queue(Subscription.Builder policies) {
        var subscription = policies.build();
        broker.declare(Destination.queue(subscription.destination()));
        return broker.declare(subscription);
    }

    void send(String destination, String... bodies) {
        for (String body : bodies) {
            broker.send(Message.to(destination).body(body).build());
        }
    }

    /** Turns the clock; the broker looks at it within a tenth of a second. */
    void pass(Duration time) {
        clock.advance(time);
    }

    static void done(CompletionStage<?> stage) {
        assertThat(stage.toCompletableFuture()).succeedsWithin(PATIENCE);
    }

    /** A consumer with unlimited credit that keeps what it is handed until a test takes it. */
    final class Inbox implements AutoCloseable {

        private final BlockingQueue<Delivery> deliveries = new LinkedBlockingQueue<>();
        final Consumer consumer;

        private Inbox(ConsumerOptions options) {
            consumer = broker.consume(options, deliveries::addAll);
            consumer.request(Long.MAX_VALUE);
        }

        Delivery next() {
            try {
                var delivery = deliveries.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
                assertThat(delivery).as("a delivery within %s", PATIENCE).isNotNull();
                return delivery;
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        List<Delivery> next(int count) {
            return java.util.stream.Stream.generate(this::next).limit(count).toList();
        }

        /** That nothing comes, as far as the broker has got when it answers a question. */
        void expectNothing() {
            String destination = consumer.options().destination();
            broker.statistics(destination);
            broker.statistics(destination);
            assertThat(deliveries).isEmpty();
        }

        @Override
        public void close() {
            consumer.close();
        }
    }
}
