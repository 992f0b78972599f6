package io.penstock.conformance;

import io.penstock.Broker;
import io.penstock.Capability;
import io.penstock.Consumer;
import io.penstock.ConsumerOptions;
import io.penstock.Delivery;
import io.penstock.DeliveryHandler;
import io.penstock.Destination;
import io.penstock.EngineLimit;
import io.penstock.Message;
import io.penstock.Subscription;
import io.penstock.conformance.tool.ManualClock;
import io.penstock.conformance.tool.Patience;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests what a broker has to do, whatever engine is behind it: each subclass is one part of that, as tests with JUnit.
 * To put an engine through a part, extend its class and say how to {@link #factory() open} the engine. Extend all of
 * them: what the engine cannot do, according to its {@link Broker#capabilities()}, is skipped, and
 * {@link CapabilitiesConformance} checks that it is refused.
 *
 * <p>Here: a broker on a real directory, a clock that tests turn, a consumer that keeps what it gets.
 */
public abstract class BrokerConformance {

    /** The longest wait of a test: longer than anything takes here that is right. */
    protected static final Duration PATIENCE = Patience.LONG;

    @TempDir
    protected Path directory;

    protected final ManualClock clock = new ManualClock();
    protected Broker broker;

    /** Makes the factory of the engine under test. */
    public abstract BrokerFactory factory();

    @BeforeEach
    protected void open() {
        broker = factory().open(directory, clock);
        needs(needed().toArray(Capability[]::new));
    }

    /** The capabilities that all tests of this part need. */
    protected Set<Capability> needed() {
        return Set.of();
    }

    /** The value of a limit of the engine. The test is skipped if the engine has no such limit. */
    protected int limit(EngineLimit limit) {
        var most = broker.capabilities().limit(limit);
        Assumptions.assumeTrue(most.isPresent(), () -> "the engine has no limit of " + limit);
        return Math.toIntExact(most.orElseThrow());
    }

    /** Skips the test if the engine cannot do what it is about. */
    protected void needs(Capability... capabilities) {
        for (var capability : capabilities) {
            Assumptions.assumeTrue(
                    broker.capabilities().supports(capability), () -> "the engine does not have " + capability);
        }
    }

    @AfterEach
    protected void close() {
        broker.close();
    }

    protected void reopen() {
        broker.close();
        open();
    }

    protected Inbox consume(ConsumerOptions options) {
        return new Inbox(options, (destination, partitions) -> {});
    }

    /** Joins as a consumer that tells which partitions of a destination it owns. */
    protected Inbox consume(ConsumerOptions options, BiConsumer<String, Set<Integer>> owned) {
        return new Inbox(options, owned);
    }

    protected Inbox consumeQueue(String queue) {
        return consume(
                ConsumerOptions.ofQueue(queue, "test").lease(Duration.ZERO).build());
    }

    protected Subscription queue(Subscription.Builder policies) {
        var subscription = policies.build();
        broker.declare(Destination.queue(subscription.destination()).build());
        return broker.declare(subscription);
    }

    protected void send(String destination, String... bodies) {
        for (String body : bodies) {
            broker.send(Message.to(destination).body(body).build());
        }
    }

    /** Moves the clock. The broker looks at it within a tenth of a second. */
    protected void pass(Duration time) {
        clock.advance(time);
    }

    protected static void done(CompletionStage<?> stage) {
        assertThat(stage.toCompletableFuture()).succeedsWithin(PATIENCE);
    }

    /** A consumer with unlimited credit that keeps its deliveries until a test takes them. */
    public final class Inbox implements AutoCloseable {

        private final BlockingQueue<Delivery> deliveries = new LinkedBlockingQueue<>();
        public final Consumer consumer;

        private Inbox(ConsumerOptions options, BiConsumer<String, Set<Integer>> owned) {
            consumer = broker.consume(options, new DeliveryHandler() {
                @Override
                public void handle(List<Delivery> handed) {
                    deliveries.addAll(handed);
                }

                @Override
                public void owns(String destination, Set<Integer> partitions) {
                    owned.accept(destination, partitions);
                }
            });
            consumer.request(Long.MAX_VALUE);
        }

        public Delivery next() {
            try {
                var delivery = deliveries.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
                assertThat(delivery).as("a delivery within %s", PATIENCE).isNotNull();
                return delivery;
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        /** Takes a delivery that has come already. */
        public Optional<Delivery> poll() {
            return Optional.ofNullable(deliveries.poll());
        }

        public List<Delivery> next(int count) {
            return Stream.generate(this::next).limit(count).toList();
        }

        /** Checks that nothing comes, as far as the broker has got when it answers a question. */
        public void expectNothing() {
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
